#!/bin/sh
# SPDX-License-Identifier: MIT
# Our libusb.h says what the original says, and what compiled programs know: header.sh CC CXX
#
# Sizes, places and values are those of layout.c. Where the original is installed, it has to fit
# layout.c as well; all its names are in ours, and its functions have the same types.
set -eu

cc=$1
cxx=$2
ours=src/compat/libusb-1.0
here=tests/compat/libusb-1.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check WHAT COMMAND...: the command succeeds.
check() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "fail: $what"
		failed=$((failed + 1))
	fi
}

# All that the preprocessor leaves, and its macros.
names() {
	{
		$cc -E -P -x c "$1"
		$cc -E -dM -x c "$1"
	} | grep -oE '\b(LIBUSBX?|libusb)_[A-Za-z0-9_]+' | sort -u
}
# The declarations of its functions, one a line.
functions() {
	echo '#include <libusb.h>' | $cc -I"$(dirname "$1")" '-D__attribute__(x)=' -E -P -x c - | tr '\n\t' '  ' | tr ';}' '\n\n' |
		sed -n 's/^ *//; /^[a-z][a-z0-9_ *]* \**libusb_[a-z0-9_]*(.*) *$/p' |
		sed '/^typedef/d; /^static/d; s/$/;/'
}
nothing_in() {
	[ ! -s "$1" ] || { sed 's/^/    /' "$1"; false; }
}

# Compilers for 64 and 32 bits, as far as they are there.
compilers=$cc
for other in i686-linux-gnu-gcc; do
	command -v $other >/dev/null && compilers="$compilers $other"
done

compiled() {
	$1 -std=c11 -D_GNU_SOURCE -I"$2" -Wno-pedantic -fsyntax-only $here/layout.c
}
for compiler in $compilers; do
	check "$compiler: layout.c with our libusb.h" compiled $compiler $ours
done
check "as C99" $cc -std=c99 -pedantic -Wall -Wextra -Werror -fsyntax-only -x c -include $ours/libusb.h /dev/null
for standard in c++98 c++11 c++17; do
	check "as $standard" $cxx -std=$standard -pedantic -Wall -Wextra -Werror -fsyntax-only -x c++ \
		-include $ours/libusb.h /dev/null
done
functions $ours/libusb.h >"$work/functions"
check "106 functions" [ "$(wc -l <"$work/functions")" -eq 106 ]

original=$(pkg-config --variable=includedir libusb-1.0 2>/dev/null)/libusb-1.0/libusb.h
if [ -e "$original" ]; then
	for compiler in $compilers; do
		check "$compiler: layout.c with $original" compiled $compiler "${original%/*}"
	done
	names "$original" >"$work/theirs"
	names $ours/libusb.h | comm -13 - "$work/theirs" >"$work/missing"
	check "names that ours lacks" nothing_in "$work/missing"
	{
		echo '#include <libusb.h>'
		functions "$original"
	} >"$work/both.c"
	check "$original was understood" [ "$(wc -l <"$work/both.c")" -gt 90 ]
	for file in $here/*.c; do
		case $file in
		*/world_* | */plugger.c | */newer.c) ;;
		*) check "$file with $original" $cc -std=c11 -D_GNU_SOURCE -I"${original%/*}" \
			-Wno-deprecated-declarations -fsyntax-only $file ;;
		esac
	done
	check "types of functions" $cc -std=c11 -D_GNU_SOURCE -I$ours -Wno-deprecated-declarations \
		-fsyntax-only "$work/both.c"
fi
echo "libusb.h: $(grep -c '^\(SIZE\|AT\|VALUE\)(' $here/layout.c) facts; $passed passed, $failed failed"
[ "$failed" -eq 0 ]
