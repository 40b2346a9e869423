#!/bin/sh
# SPDX-License-Identifier: MIT
# The libraries define the functions that their headers declare, each with a version, and no other
# name; data is not exported; and what libraries for other programs need: symbols.sh BUILD
set -eu

build=$1
passed=0
failed=0

# What headers declare with CUSB_API in front, and the functions among that.
declarations() {
	sed 's|^ \*.*||; s|/\*.*||' "$@" | tr '\n' ' ' | grep -o 'CUSB_API[^;]*;'
}
declared() {
	declarations "$@" | grep -o '\bcusb_[a-z0-9_]*(' | tr -d '(' | sort -u
}

# look COMMAND LIBRARY MAP HEADER...: one library. MAP is a version script, or - without versions.
look() {
	command=$1
	library=$2
	map=$3
	shift 3
	wanted=$(declared "$@")
	[ "$map" = - ] || wanted=$(echo "$wanted" | while read -r name; do
		echo "$name@@$(awk -v name="$name;" '/^[A-Z]/ { version = $1 } $1 == name { print version }' "$map")"
	done)
	defined=$($command "$library" 2>/dev/null | awk '$2 == "T" { print $3 }' | sort -u)
	other=$($command "$library" 2>/dev/null | awk 'NF == 3 && $2 ~ /^[B-SV-Z]$/ && $2 != "A" { print $3 }')
	if [ "$defined" = "$wanted" ] && [ -z "$other" ]; then
		passed=$((passed + 1))
		return
	fi
	echo "fail: $library: not as the headers and $map have it:" $other
	printf '%s\n%s\n' "$defined" "$wanted" | sort | uniq -u
	failed=$((failed + 1))
}

# same COMMAND LIBRARY NAMES: it defines exactly these, without versions.
same() {
	defined=$($1 "$2" 2>/dev/null | awk '$2 ~ /^[A-TV-Z]$/ && NF == 3 { print $3 }' | sort -u)
	if [ "$defined" = "$3" ]; then
		passed=$((passed + 1))
	else
		echo "fail: $2 defines" ${defined:-nothing}, but should $3
		failed=$((failed + 1))
	fi
}

# It needs no library but the C library, which some have in several parts.
needs_libc_alone() {
	needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE '^(libc\.|libpthread\.|ld-)' || true)
	if [ -z "$needed" ]; then
		passed=$((passed + 1))
	else
		echo "fail: $1 needs" $needed
		failed=$((failed + 1))
	fi
}

# It has no way to make a thread or a process.
makes_no_thread() {
	found=$($1 "$2" 2>/dev/null | grep -oE '\b_*(pthread_create|thrd_create|clone3?|v?fork|posix_spawnp?|timer_create)\b' || true)
	if [ -z "$found" ]; then
		passed=$((passed + 1))
	else
		echo "fail: $2 uses" $found
		failed=$((failed + 1))
	fi
}

virtual="include/cusb/virtual.h include/cusb/vhci.h"
native=$(ls include/cusb/*.h | grep -vxF "$(echo $virtual include/cusb/legacy.h | tr ' ' '\n')")
look "nm -D" "$build/libcusb.so.0" src/cusb.map $native
look "nm -g" "$build/libcusb.a" - $native
look "nm -D" "$build/libcusb-virtual.so.0" src/cusb-virtual.map $virtual
look "nm -g" "$build/libcusb-virtual.a" - $virtual
# Programs declare usb_debug themselves.
legacy=$(
	{
		declarations include/cusb/legacy.h | grep -o '\busb_[a-z_]*[(;]' | tr -d '(;'
		echo usb_debug
	} | sort -u
)
same "nm -D" "$build/compat/libusb-0.1.so.4" "$legacy"
same "nm -g" "$build/compat/libusb.a" "$legacy"
# The 23 that PyUSB binds.
openusb=$(declarations src/compat/openusb/openusb.h | grep -o '\bopenusb_[a-z_]*(' | tr -d '(' | sort -u)
[ "$(echo $openusb | wc -w)" -eq 23 ] || openusb="23 names, not $openusb"
same "nm -D" "$build/compat/libopenusb.so.1" "$openusb"
# The functions of its header, and not those that are inline.
libusb=$(sed -n '/__inline__/q; s|/\*.*||; s/^[a-z].*[ *]\(libusb_[a-z0-9_]*\)(.*/\1/p' src/compat/libusb-1.0/libusb.h | sort)
same "nm -D" "$build/compat/libusb-1.0.so.0" "$libusb"
same "nm -g" "$build/compat/libusb-1.0.a" "$libusb"
for library in "$build"/compat/*.so.*; do
	needs_libc_alone "$library"
	makes_no_thread "nm -D -u" "$library"
done
for archive in "$build/libcusb.a" "$build"/compat/*.a; do
	makes_no_thread "nm -u" "$archive"
done
echo "symbols: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
