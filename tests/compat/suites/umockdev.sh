#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs libusb's tests in a testbed of umockdev, each alone: umockdev.sh PROGRAM LIBRARY
# umockdev.txt has the verdict of each. A test that passes, though it is said that it cannot, is a
# fault of umockdev.txt.
set -eu

here=$(dirname "$0")
program=$1
library=$2
passed=0
cannot=0
failed=0

fail() {
	echo "fail: $1"
	sed 's/^/    /' "$program.log"
	failed=$((failed + 1))
}

known=$(grep -o '^/[^ ]*' "$here/umockdev.txt" | sort)
has=$(LD_LIBRARY_PATH=$library "$program" -l | grep '^/' | sort)
[ "$known" = "$has" ] || { echo "umockdev.txt does not have the tests of $program" && exit 1; }
while read -r name verdict reason; do
	status=0
	LD_LIBRARY_PATH=$library timeout 20 "$program" -p "$name" >"$program.log" 2>&1 || status=$?
	grep -q "^ok .*$name\$" "$program.log" || [ $status -ne 0 ] || status=1
	echo "umockdev $name: $verdict $reason"
	case $verdict,$status in
	passes,0) passed=$((passed + 1)) ;;
	passes,*) fail "$name: exit status $status" ;;
	cannot:,0) fail "$name passes" ;;
	cannot:,*) cannot=$((cannot + 1)) ;;
	esac
done <<END
$(grep '^/' "$here/umockdev.txt")
END
echo "suites, umockdev: $passed passed, $cannot cannot, $failed failed"
[ "$failed" -eq 0 ]
