#!/bin/sh
# SPDX-License-Identifier: MIT
# A misspelt field and a value of a wrong type do not compile, with every gcc and clang that is
# installed, in C and in C++; correct uses compile without a warning: check.sh
#
# The misuses are compiled without any warning flag: each is an error by itself.
set -u

here=$(dirname "$0")
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

misuses='idVendr, 1
serial, "0042"
idVendor, "fffe"
idVendor, 1.5
bus, &number
serial_number, 42
serial_number, number
serial_number, 0
serial_number, &number
port_numbers, 2.3
custom_device, is_second
custom_device, 1
custom_interface, "is_second"
user, 1
user, number
backend, &number
backend, "usbfs"
idVendor'

installed() {
	for name in "$@"; do
		for file in /usr/bin/$name /usr/bin/$name-[0-9]*; do
			case ${file##*/} in *-[0-9]*[!0-9]*) continue ;; esac
			[ -x "$file" ] && echo "${file##*/}"
		done
	done
}

# result WANTED WHAT COMMAND...: passed, when the command does as wanted (0 or 1).
result() {
	wanted=$1
	what=$2
	shift 2
	"$@" >"$work/log" 2>&1
	got=$?
	[ $got -ne 0 ] && got=1
	if [ $got = "$wanted" ] && { [ $got = 1 ] || [ ! -s "$work/log" ]; }; then
		passed=$((passed + 1))
		errors=$((errors + got))
	else
		echo "fail: $what: exit status $got, not $wanted"
		sed 5q "$work/log"
		failed=$((failed + 1))
	fi
}

# try LANGUAGE STANDARD COMPILER: one row of the table.
try() {
	errors=0
	compile="$3 -std=$2 -x $1 -Iinclude -fsyntax-only"
	result 0 "$compile, correct" $compile -pedantic-errors -Wall -Wextra -Wno-unused-variable "$here/right.h"
	while read -r misuse; do
		{
			sed 's/^int main.*/int wrong(int number, struct cusb_device *dev);/' "$here/right.h" |
				sed '/^int wrong/q'
			echo "int wrong(int number, struct cusb_device *dev)"
			echo "{ (void)number; return cusb_find(CUSB_MATCH($misuse), &dev); }"
		} >"$work/wrong.h"
		result 1 "$compile: CUSB_MATCH($misuse)" $compile "$work/wrong.h"
	done <<-END
		$misuses
	END
	table="$table$(printf '  %-12s %-6s %s of %s refused' "$3" "$2" $errors "$(echo "$misuses" | wc -l)")
"
}

table=
for compiler in $(installed gcc clang); do
	try c c99 "$compiler"
	try c gnu17 "$compiler"
done
for compiler in $(installed g++ clang++); do
	try c++ c++11 "$compiler"
	try c++ c++17 "$compiler"
done
printf '%s' "$table"
echo "misuse: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
