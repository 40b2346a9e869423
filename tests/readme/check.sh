#!/bin/sh
# SPDX-License-Identifier: MIT
# The README's program does what the README says: check.sh PROGRAM
set -eu

output=$("$1" | grep -v '^ ')
case $output in
*" wrote and read back: test")
	echo "readme: 1 passed, 0 failed"
	;;
*)
	echo "fail: README.md's program printed: $output"
	echo "readme: 0 passed, 1 failed"
	exit 1
	;;
esac
