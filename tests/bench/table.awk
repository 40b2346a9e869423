#!/usr/bin/awk -f
# SPDX-License-Identifier: MIT
# Makes the benchmark's tables, in Markdown, of what guest.c, instructions.sh and bench.mk print.
# Medians; "x" is processor time against that of another stack.

function median(list, n, values, count, i, j, swap)
{
	count = split(list, values, " ")
	for (i = 1; i <= count; i++)
		for (j = i + 1; j <= count; j++)
			if (values[j] + 0 < values[i] + 0) {
				swap = values[i]
				values[i] = values[j]
				values[j] = swap
			}
	if (count % 2)
		return values[(count + 1) / 2]
	return (values[count / 2] + values[count / 2 + 1]) / 2
}

function span(us)
{
	if (us >= 10000)
		return sprintf("%.1f ms", us / 1000)
	return sprintf(us >= 100 ? "%.0f µs" : "%.1f µs", us)
}

function per(number)
{
	return sprintf(number == int(number) ? "%d" : "%.2f", number)
}

# Of a and b, where both are there.
function ratio(a, b)
{
	return a == "" || b == "" || b == 0 ? "-" : sprintf("%.2f", a / b)
}

function cell(table, workload, stack)
{
	return (workload, stack) in table ? per(table[workload, stack]) : "-"
}

function what(workload)
{
	if (workload in description)
		return description[workload]
	sub("list-", "list ", workload)
	return workload " devices"
}

function row(workload, stack, first)
{
	printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", first ? what(workload) : "", \
		stack == "cusb" ? "**cusb**" : title[stack], \
		span(time[workload, stack]), span(cpu[workload, stack]), \
		ratio(cpu[workload, stack], cpu[workload, "bare"]), \
		ratio(cpu[workload, stack], cpu[workload, "libusb"]), \
		cell(calls, workload, stack), cell(allocated, workload, stack)
}

function verdict(text, value, limit, at_least)
{
	if (value == "" || value == "-")
		printf "| %s | %s | - | not measured |\n", text, limit
	else
		printf "| %s | %s | %s | %s |\n", text, limit, value, \
			(at_least ? value + 0 >= limit + 0 : value + 0 <= limit + 0) ? "met" : "**missed**"
}

# Found over target: what the work has of processor time, or of time.
function against(table, workload, stack)
{
	return ratio(table[workload, "cusb"], table[workload, stack])
}

BEGIN {
	stacks = split("bare cusb libusb libusb-without-udev", stack, " ")
	title["bare"] = "bare ioctls"
	title["libusb"] = "libusb"
	title["libusb-without-udev"] = "libusb without udev"
	description["bulk-64"] = "sync bulk, 64 B"
	description["bulk-512"] = "sync bulk, 512 B"
	description["bulk-16K"] = "sync bulk, 16 KiB"
	description["control-64"] = "sync control, 64 B"
	description["async-1"] = "queued bulk reads, 16 KiB, 1 in flight"
	description["async-16"] = "queued bulk reads, 16 KiB, 16 in flight"
	description["read-8M"] = "one read of 8 MiB"
	description["iso"] = "isochronous, 8 packets of 1024 B, 8 in flight"
}

$1 == "figure" {
	if (!($2 in known)) {
		known[$2] = 1
		workload[++workloads] = $2
	}
	times[$2, $3] = times[$2, $3] " " $5 / $4
	cpus[$2, $3] = cpus[$2, $3] " " $6 / $4
}
$1 == "syscalls" { calls[$2, $3] = $5 / $4 }
$1 == "allocations" { allocated[$2, $3] = $5 / $4 }
$1 == "instructions" { instructions[$2] = $3 }
$1 == "size" { size[$2] = $3 }
$1 == "failed" { failures = failures $2 " with " $3 "; " }

END {
	for (key in times) {
		time[key] = median(times[key])
		cpu[key] = median(cpus[key])
	}
	print "| work | with | time | CPU | CPU x bare | CPU x libusb | system calls | allocations |"
	print "|---|---|--:|--:|--:|--:|--:|--:|"
	for (i = 1; i <= workloads; i++)
		for (j = 1; j <= stacks; j++)
			if ((workload[i], stack[j]) in time)
				row(workload[i], stack[j], j == 1)

	print "\n| instructions of the library itself, per operation | |"
	print "|---|--:|"
	for (i = 1; i <= workloads; i++)
		if (workload[i] in instructions)
			printf "| %s | %d |\n", what(workload[i]), instructions[workload[i]]

	print "\n| a static program that lists devices (musl, stripped) | bytes |"
	print "|---|--:|"
	for (i in size)
		printf "| %s | %d |\n", i, size[i]

	print "\n| target | at | found | |"
	print "|---|--:|--:|---|"
	for (i = split("bulk-64 bulk-512 control-64", small, " "); i > 0; i--) {
		verdict(what(small[i]) ": CPU x bare, at most", against(cpu, small[i], "bare"), "1.10")
		verdict(what(small[i]) ": CPU x libusb, at most", against(cpu, small[i], "libusb"), "0.65")
	}
	verdict("sync bulk: system calls, at most", calls["bulk-64", "cusb"], 3)
	verdict("sync control: system calls, at most", calls["control-64", "cusb"], 1)
	verdict("queued, 1 in flight: system calls, at most", calls["async-1", "cusb"], 3)
	verdict("queued, 16 in flight: system calls x bare, at most", against(calls, "async-16", "bare"), "1.02")
	verdict("queued, 1 in flight: throughput x bare, at least", \
		ratio(time["async-1", "bare"], time["async-1", "cusb"]), "0.98", 1)
	verdict("queued, 16 in flight: throughput x bare, at least", \
		ratio(time["async-16", "bare"], time["async-16", "cusb"]), "0.98", 1)
	for (i = split("list-10 list-100", lists, " "); i > 0; i--) {
		verdict(what(lists[i]) ": CPU x libusb without udev, at most", \
			against(cpu, lists[i], "libusb-without-udev"), "0.40")
		verdict(what(lists[i]) ": CPU x libusb, at most", against(cpu, lists[i], "libusb"), "0.10")
	}
	verdict("static program that lists devices: bytes, at most", size["cusb"], 48376)
	if (failures)
		print "\nFailed: " failures
}
