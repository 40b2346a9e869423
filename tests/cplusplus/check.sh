#!/bin/sh
# SPDX-License-Identifier: MIT
# CUSB_MATCH in C++: a program that finds devices by each kind of field is built with every g++ and
# clang++ that is given, as C++11 and as C++20, and run: check.sh BUILD CXX...
set -u

build=$1
shift
here=$(dirname "$0")
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for cxx in "$@"; do
	command -v "$cxx" >/dev/null || continue
	for std in c++11 c++20; do
		if "$cxx" -std=$std -pedantic-errors -Wall -Wextra -Werror -Iinclude -pthread \
				-o "$work/match" "$here/match.cpp" "$build/libcusb-virtual.a" \
				"$build/libcusb.a" >"$work/log" 2>&1 &&
			"$work/match" >"$work/log" 2>&1 && grep -q ' 0 failed$' "$work/log"; then
			passed=$((passed + 1))
		else
			echo "fail: $cxx -std=$std"
			sed 9q "$work/log"
			failed=$((failed + 1))
		fi
	done
done
echo "cplusplus: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
