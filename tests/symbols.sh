#!/bin/sh
# SPDX-License-Identifier: MIT
# The libraries define names that begin with cusb_, and no others; and each one that their headers
# declare is there: symbols.sh BUILD
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

# look COMMAND LIBRARY HEADER...: one library.
look() {
	defined=$($1 "$2" 2>/dev/null | awk '$2 ~ /^[A-TV-Z]$/ && NF == 3 { print $3 }' | sort -u)
	strange=$(echo "$defined" | grep -v '^cusb_' || true)
	if [ -z "$defined" ] || [ -n "$strange" ]; then
		echo "fail: $2 defines" ${strange:-nothing}
		failed=$((failed + 1))
		return
	fi
	library=$2
	shift 2
	missing=$(declared "$@" | while read -r name; do
		echo "$defined" | grep -qx "$name" || echo "$name"
	done)
	if [ -n "$missing" ]; then
		echo "fail: $library lacks" $missing
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
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

virtual="include/cusb/virtual.h include/cusb/vhci.h"
native=$(ls include/cusb/*.h | grep -vxF "$(echo $virtual include/cusb/legacy.h | tr ' ' '\n')")
look "nm -D" "$build/libcusb.so.0" $native
look "nm -g" "$build/libcusb.a" $native
look "nm -D" "$build/libcusb-virtual.so.0" $virtual
look "nm -g" "$build/libcusb-virtual.a" $virtual
# Programs declare usb_debug themselves.
legacy=$(
	{
		declarations include/cusb/legacy.h | grep -o '\busb_[a-z_]*[(;]' | tr -d '(;'
		echo usb_debug
	} | sort -u
)
same "nm -D" "$build/compat/libusb-0.1.so.4" "$legacy"
same "nm -g" "$build/compat/libusb.a" "$legacy"
echo "symbols: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
