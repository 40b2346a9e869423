#!/bin/sh
# SPDX-License-Identifier: MIT
# Counts instructions on the null kernel: instructions.sh PROGRAMS LOGS. Prints for table.awk:
#
#	instructions WORKLOAD NUMBER         of the library, for an operation
#	drop-in-instructions WORKLOAD NUMBER of the library with libusb's interface, likewise
#	enumerate WHAT DEVICES NUMBER        of the library and the null kernel, all in all
set -eu

programs=$1
logs=$2

# The calls of the library that do the work. They may be made of one another, so only those that the
# program itself calls are named; and the program's function that is called back.
calls() {
	case $1-$2 in
	counted-bulk-*) echo cusb_read cusb_write ;;
	counted-control-*) echo cusb_ctrl_transfer ;;
	counted-iso) echo cusb_submit cusb_reap ;;
	counted-async-*) echo cusb_submit cusb_reap stack_control ;;
	counted-drop-in-bulk-*) echo libusb_bulk_transfer ;;
	counted-drop-in-control-*) echo libusb_control_transfer ;;
	counted-drop-in-iso) echo libusb_submit_transfer libusb_handle_events carry_on ;;
	counted-drop-in-async-*) echo libusb_submit_transfer libusb_handle_events carry_on stack_control ;;
	esac
}

# Counting is on inside the library's calls and off inside the kernel's. A call of the kernel from
# elsewhere would turn it on; so opening and closing, where those are, count as well.
toggles() {
	for function in stack_open stack_close $(calls "$1" "$2") null_openat null_close null_pread \
		null_getdents64 null_ioctl null_ppoll null_epoll_wait; do
		echo "--toggle-collect=$function"
	done
}

# count LOG OPTION... PROGRAM ARGUMENT... : callgrind's file stays, for callgrind_annotate.
count() {
	log=$logs/callgrind.$1
	shift
	valgrind -q --tool=callgrind --callgrind-out-file="$log" "$@" >/dev/null
	sed -n 's/^totals: //p' "$log"
}

# The total of so many operations.
work() {
	count "$1.$2.$3" $(toggles "$1" "$2") "$programs/$1" "$2" "$3"
}

# What twice the work takes more than once is the work's.
operation() {
	once=$(work "$1" "$2" 500)
	twice=$(work "$1" "$2" 1000)
	echo $(((twice - once) / 500))
}

mkdir -p "$logs"
for workload in bulk-64 bulk-512 bulk-16K control-64 async-1 async-16 iso; do
	echo "instructions $workload $(operation counted $workload)"
	if [ -x "$programs/counted-drop-in" ]; then
		echo "drop-in-instructions $workload $(operation counted-drop-in $workload)"
	fi
done
for what in list serial monitor; do
	for devices in 100 1000 10000; do
		echo "enumerate $what $devices $(count $what.$devices "$programs/enumerate" $what $devices)"
	done
done
