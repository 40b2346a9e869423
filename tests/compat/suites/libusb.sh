#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs libusb's own tests on our library, and prints what passed:
# libusb.sh NAME PROGRAMS LIBRARY MINIATURE TEST...
# LIBRARY and MINIATURE are directories of our libusb-1.0.so.0: for this machine's kernel, and with the
# miniature kernel inside, which has two devices.
set -eu

name=$1
programs=$2
library=$3
miniature=$4
shift 4
passed=0
failed=0

# judge NAME STATUS LOG
judge() {
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		echo "fail: $1, exit status $2:"
		sed 's/^/    /' "$3"
		failed=$((failed + 1))
	fi
}

# run WHERE DIRECTORY PROGRAM: exits 0, and its output goes to a file.
run() {
	log=$programs/$3-$1.log
	status=0
	LD_LIBRARY_PATH=$2 timeout 300 "$programs/$3" >"$log" 2>&1 || status=$?
	judge "$3 on the $1 kernel" $status "$log"
}

# tells PROGRAM TEXT: in its output on the miniature kernel.
tells() {
	status=0
	grep -qF -- "$2" "$programs/$1-miniature.log" || status=1
	judge "$1 tells '$2'" $status "$programs/$1-miniature.log"
}

for test in "$@"; do
	run running "$library" "$test"
	run miniature "$miniature" "$test"
done
# Its last argument is the number of devices, none of which it may leave out.
tells stress_mt 'discovered 4 devices (0 not opened)'
for example in listdevs testlibusb; do
	run miniature "$miniature" "$example"
done
tells listdevs 'fffe:0001'
tells testlibusb 'FFFE - 0001'
echo "suites, $name: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
