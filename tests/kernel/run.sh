#!/bin/sh
# SPDX-License-Identifier: MIT
# Boots a guest, lets it run the steps of guests/GUEST.steps, and prints one total.
#
#   run.sh [--only NAME]... [--run COMMAND] [--verbose] GUEST [BUILD]
#
# --only runs the named steps, --run a command of yours instead; --verbose shows what passing steps
# print too. Run `make guest` first: it puts the programs where this script takes them from.
# Exits 0 if every step passed and the kernel had nothing to complain about.
set -eu

# Lines of the kernel's log that no program may cause.
FAULTS='Kernel panic|Oops|BUG:|WARNING:|general protection|Call Trace|blocked for more than|did not claim interface|for active endpoint|nonsensical USBDEVFS|UBSAN|refcount_t'
BOOT_LIMIT=180

here=$(dirname "$0")
this=
build=build
only=
command=
verbose=

while [ $# -gt 0 ]; do
	case $1 in
	--only) only="$only $2" && shift ;;
	--run) command=$2 && verbose=yes && shift ;;
	--verbose) verbose=yes ;;
	-*) sed -n '3,9s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
	*) if [ -z "$this" ]; then this=$1; else build=$1; fi ;;
	esac
	shift
done

steps=$here/guests/$this.steps
if [ ! -f "$steps" ]; then
	echo "run.sh: there is no guest '$this'; there are:" $(cd "$here/guests" && ls | sed 's/\.steps$//') >&2
	exit 2
fi
guest=$build/guest
out=$guest/run-$this
"$here/missing.sh" "$build" kernel qemu-system-x86 cpio kmod
if [ ! -x "$guest/root/init" ]; then
	echo "run.sh: $guest/root/init is not there; 'make guest' builds it" >&2
	exit 1
fi
rm -rf "$out"
mkdir -p "$out"

# The steps to run, one line each.
steps() {
	if [ -n "$command" ]; then
		echo "command 900 $command"
		return
	fi
	sed -e '/^#/d' -e '/^$/d' "$steps" | if [ -n "$only" ]; then
		while read -r name rest; do
			case "$only " in
			*" $name "*) echo "$name $rest" ;;
			esac
		done
	else
		cat
	fi
}

archive() {
	(cd "$1" && find . | cpio --quiet -o -H newc -R 0:0)
}

make_initrd() {
	release=$(cat "$build/kernel/release")
	mkdir "$out/root"
	mv "$out/steps" "$out/root/steps"
	(cd "$out/root" && mkdir proc sys dev tmp)
	# The kernel unpacks archives one after another.
	for root in "$guest/modules" "$guest/root" "$out/root"; do
		archive "$root"
	done >"$out/initrd"
}

# Mitigations off: an emulated processor has nothing to leak, and they triple what a system call takes.
boot() {
	truncate -s 8M "$out/disk.img"
	timeout -k 5 "$limit" qemu-system-x86_64 -accel tcg,thread=multi -machine pc -smp 2 -m 1G \
		-nodefaults -no-user-config -no-reboot -display none -nic none \
		-kernel "$build/kernel/tree/boot/vmlinuz-$release" -initrd "$out/initrd" \
		-append 'console=ttyS0 loglevel=5 panic=-1 oops=panic mitigations=off' \
		-serial "file:$out/console.log" -serial "file:$out/output.log" \
		-debugcon "file:$out/results.log" \
		-device qemu-xhci,id=xhci \
		-device usb-kbd,bus=xhci.0,port=1 \
		-drive "if=none,id=disk,format=raw,file=$out/disk.img" \
		-device usb-storage,bus=xhci.0,port=2,drive=disk \
		-device usb-hub,bus=xhci.0,port=3 \
		-device usb-mouse,bus=xhci.0,port=3.1 </dev/null
}

# What a step printed.
output_of() {
	awk -v name="$1" '/^=== / { mine = ($2 == name); next } mine' "$out/output.log" | tail -n 200 |
		sed 's/^/    /'
}

show_results() {
	while read -r verdict name rest; do
		case $verdict in
		pass)
			echo "pass $name ($rest s)"
			if [ -n "$verbose" ]; then
				output_of "$name"
			fi
			;;
		fail)
			echo "fail $name: $rest"
			output_of "$name"
			;;
		esac
	done <"$out/results.log"
}

# The kernel's complaints, each with the step it came in.
kernel_faults() {
	awk -v faults="$FAULTS" '
		/guest: step / { step = $NF; next }
		$0 ~ faults { print "    during " (step ? step : "boot") ": " $0 }' "$out/console.log"
}

for name in $only; do
	if ! grep -q "^$name[[:space:]]" "$steps"; then
		echo "run.sh: no step is named $name" >&2
		exit 1
	fi
done
steps >"$out/steps"
count=$(wc -l <"$out/steps")
limit=$(awk -v limit=$BOOT_LIMIT '{ limit += $2 + 20 } END { print limit }' "$out/steps")
make_initrd
status=0
boot || status=$?
touch "$out/console.log" "$out/output.log" "$out/results.log"
show_results

passed=$(grep -c '^pass ' "$out/results.log" || true)
failed=$(grep -c '^fail ' "$out/results.log" || true)
last=$(tail -n 1 "$out/results.log")
if [ $status -ne 0 ] || [ "$last" != "end $passed $failed" ] || [ $((passed + failed)) -lt "$count" ]; then
	echo "fail guest: it did not come to its end (QEMU's exit status $status; last word: ${last:-none})"
	tail -n 30 "$out/console.log" | sed 's/^/    /'
	failed=$((failed + 1))
fi
faults=$(kernel_faults)
if [ -z "$faults" ]; then
	echo "pass kernel-log"
	passed=$((passed + 1))
else
	echo "fail kernel-log: the kernel complained"
	echo "$faults"
	failed=$((failed + 1))
fi
echo "guest $this, logs in $out:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
