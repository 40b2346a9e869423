#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs libusb's tests in a testbed of umockdev, each alone, and compares with umockdev.txt:
# umockdev.sh PROGRAM LIBRARY
# A test that passes, though it is said that it cannot, fails here: then umockdev.txt is wrong.
set -eu

here=$(dirname "$0")
program=$1
export LD_LIBRARY_PATH="$2"
passed=0
cannot=0
failed=0

lines() {
	sed -n -e 's/ *| */|/g' -e '/^\//p' "$here/umockdev.txt"
}

# run NAME: the test, its output in a file, which is printed if the verdict is another one.
run() {
	timeout 60 "$program" -p "$1" >"$program.log" 2>&1
}

as_said() {
	case $2 in
	'for ever') ;;
	passes) run "$1" && grep -q "^ok .*$1\$" "$program.log" ;;
	SKIP) run "$1" && grep -q "^ok .*$1 # SKIP" "$program.log" ;;
	*) ! run "$1" && grep -qF -- "$2" "$program.log" ;;
	esac
}

[ "$(lines | cut -d '|' -f 1 | sort)" = "$("$program" -l | grep '^/' | sort)" ] || {
	echo "fail: umockdev.txt does not have the tests of $program"
	exit 1
}
while IFS='|' read -r name said why; do
	if ! as_said "$name" "$said"; then
		echo "fail: umockdev $name: not as umockdev.txt has it: $said"
		sed 's/^/    /' "$program.log"
		failed=$((failed + 1))
	elif [ "$said" = passes ]; then
		echo "umockdev $name passes"
		passed=$((passed + 1))
	else
		echo "umockdev $name cannot: $why"
		cannot=$((cannot + 1))
	fi
done <<END
$(lines)
END
echo "suites, umockdev: $passed passed, $cannot cannot, $failed failed"
[ "$failed" -eq 0 ]
