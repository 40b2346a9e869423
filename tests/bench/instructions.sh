#!/bin/sh
# SPDX-License-Identifier: MIT
# How many instructions the library takes for an operation, this machine's own, without those of the
# virtual kernel under it and of the program above it: instructions.sh PROGRAM LOGS WORKLOAD...
#
# Counting is on inside the calls below and off inside those that would be system calls. What twice
# the work takes more than once is the work's. Prints for table.awk: instructions WORKLOAD NUMBER
set -eu

program=$1
logs=$2
shift 2

toggles() {
	for function in cusb_read cusb_write cusb_ctrl_transfer cusb_submit cusb_reap \
		bench_ioctl bench_ppoll; do
		echo "--toggle-collect=$function"
	done
}

# The total of COUNT operations of WORKLOAD; callgrind's file stays, for callgrind_annotate.
total() {
	valgrind -q --tool=callgrind $(toggles) --callgrind-out-file="$logs/callgrind.$1.$2" \
		"$program" "$1" "$2" >/dev/null
	sed -n 's/^totals: //p' "$logs/callgrind.$1.$2"
}

mkdir -p "$logs"
for workload in "$@"; do
	once=$(total "$workload" 500)
	twice=$(total "$workload" 1000)
	echo "instructions $workload $(((twice - once) / 500))"
done
