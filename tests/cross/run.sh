#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the suites of a cross build under QEMU's user mode emulation: run.sh BUILD ARCHITECTURE
#
# The logs are in BUILD/logs; BUILD/results gets a line for each suite: its name, and how many
# passed, failed, and failed for a reason given in not-emulated.txt. What failed is printed; table.sh
# judges.
set -eu

here=$(dirname "$0")
build=$1
qemu=$(command -v "qemu-$2-static" || command -v "qemu-$2")
logs=$build/logs
WRAPPER=$qemu
export WRAPPER

# run NAME COMMAND...
run() {
	name=$1
	shift
	"$@" >"$logs/$name" 2>&1 || echo "status $?" >>"$logs/$name"
}

# The names of those that failed, one a line.
failures() {
	sed -n -e 's/^[^ ]*:[FE]:[^:]*:\([^:]*\):.*/\1/p' -e 's/^FAILED:* //p' "$logs/$1"
}

# PASSED and FAILED, of the last line that tells them, of a suite that came to its end.
totals() {
	sed -n -e 's/^\([0-9]*\) passed, \([0-9]*\) failed\(,.*\)*$/\1 \2/p' \
		-e 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' \
		"$logs/$1" | tail -n 1 | awk 'NF == 3 { print $1 - $2 - $3, $2 + $3; next } { print }'
}

is_known() {
	grep -qF "$1 | $2 | " "$here/not-emulated.txt"
}

conclude() {
	known=0
	set -- "$1" $(totals "$1")
	[ $# -eq 3 ] || set -- "$1" 0 1
	failures "$1" >"$logs/$1-failures"
	while read -r name; do
		is_known "$1" "$name" && known=$((known + 1))
	done <"$logs/$1-failures" || true
	echo "$1 $2 $(($3 - known)) $known" >>"$build/results"
	if [ "$3" -gt "$known" ]; then
		echo "fail: $1 of $build under $qemu:"
		tail -n 30 "$logs/$1"
	fi
}

mkdir -p "$logs"
rm -f "$build/results"
run unit "$qemu" "$build/tests/unit"
run conformance "$qemu" "$build/tests/conformance" --world virtual
run tool "$here/../cli/run.sh" "$build/cusb" "$build/tests/cusb-faulty"
run fuzz "$here/../fuzz/replay.sh" "$build/tests" "$qemu"
for suite in unit conformance tool fuzz; do
	conclude $suite
done
