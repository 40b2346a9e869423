#!/bin/sh
# SPDX-License-Identifier: MIT
# In the guest, with the devices plugged in: what it costs to capture the same work by cusb and by
# tcpdump, in turns: capture.sh ROUNDS. The guest's clock counts instructions (bench.qemu). Prints,
# for table.awk:
#
#	captured WORKLOAD PROGRAM EVENTS CPU_NS
set -eu

# The processor time of the capturing process, all that came before being written.
cpu_ns() {
	sleep 1
	read -r ns rest </proc/$pid/schedstat
	echo "$ns"
}

begin_cusb() {
	cusb capture -w /tmp/captured 2>/tmp/said &
	pid=$!
	until [ -s /tmp/captured ]; do sleep 0.1; done
}
begin_tcpdump() {
	tcpdump -Z root -i usbmon0 -w /tmp/captured 2>/tmp/said &
	pid=$!
	until grep -q listening /tmp/said; do sleep 0.1; done
}

has_lost() {
	grep -q -e 'events were lost' -e '^[1-9][0-9]* packets dropped by kernel' /tmp/said
}

# Each operation is submitted, and completes.
measure() {
	: >/tmp/captured
	begin_$2
	before=$(cpu_ns)
	bench-bare $1 >/tmp/done
	after=$(cpu_ns)
	kill -TERM $pid
	wait $pid || :
	read -r operations rest </tmp/done
	echo "captured $1 $2 $((2 * operations)) $((after - before))"
	if has_lost; then
		echo "failed capture-$1 $2"
	fi
}

round=0
while [ $round -lt "$1" ]; do
	for work in bulk-64 bulk-16K async-16; do
		measure $work cusb
		measure $work tcpdump
	done
	round=$((round + 1))
done
