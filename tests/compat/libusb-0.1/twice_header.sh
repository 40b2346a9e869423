#!/bin/sh
# SPDX-License-Identifier: MIT
# Our legacy.h says what libusb-0.1's usb.h says: every constant, the size of every struct, the place
# and size of every field, and the type of every function: twice_header.sh CC...
#
# One list, made from usb.h, is compiled with each header. Nothing is run, so that cross compilers
# can be asked as well: what they write as assembly must be the same.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/theirs" "$work/ours"
theirs=$(pkg-config --variable=includedir libusb)/usb.h
cp "$theirs" "$work/theirs/usb.h"
cp include/cusb/legacy.h "$work/ours/usb.h"

# The header without comments, each line ending where a statement does.
plain() {
	sed -e 's|/\*.*\*/||' -e '/\/\*/,/\*\//d' "$theirs"
}
constants() {
	plain | sed -n 's/^#define[[:space:]]\{1,\}\([A-Z_0-9]\{1,\}\)[[:space:]]\{1,\}[^[:space:]].*/\1/p' | sort -u
}
# A line for each struct, and one for each of its fields behind it.
fields() {
	plain | awk '
		/^struct [a-z_]* {/ { name = $2; print name; next }
		/^}/ { name = "" }
		name && /;/ {
			sub(/^[ \t]*(struct [a-z_]+|unsigned char|char|int|void|uint[0-9]+_t)[ \t]+/, "")
			gsub(/\[[^]]*\]|[*; \t]/, "")
			n = split($0, field, ",")
			for (i = 1; i <= n; i++)
				print name, field[i]
		}'
}
# NAME:TYPE of each.
functions() {
	plain | tr '\n\t' '  ' | grep -o '[a-z_]* [a-z_]* *\**usb_[a-z_]*([^)]*);' |
		sed 's/^ *\(.*[ *]\)\(usb_[a-z_]*\)(\(.*\));/\2:\1(*)(\3)/'
}

{
	echo '#include <stddef.h>'
	echo '#include "usb.h"'
	constants | sed 's/.*/const long constant_& = &;/'
	fields | while read -r name field; do
		if [ -z "$field" ]; then
			echo "const size_t size_$name = sizeof(struct $name), align_$name = _Alignof(struct $name);"
		else
			echo "const size_t at_${name}__$field = offsetof(struct $name, $field);"
			echo "const size_t size_${name}__$field = sizeof(((struct $name *)0)->$field);"
		fi
	done
	echo '_Static_assert(__builtin_types_compatible_p(__typeof__(usb_busses), struct usb_bus *), "usb_busses");'
	functions | while IFS=: read -r name type; do
		echo "_Static_assert(__builtin_types_compatible_p(__typeof__(&$name), $type), \"$name\");"
	done
} >"$work/list.c"
if [ "$(grep -c constant_ "$work/list.c")" -lt 60 ] || [ "$(grep -c ' at_' "$work/list.c")" -lt 70 ] ||
		[ "$(grep -c 'typeof__(&' "$work/list.c")" -ne 27 ]; then
	echo "fail: $theirs was not understood"
	exit 1
fi

passed=0
failed=0
for cc; do
	for header in theirs ours; do
		$cc -std=c11 -D_GNU_SOURCE -I"$work/$header" -S -g0 -o "$work/$header.s" "$work/list.c" || exit 1
	done
	if diff -U 3 "$work/theirs.s" "$work/ours.s"; then
		passed=$((passed + 1))
	else
		echo "fail: $cc: usb.h and legacy.h are not the same"
		failed=$((failed + 1))
	fi
done
echo "legacy header: $(grep -c '^const\|^_Static' "$work/list.c") facts; $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
