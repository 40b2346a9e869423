#!/bin/sh
# SPDX-License-Identifier: MIT
# Boots a guest, lets it run the steps of guests/GUEST.steps, and prints one total.
# guests/GUEST.qemu, if there, has options of QEMU for this guest alone; guests/GUEST.modules modules
# for its kernel besides those of modules.txt; guests/GUEST.after what the host does when the guest
# has ended, each line the name of a step that passed and a command.
# In the first and the last, @OUT@ is the guest's directory of logs and @BUILD@ the build directory.
#
#   run.sh [--only NAME]... [--run COMMAND] [--verbose] [--root TREE] GUEST [BUILD]
#
# --only runs the named steps, --run a command of yours instead; --verbose shows what passing steps
# print too. GUEST may be of another directory (DIRECTORY/GUEST). Run `make guest` first: it makes
# the tree of programs that is taken unless --root names another.
# Exits 0 if every step passed and the kernel had nothing to complain about.
set -eu

# Seconds: ends a guest that hangs. One whose machine is busy takes long.
LIMIT=3600

here=$(dirname "$0")
. "$here/qemu.sh"
this=
build=build
only=
command=
root=
verbose=

while [ $# -gt 0 ]; do
	case $1 in
	--only) only="$only $2" && shift ;;
	--run) command=$2 && verbose=yes && shift ;;
	--verbose) verbose=yes ;;
	--root) root=$2 && shift ;;
	-*) sed -n '3,15s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
	*) if [ -z "$this" ]; then this=$1; else build=$1; fi ;;
	esac
	shift
done

guests=$here/guests
case $this in
*/*) guests=$(dirname "$this") && this=$(basename "$this") ;;
esac
steps=$guests/$this.steps
if [ ! -f "$steps" ]; then
	echo "run.sh: there is no guest '$this'; there are:" $(cd "$guests" && ls | sed 's/\.steps$//') >&2
	exit 2
fi
guest=$build/guest
root=${root:-$guest/root}
out=$guest/run-$this
"$here/missing.sh" "$build" kernel qemu-system-x86 cpio kmod
if [ ! -x "$root/init" ]; then
	echo "run.sh: $root/init is not there; 'make guest' builds it" >&2
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

# The lines of guests/GUEST.$1 that are no comments, if there is such a file.
lines() {
	if [ -f "$guests/$this.$1" ]; then
		sed -e '/^#/d' -e '/^$/d' -e "s|@OUT@|$out|g" -e "s|@BUILD@|$build|g" \
			"$guests/$this.$1"
	fi
}

# The tree of the modules of all guests, or one that has also those of this guest.
modules() {
	if [ ! -f "$guests/$this.modules" ]; then
		echo "$guest/modules"
		return
	fi
	mkdir "$out/modules"
	grep -h '^[^#]' "$here/modules.txt" "$guests/$this.modules" | "$here/../../src/initramfs/modules.sh" \
		"$build/kernel/tree/lib/modules/$(cat "$build/kernel/release")" "$out/modules" >"$out/modules/modules"
	echo "$out/modules"
}

make_initrd() {
	mkdir "$out/root"
	mv "$out/steps" "$out/root/steps"
	(cd "$out/root" && mkdir proc sys dev tmp)
	modules=$(modules)
	for tree in "$modules" "$root" "$out/root"; do
		archive "$tree"
	done >"$out/initrd"
}

boot() {
	truncate -s 8M "$out/disk.img" "$out/uas.img"
	machine $LIMIT "$out/initrd" \
		-serial "file:$out/console.log" -serial "file:$out/output.log" \
		-debugcon "file:$out/results.log" \
		-device usb-kbd,bus=xhci.0,port=1 \
		-drive "if=none,id=disk,format=raw,file=$out/disk.img" \
		-device usb-storage,bus=xhci.0,port=2,drive=disk \
		-device usb-hub,bus=xhci.0,port=3 \
		-device usb-mouse,bus=xhci.0,port=3.1 \
		-drive "if=none,id=uas,format=raw,file=$out/uas.img" \
		-device usb-uas,id=uas,bus=xhci.0,port=4 \
		-device scsi-hd,bus=uas.0,drive=uas \
		$(lines qemu)
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

# What the host finds after the guest's end, behind what the guest's steps had to say.
look_after() {
	lines after | while read -r name action; do
		grep -q "^pass $name " "$out/results.log" || continue
		if $action >"$out/$name-after.log" 2>&1; then
			echo "pass $name-after"
		else
			echo "fail $name-after: exit status $?"
		fi
		sed 's/^/    /' "$out/$name-after.log"
	done
}

# The kernel's complaints, each with the step it came in.
kernel_faults() {
	awk -v faults="$FAULTS" '
		/guest: step / { step = $NF; next }
		step ~ /^(second-program|libusb)/ && /did not claim interface/ { next }
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
look_after >"$out/after.log"
cat "$out/after.log"
passed=$((passed + $(grep -c '^pass ' "$out/after.log" || true)))
failed=$((failed + $(grep -c '^fail ' "$out/after.log" || true)))
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
