#!/bin/sh
# SPDX-License-Identifier: MIT
# The binary interface stays compatible with the files of this folder: check.sh CC32 CC64 WORK [-u]
#
#	lp64, ilp32   the layout of each public struct, as layout.awk writes it
#	numbers       enumerators and macros that are numbers
#	functions     the prototypes
#
# Each line of a file must still be true; new lines are allowed. -u writes the files: for a release,
# and for a change that is meant. cusb-stability(7) has the rules.
set -eu

cc32=$1
cc64=$2
work=$3
update=${4-}
here=$(dirname "$0")
passed=0
failed=0
mkdir -p "$work"
work=$(cd "$work" && pwd)

# result WHAT FILE: passed, when the file is empty.
result() {
	if [ -s "$2" ]; then
		echo "fail: $1:"
		sed 's/^/    /' "$2"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

for header in include/cusb/*.h; do
	echo "#include <cusb/${header##*/}>"
done >"$work/all.c"

# layout COMPILER
layout() {
	$1 -std=c99 -Iinclude -g -fno-eliminate-unused-debug-types -c -o "$work/all.o" "$work/all.c"
	readelf -wi "$work/all.o" | awk -f "$here/layout.awk"
}
layout "$cc32" | LC_ALL=C sort -u >"$work/ilp32"
layout "$cc64" | LC_ALL=C sort -u >"$work/lp64"
$cc64 -std=c99 -Iinclude -E -P "$work/all.c" | tr '\n' ' ' | grep -oE '\benum cusb_[a-z_]+ \{[^}]*\}' |
	sed 's/^[^{]*{//' | tr ',}' '\n\n' | sed 's/^ *//; s/ *$//' >"$work/enumerators"
{
	sed -n 's/ = / /p' "$work/enumerators"
	$cc64 -std=c99 -Iinclude -E -dM "$work/all.c" | grep -v 'CUSB_[A-Z]*_\?VERSION' |
		sed -nE 's/^#define (CUSB_[A-Z0-9_]+) (\(?-?[0-9][^ ]*)$/\1 \2/p'
} | LC_ALL=C sort -u >"$work/numbers"
$cc64 -std=c99 -Iinclude '-DCUSB_API=CUSB_API' -E -P "$work/all.c" | tr '\n' ' ' | tr -s ' \t' ' ' |
	grep -oE 'CUSB_API [^;]*;' | sed 's/^CUSB_API //' | LC_ALL=C sort -u >"$work/functions"

grep . "$work/enumerators" | grep -v ' = ' >"$work/found" || true
result "enumerators without a number of their own" "$work/found"

# Each public struct is of one kind:
#
#	allocated  by programs: it has room for members to come
#	complete   by programs too, or in arrays; USB, the kernel or macros decide its members
#	lent       by the library: members may come at its end
#	backend    between the core and a backend: CUSB_BACKEND_VERSION
cat >"$work/kinds" <<'END'
allocated cusb_event cusb_monitor_options cusb_syscalls cusb_transfer cusb_usbfs_options cusb_usbip_options cusb_usbip_place
allocated cusb_share_event cusb_share_options cusb_vhci_port
allocated cusb_virtual_configuration cusb_virtual_endpoint cusb_virtual_fault cusb_virtual_identity
allocated cusb_virtual_interface cusb_virtual_model cusb_wait_item
complete cusb_device_capability cusb_interface_association cusb_iso_packet cusb_match cusb_recipient
complete cusb_setup cusb_ss_endpoint_companion cusb_value_of_a_wrong_type
lent cusb_bos cusb_configuration cusb_device cusb_endpoint cusb_interface
backend cusb_backend cusb_candidate cusb_change cusb_driver_operations cusb_hub_operations
backend cusb_memory_operations cusb_power_operations cusb_queue_entry cusb_queue_operations
backend cusb_stream_operations cusb_watch_operations
END
sed 's/^[a-z]* //' "$work/kinds" | tr ' ' '\n' | LC_ALL=C sort >"$work/classified"
sed -n 's/^\([a-z_]*\) [0-9]*$/\1/p' "$work/lp64" | LC_ALL=C comm -3 - "$work/classified" >"$work/found"
result "structs that $0 does not classify, or that do not exist" "$work/found"
sed -n 's/^allocated //p' "$work/kinds" | tr ' ' '\n' | while read -r name; do
	grep -q "^$name\.reserved " "$work/lp64" || echo "$name"
done >"$work/found"
result "structs without the member reserved" "$work/found"

for file in lp64 ilp32 numbers functions; do
	[ -z "$update" ] || cp "$work/$file" "$here/$file"
	LC_ALL=C comm -23 "$here/$file" "$work/$file" >"$work/lost"
	result "no longer true of $here/$file" "$work/lost"
done

echo "abi: $(cat "$here/lp64" "$here/numbers" "$here/functions" | wc -l) facts; $passed passed, $failed failed"
[ "$failed" -eq 0 ]
