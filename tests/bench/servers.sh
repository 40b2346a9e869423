#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs in the guest, for devices of other machines:
#
#	cusb emulate loopback partial [13 others] -- servers.sh ROUNDS
#
# The others fill the first host controller. The kernel configures one device of a host controller
# at a time, and would wait for itself if the device of the kernel's client were there, too.
#
# The same device, once through Debian's usbipd with the kernel's usbip-host and vhci_hcd, and once
# through `cusb share` and the library's client. In each round both take turns, over the same
# loopback TCP. Prints, for table.awk:
#
#	remote WORKLOAD kernel|cusb|virtual OPERATIONS WALL_US
#	remote-syscalls WORKLOAD OPERATIONS COUNT	of the library's client
#
# The workload async-64 has a round trip of 10 ms, and a device in the server's own process: it is
# about the network.
set -eu

rounds=$1
drivers=/sys/bus/usb/drivers
devices=bus/usb/devices
# Of `cusb emulate`.
loopback=3-1
partial=3-2
# Small enough for the time that strace takes.
traced=200

# ---- the two ways --------------------------------------------------------------------------------

# `copy` is the name that the device has at the kernel's client.
begin_kernel() {
	# A newline would be part of the name.
	printf 'add %s' "$1" >$drivers/usbip-host/match_busid
	echo "$1" >$drivers/usb/unbind
	echo "$1" >$drivers/usbip-host/bind
	copy=$(cusb attach 127.0.0.1 "$1")
}

end_kernel() {
	echo "$1" >$drivers/usbip-host/unbind
	printf 'del %s' "$1" >$drivers/usbip-host/match_busid
	echo "$1" >$drivers/usb/bind
	sysfs "!$devices/$copy" "$devices/$1/bConfigurationValue=1"
}

# share OPTION... DEVICE
share() {
	: >/tmp/share
	cusb share --listen 127.0.0.1:3241 "$@" >/tmp/share &
	server=$!
	until grep -q listening /tmp/share; do
		sleep 0.01
	done
}

begin_cusb() {
	share "$1"
}

# A virtual device of the server's own process.
begin_virtual() {
	share --virtual partial "$1"
}

end_virtual() {
	end_cusb
}

end_cusb() {
	kill $server
	wait $server
}

# ---- measuring -----------------------------------------------------------------------------------

# client WORKLOAD COUNT [TRACE...], with BENCH_HOST and BENCH_DEVICE. Where several transfers are
# queued, the servers do not wait for the client: as if they had a processor of their own. With a
# round trip of 10 ms, the processor is not all that there is to wait for.
client() {
	local workload=$1 count=$2
	shift 2
	case $workload in
	async-16) chrt -i 0 "$@" bench-remote "$workload" "$count" ;;
	*) "$@" bench-remote "$workload" "$count" ;;
	esac
}

# tell WORKLOAD STACK OPERATIONS CPU_US ALLOCATIONS WALL_US
tell() {
	echo "remote $1 $2 $3 $6"
}

# measure STACK DEVICE WORKLOAD COUNT
measure() {
	local stack=$1 device=$2 workload=$3 count=$4
	begin_$stack "$device"
	case $stack in
	kernel) export BENCH_HOST= BENCH_DEVICE="$copy" ;;
	*) export BENCH_HOST=127.0.0.1 BENCH_DEVICE="$device" ;;
	esac
	tell "$workload" "$stack" $(client "$workload" "$count")
	end_$stack "$device"
}

both() {
	measure kernel "$@"
	measure cusb "$@"
}

calls() {
	client "$1" "$2" strace -c -U calls,name -o /tmp/trace >/tmp/operations
	sed -n 's/^ *\([0-9]*\) *total$/\1/p' /tmp/trace
}

# What twice the work takes more than once is the work's own.
count_calls() {
	local once twice
	begin_cusb "$1"
	export BENCH_HOST=127.0.0.1 BENCH_DEVICE="$1"
	once=$(calls "$2" $traced)
	twice=$(calls "$2" $((2 * traced)))
	end_cusb
	echo "remote-syscalls $2 $traced $((twice - once))"
	sed '' /tmp/trace
}

# The inner client of the kernel is one of the device, and not of what is measured: its threads go
# first, as vhci_rx.h explains.
for process in /proc/[0-9]*; do
	if grep -q '^vhci_rx$' "$process/comm" 2>/dev/null; then
		chrt -f -p 1 "${process#/proc/}"
	fi
done
mkdir -p /var/run
usbipd &
usbipd=$!
until cusb list --host 127.0.0.1 >/tmp/list 2>&1; do
	sleep 0.01
done

while [ "$rounds" -gt 0 ]; do
	both $loopback bulk-512 1000
	both $partial async-16 1000
	tc qdisc add dev lo root netem delay 5ms
	measure virtual 1-1 async-64 2000
	tc qdisc del dev lo root
	rounds=$((rounds - 1))
done
count_calls $partial async-16
count_calls $loopback bulk-512
kill $usbipd
