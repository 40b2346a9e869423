#!/usr/bin/awk -f
# SPDX-License-Identifier: MIT
# Makes the benchmark's tables, in Markdown, of the lines that its programs print:
#
#	awk -f table.awk goals FIGURES
#
# With -v only=readme it prints the table for the manual page alone.

# ---- numbers -------------------------------------------------------------------------------------

function median(list, values, count, i, j, swap)
{
	count = split(list, values, " ")
	for (i = 1; i <= count; i++)
		for (j = i + 1; j <= count; j++)
			if (values[j] + 0 < values[i] + 0) {
				swap = values[i]
				values[i] = values[j]
				values[j] = swap
			}
	if (count == 0)
		return ""
	return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

# The median of the ratios of lists whose members were measured side by side.
function paired(list, base, values, bases, count, i, ratios)
{
	count = split(list, values, " ")
	if (count == 0 || split(base, bases, " ") != count)
		return ""
	for (i = 1; i <= count; i++)
		ratios = ratios " " values[i] / bases[i]
	return median(ratios)
}

function ratio(a, b)
{
	return a == "" || b == "" || b == 0 ? "" : a / b
}

function shown(value)
{
	if (value == "")
		return "-"
	return sprintf(value == int(value) || value >= 100 ? "%.0f" : "%.2f", value)
}

# In thousands.
function thousands(value)
{
	if (value == "")
		return "-"
	return sprintf(value < 99.95 ? "%.1f" : "%.0f", value)
}

function commas(number)
{
	return number == "" ? "-" : number < 1000 ? number : \
		commas(int(number / 1000)) sprintf(",%03d", number % 1000)
}

# ---- what is known ---------------------------------------------------------------------------------

# Of a program for libusb, on cusb's library of that interface.
function figure_of_drop_in(kind, w)
{
	if (kind == "syscalls")
		return syscalls[w, "drop-in"]
	if (kind == "allocations")
		return (w, "drop-in") in allocations ? allocated(w, "drop-in") : ""
	return ratio(cpu[w, "drop-in"], cpu[w, kind == "x-udevless" ? "libusb-without-udev" : "libusb"])
}

# Of a device of a server: the time that passes, as a part of what the kernel's own client and server
# take. The network alone allows 64 transfers in a round trip of 10 ms.
function figure_of_remote(w)
{
	if (w == "async-64")
		return ratio(median(wall[w, "virtual"]), 10000 / 64)
	return ratio(median(wall[w, "cusb"]), median(wall[w, "kernel"]))
}

# The figure of that name; "" where it was not measured.
function figure(name, key)
{
	split(name, key, " ")
	if (key[1] == "drop-in")
		return figure_of_drop_in(key[2], key[3])
	if (key[1] == "syscalls")
		return syscalls[key[2], "cusb"]
	if (key[1] == "x-bare")
		return ratio(cpu[key[2], "cusb"], cpu[key[2], "bare"])
	if (key[1] == "x-libusb")
		return ratio(cpu[key[2], "cusb"], cpu[key[2], "libusb"])
	if (key[1] == "x-udevless")
		return ratio(cpu[key[2], "cusb"], cpu[key[2], "libusb-without-udev"])
	if (key[1] == "x-tcpdump")
		return paired(captured[key[2], "cusb"], captured[key[2], "tcpdump"])
	if (key[1] == "against-base")
		return paired(ns[key[2], key[3]], base_ns[key[2], key[3]])
	if (key[1] == "growth")
		return ratio(growth[key[2], 16000], growth[key[2], 1000])
	if (key[1] == "many")
		return ratio(many["set", 128], many[key[2], key[3]])
	if (key[1] == "remote")
		return figure_of_remote(key[2])
	if (key[1] == "enumerate")
		return ratio(enumerate[key[2], 10000], enumerate[key[2], 1000])
	return value[name]
}

# What the bare loop has where the figure has cusb's.
function figure_of_bare(name, key)
{
	split(name, key, " ")
	if (key[1] == "syscalls")
		return syscalls[key[2], "bare"]
	return ratio(cpu[key[2], "bare"], cpu[key[2], "libusb"])
}

function goal(i)
{
	if (!sub("^bare x ", "", most[i]))
		return most[i]
	most[i] = figure_of_bare(goals[i]) == "" ? "" : figure_of_bare(goals[i]) * most[i]
	return most[i]
}

BEGIN {
	stacks = split("bare cusb libusb libusb-without-udev drop-in", stack, " ")
	title["bare"] = "bare ioctls"
	title["cusb"] = "**cusb**"
	title["libusb"] = "libusb"
	title["libusb-without-udev"] = "libusb without udev"
	title["drop-in"] = "**cusb's libusb-1.0**"
	workloads = split("bulk-64 bulk-512 bulk-16K control-64 async-1 async-16 iso list-100 many-128", workload)
	what["bulk-64"] = "sync bulk, 64 B"
	what["bulk-512"] = "sync bulk, 512 B"
	what["bulk-16K"] = "sync bulk, 16 KiB"
	what["control-64"] = "sync control, 64 B"
	what["async-1"] = "queued bulk reads, 16 KiB, 1 in flight"
	what["async-16"] = "queued bulk reads, 16 KiB, 16 in flight"
	what["iso"] = "isochronous, 8 packets of 1024 B, 8 in flight"
	what["list-100"] = "list 100 devices"
	what["async-64"] = "queued bulk reads, 16 KiB, 64 in flight, round trip of 10 ms"
	what["many-128"] = "128 devices, each one interrupt transfer in flight"
}

FNR == 1 { files++ }
/^#/ || NF == 0 { next }
files == 1 {
	split($0, field, /\t+/)
	goals[++goal_count] = field[1]
	most[goal_count] = field[2]
	meaning[goal_count] = field[3]
	next
}
$1 == "figure" { cpus[$2, $3] = cpus[$2, $3] " " $5 / $4 }
$1 == "syscalls" { syscalls[$2, $3] = $5 / $4 }
$1 == "allocations" { allocations[$2, $3] = $5 / $4 }
$1 == "captured" { captured[$2, $3] = captured[$2, $3] " " $5 / $4 }
$1 == "ns" { ns[$2, $3] = ns[$2, $3] " " $4 }
$1 == "base-ns" { base_ns[$2, $3] = base_ns[$2, $3] " " $4 }
$1 == "ns-devices" { ns_devices[$2] = ns_devices[$2] " " $3 }
$1 == "growth" { growth[$2, $3] = $4 }
$1 == "many" { many[$2, $3] = $4 }
$1 == "remote" { wall[$2, $3] = wall[$2, $3] " " $5 / $4 }
$1 == "remote-syscalls" { value["remote-syscalls " $2] = $4 / $3 }
$1 == "idle" { value["idle"] = $3 }
$1 == "enumerate" { enumerate[$2, $3] = $4 }
$1 == "allocated" { value["allocations " $2 " " $3] = $4 }
$1 == "instructions" || $1 == "drop-in-instructions" || $1 == "calls" || $1 == "size" { value[$1 " " $2] = $3 }
$1 == "woken" { value["woken"] = $2 }
$1 == "failed" { failures = failures $2 " with " $3 "; " }

# For an operation; what is allocated once, before the first, is next to nothing of it.
function allocated(w, s)
{
	return (w, s) in allocations ? sprintf("%.0f", allocations[w, s]) : "-"
}

# ---- tables ----------------------------------------------------------------------------------------

function print_guest(i, j, w, s)
{
	print "On a real kernel: thousands of instructions for an operation, the kernel's own included.\n"
	print "| work | with | CPU | x bare | x libusb | system calls | allocations |"
	print "|---|---|--:|--:|--:|--:|--:|"
	for (i = 1; i <= workloads; i++)
		for (j = 1; j <= stacks; j++) {
			w = workload[i]
			s = stack[j]
			if (!((w, s) in cpu))
				continue
			printf "| %s | %s | %s | %s | %s | %s | %s |\n", j == 1 ? what[w] : "", title[s], \
				thousands(cpu[w, s]), shown(ratio(cpu[w, s], cpu[w, "bare"])), \
				shown(ratio(cpu[w, s], cpu[w, "libusb"])), \
				shown(syscalls[w, s]), allocated(w, s)
		}
}

function print_ns(name, threads)
{
	printf "| %s, %s | %s | %s | %s |\n", what[name], \
		threads == 1 ? "one thread" : "a second one alive", \
		shown(median(ns[name, threads])), shown(median(base_ns[name, threads])), \
		shown(figure("against-base " name " " threads))
}

function print_native(i, names, threads, devices)
{
	print "\nThe library alone, natively: nanoseconds for an operation.\n"
	print "| work | ns | base | x base |"
	print "|---|--:|--:|--:|"
	for (i = 1; i <= split("bulk-64 control-64 async-16 iso", names, " "); i++)
		for (threads = 1; threads <= 2; threads++)
			print_ns(names[i], threads)
	for (i = 1; i <= split("1 16 128", devices, " "); i++)
		printf "| %s, %d devices in turn | %s | | |\n", what["bulk-64"], devices[i], \
			shown(median(ns_devices[devices[i]]))
}

function print_growth(i, names)
{
	print "\n| with so many in flight: ns for a call | 1,000 | 16,000 |"
	print "|---|--:|--:|"
	for (i = 1; i <= split("submit submit-falling cancel cancel-all", names, " "); i++)
		printf "| %s | %s | %s |\n", names[i], shown(growth[names[i], 1000]), \
			shown(growth[names[i], 16000])
	print "\n| one thread serves so many devices: ns for a completion | 1 | 16 | 128 |"
	print "|---|--:|--:|--:|"
	for (i = 1; i <= split("loop set", names, " "); i++)
		printf "| %s | %s | %s | %s |\n", names[i] == "set" ? "a wait set" : "a loop of poll(2)", \
			shown(many[names[i], 1]), shown(many[names[i], 16]), shown(many[names[i], 128])
	print "\n| thousands of instructions with so many devices | 100 | 1,000 | 10,000 |"
	print "|---|--:|--:|--:|"
	for (i = 1; i <= split("list serial monitor", names, " "); i++)
		printf "| %s | %d | %d | %d |\n", names[i], enumerate[names[i], 100] / 1000, \
			enumerate[names[i], 1000] / 1000, enumerate[names[i], 10000] / 1000
}

function print_remote(i, names, w)
{
	print "\nA device of a server, over loopback TCP: microseconds for an operation.\n"
	print "| work | usbip-host, vhci_hcd | **cusb share, cusb** | x kernel | system calls |"
	print "|---|--:|--:|--:|--:|"
	for (i = 1; i <= split("bulk-512 async-16 async-64", names, " "); i++) {
		w = names[i]
		printf "| %s | %s | %s | %s | %s |\n", what[w], shown(median(wall[w, "kernel"])), \
			shown(median(wall[w, w == "async-64" ? "virtual" : "cusb"])), \
			w == "async-64" ? "-" : shown(figure_of_remote(w)), \
			shown(value["remote-syscalls " w])
	}
	printf "\nA device that is open and idle takes %s bytes of the heap.\n", commas(value["idle"])
}

function print_goals(i, found, limit, met)
{
	print "\n| goal | at most | found | |"
	print "|---|--:|--:|---|"
	for (i = 1; i <= goal_count; i++) {
		found = figure(goals[i])
		limit = goal(i)
		met = found <= limit + 0.0005 ? "met" : "**missed**"
		if (found == "" || limit == "")
			met = "not measured"
		met_count += met == "met"
		printf "| %s | %s | %s | %s |\n", meaning[i], shown(limit), shown(found), met
	}
	printf "\n%d of %d goals are met.\n", met_count, goal_count
}

# Of bare, cusb and libusb.
function three(a, b, c)
{
	return a ", **" b "**, " c
}

function print_readme(i, w, other)
{
	print "| work | CPU: bare, **cusb**, libusb | x bare, x libusb | system calls | allocations | own instructions |"
	print "|---|---|---|---|---|--:|"
	for (i = 1; i <= workloads; i++) {
		w = workload[i]
		other = w == "list-100" ? "libusb-without-udev" : "libusb"
		printf "| %s | %s | %s, %s | %s | %s | %s |\n", \
			what[w] (w == "list-100" ? " (libusb without udev)" : ""), \
			three(thousands(cpu[w, "bare"]), thousands(cpu[w, "cusb"]), thousands(cpu[w, other])), \
			shown(ratio(cpu[w, "cusb"], cpu[w, "bare"])), shown(ratio(cpu[w, "cusb"], cpu[w, other])), \
			three(shown(syscalls[w, "bare"]), shown(syscalls[w, "cusb"]), shown(syscalls[w, other])), \
			three(allocated(w, "bare"), allocated(w, "cusb"), allocated(w, other)), \
			commas(value["instructions " w])
	}
}

# Of libusb and cusb's library of its interface.
function two(a, b)
{
	return a ", **" b "**"
}

function print_drop_in(i, w, other)
{
	print "\n| one program for libusb | CPU: libusb, **cusb's libusb-1.0** | x libusb | system calls | allocations | own instructions |"
	print "|---|---|--:|---|---|--:|"
	for (i = 1; i <= workloads; i++) {
		w = workload[i]
		other = w == "list-100" ? "libusb-without-udev" : "libusb"
		printf "| %s | %s | %s | %s | %s | %s |\n", what[w] (w == "list-100" ? " (libusb without udev)" : ""), \
			two(thousands(cpu[w, other]), thousands(cpu[w, "drop-in"])), \
			shown(ratio(cpu[w, "drop-in"], cpu[w, other])), \
			two(shown(syscalls[w, other]), shown(syscalls[w, "drop-in"])), \
			two(allocated(w, other), allocated(w, "drop-in")), commas(value["drop-in-instructions " w])
	}
	printf "\nA static program that lists devices (musl, stripped) has %s bytes with cusb, %s with libusb, and " \
		"%s with cusb's library of libusb's interface.\n", commas(value["size lister-cusb"]), \
		commas(value["size lister-libusb"]), commas(value["size lister-drop-in"])
}

END {
	for (key in cpus)
		cpu[key] = median(cpus[key])
	if (only != "readme") {
		print_guest()
		print_native()
		print_growth()
		print_goals()
		print "\nFor src/man/cusb-benchmarks.7 (each - as \\-):\n"
	}
	print_readme()
	print_drop_in()
	print_remote()
	if (failures)
		print "\nFailed: " failures
}
