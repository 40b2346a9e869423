#!/bin/sh
# SPDX-License-Identifier: MIT
# cusb capture in the guest, beside tcpdump at the same usbmon: sh capture.sh same|extcap|late|ring|loss|top|cost
set -eu

# await COMMAND...: until it succeeds; not for ever.
await() {
	tries=0
	until "$@"; do
		sleep 0.1
		tries=$((tries + 1))
		if [ $tries -gt 600 ]; then
			echo "in vain: $*"
			grep . /tmp/t.err /tmp/said || :
			exit 1
		fi
	done
}

# has FILE TEXT: whether the capture has an event with this text.
has() {
	cusb capture -r "$1" 2>/dev/null | grep -q -e "$2"
}

# tcpdump with its options writes to /tmp/t.pcap.
begin_tcpdump() {
	: >/tmp/t.err
	tcpdump -Z root -i usbmon0 -w /tmp/t.pcap "$@" 2>/tmp/t.err &
	tcpdump=$!
	await test -s /tmp/t.err
	await grep -q listening /tmp/t.err
}
# The tool writes to /tmp/c.pcapng.
begin_cusb() {
	: >/tmp/c.pcapng
	cusb capture -w /tmp/c.pcapng "$@" 2>/tmp/said &
	cusb=$!
	await test -s /tmp/c.pcapng
}

# The events of one device as JSON, without the times, which each reader has of its own: events FILE
# VID:PID
events() {
	set -- "$1" $(cusb list | grep "$2")
	cusb capture -r "$1" --json | grep -v '"id": "[0-9a-f]\{1,4\}"' |
		grep "\"bus\": $((1$3 - 1000)), \"address\": $((1${5%:} - 1000))," |
		while read -r line; do
			echo "${line#*, }"
		done
}

# Something of each kind, good and bad.
traffic() {
	cusb control fffe:0001 0xc0 1 0 0 64
	cusb control fffe:0001 0xc0 99 0 0 64 2>/dev/null || :
	cusb write fffe:0001 0x01 'Hello, world'
	cusb read fffe:0001 0x81 512 >/tmp/data
	cusb read --timeout 50 fffe:0001 0x81 512 2>/dev/null || :
	cusb read fffe:0059 0x81 1800 >/tmp/data
	cusb control fffe:0001 0x40 0x7e 0 0 '' 2>/dev/null || :
}

# Both have the same packets: with the kernel's ids, lengths and data.
same() {
	begin_tcpdump -U
	begin_cusb
	traffic
	await has /tmp/t.pcap 'vendor request 7e'
	await has /tmp/c.pcapng 'vendor request 7e'
	kill -TERM $cusb $tcpdump
	wait $cusb
	wait $tcpdump || :
	for device in fffe:0001 fffe:0059; do
		events /tmp/t.pcap $device >/tmp/t.json
		events /tmp/c.pcapng $device >/tmp/c.json
		echo "$device: $(grep -c . /tmp/c.json) events"
		cmp /tmp/t.json /tmp/c.json
	done
	grep -q '"packets"' /tmp/c.json
}

# As Wireshark calls the tool: it reads a FIFO, and stops the tool by a signal, or just goes. The
# capture is printed, for tests/capture/guest.sh.
extcap() {
	mkfifo /tmp/fifo
	: >/tmp/c.pcapng
	cat </tmp/fifo >/tmp/c.pcapng &
	reader=$!
	cusb --capture --extcap-interface cusb --fifo /tmp/fifo &
	cusb=$!
	await test -s /tmp/c.pcapng
	traffic
	kill -TERM $cusb
	wait $cusb
	wait $reader
	echo +++ capture
	base64 /tmp/c.pcapng
	echo +++
	cusb --capture --extcap-interface=cusb --fifo=/tmp/fifo --device=fffe:0001 &
	cusb=$!
	exec 3</tmp/fifo
	sleep 1
	exec 3<&-
	wait $cusb
	if cusb capture >&- 2>/tmp/said; then
		exit 1
	fi
	grep 'cannot write to standard output' /tmp/said
}

# A device that was not there when the capture began, from its first request on, and no other.
late() {
	begin_cusb fffe:0041
	cusb emulate loopback /devices/lamp.device -- sh -c '
		cusb control fffe:0041 0xc0 2 0 0 64 >/tmp/data
		cusb control fffe:0001 0xc0 1 0 0 64 >/tmp/data'
	await has /tmp/c.pcapng 'vendor request 02'
	kill -TERM $cusb
	wait $cusb
	cusb capture -r /tmp/c.pcapng >/tmp/c.text
	grep . /tmp/c.text
	grep -q 'GET_DESCRIPTOR configuration' /tmp/c.text
	grep -q '< control   80 18 bytes: 12 01 .* fe ff 41 00' /tmp/c.text
	if grep -q -e 'fe ff 01 00' -e 'vendor request 01' /tmp/c.text; then
		exit 1
	fi
}

# The ring is a sixteenth of the memory, or 64 MiB, and its pages are mapped when they are used.
ring() {
	begin_cusb
	read -r name memory_kb unit </proc/meminfo
	size=$(((memory_kb * 64 + 4095) / 4096 * 4096))
	[ $size -lt 67108864 ] || size=67108864
	range=$(grep usbmon /proc/$cusb/maps)
	range=${range%% *}
	[ $((0x${range#*-} - 0x${range%-*})) -eq $size ]
	grep -A 4 usbmon /proc/$cusb/smaps
	grep -A 4 usbmon /proc/$cusb/smaps | grep -q '^Rss: *[0-9]\{1,3\} kB'
	kill -TERM $cusb
	wait $cusb
}

# A reader that stands still loses events, and says so.
loss() {
	begin_cusb
	kill -STOP $cusb
	cusb read 1d6b:0101 0x81 98304000 >/dev/null
	kill -CONT $cusb
	kill -TERM $cusb
	wait $cusb
	grep 'events were lost' /tmp/said
}

# What is moved is shown while it is moved.
top() {
	while cusb read 1d6b:0101 0x81 98304000 >/dev/null 2>/dev/null; do
		:
	done &
	reader=$!
	cusb top --count 2 >/tmp/top.text
	cusb top --json --count 1 >/tmp/top.json
	kill $reader
	grep . /tmp/top.text /tmp/top.json
	grep -q '^        81 bulk  *[1-9]' /tmp/top.text
	grep -q '"endpoint": 129, "transfer": "bulk", "bytes": [1-9]' /tmp/top.json
}

# cpu PID: its processor time in ticks, in user mode and in the kernel.
cpu() {
	read -r line </proc/$1/stat
	set -- ${line##*)}
	echo "${12} + ${13} ticks"
}

# The processor time of each for the same traffic, and that nothing is lost at full speed.
cost() {
	for who in cusb tcpdump; do
		begin_$who
		eval pid=\$$who
		cusb read 1d6b:0101 0x81 49152000 >/dev/null
		echo "$who: 49 MB: $(cpu $pid)"
		cusb emulate loopback -- sh -c 'i=0; while [ $i -lt 10 ]; do roundtrips_cusb; i=$((i + 1)); done' >/dev/null
		echo "$who: 49 MB and 4000 small transfers: $(cpu $pid)"
		kill -TERM $pid
		wait $pid || :
	done
	grep . /tmp/t.err
	echo "cusb: $(cusb capture -r /tmp/c.pcapng | grep -c .) events"
	echo "tcpdump: $(cusb capture -r /tmp/t.pcap | grep -c .) events"
	if grep . /tmp/said; then
		exit 1
	fi
}

"$1"
