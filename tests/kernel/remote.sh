#!/bin/sh
# SPDX-License-Identifier: MIT
# Devices of other machines in the guest, with the data that goes through: sh remote.sh STEP [WORD...]
set -eu

HERE=127.0.0.1

# lent COMMAND...: runs it while `cusb share` has the devices of $share; then they are given back.
lent() {
	cusb share $share &
	until usbip list -r $HERE >/tmp/list 2>&1; do :; done
	"$@"
	kill -TERM $!
	wait $!
}

# serve BUSID: Debian's server has the device, which usbip-host has been given.
serve() {
	usbipd -D
	until usbip list -r $HERE 2>/dev/null | grep -q " $1: "; do :; done
}

# The node of the disk that is behind an interface, when the kernel has read its size.
await_disk() {
	sysfs "bus/usb/devices/$1/driver->usb-storage"
	until set -- "$1" /sys/bus/usb/devices/$1/host*/target*/*:0/block/sd* &&
		[ -e "$2" ] && read -r size <"$2/size" && [ "$size" != 0 ]; do :; done
	disk=/dev/${2##*/}
}

# mount_disk COMMAND...: attaches the disk by it. The files and all blocks are those of the image.
mount_disk() {
	"$@"
	await_disk 4-1:1.0
	grep QEMU "/sys/block/${disk#/dev/}/device/vendor"
	mkdir -p /tmp/mnt
	mount -t ext4 -o ro $disk /tmp/mnt
	diff -r /devices /tmp/mnt/devices
	umount /tmp/mnt
	cmp $disk /files.img
	echo "$disk: $size blocks and all files are those of the image"
}

# Debian's server: our client plugs the disk into the kernel, and then reads the same blocks itself.
stock_disk() {
	usbip bind -b 2-5
	serve 2-5
	mount_disk cusb attach $HERE 2-5
	set -- $(cusb attach --list)
	cusb detach ${2%:}
	disk $HERE >/tmp/disk.img 2>/tmp/inquiry
	grep . /tmp/inquiry
	grep -q 'INQUIRY: QEMU' /tmp/inquiry
	cmp /tmp/disk.img /files.img
}

# audio REQUEST-TYPE REQUEST CONTROL-AND-CHANNEL DATA: to the feature unit of QEMU's device.
audio() {
	cusb control --hex --detach --interface 0 --timeout 60000 1-6 $1 $2 $3 0x0200 "$4"
}

# At its loudest it leaves the samples as they are.
turn_up() {
	audio 0x21 1 0x0100 00
	for channel in 1 2; do
		audio 0x21 1 0x020$channel "$(audio 0xa1 0x83 0x020$channel 2)"
	done
}

play_sound() {
	usbip attach -r $HERE -b $share
	sysfs 'bus/usb/devices/3-1:1.1/driver->snd-usb-audio' class/sound/pcmC0D0p
	play
}

# Our server, and the kernel as client; then Debian's server, and our client.
play_twice() {
	turn_up
	share=1-6
	lent play_sound
	usbip bind -b 1-6
	serve 1-6
	tone $HERE
}

# A virtual device that is plugged into the kernel: usbip refuses it, usbip-host does not. One worker of
# the kernel ends the connections of both sides, so the device is taken back before its own side ends.
read_microphone() {
	cusb read 3-1 0x81 1764 >/tmp/local
	echo 3-1 >/sys/bus/usb/drivers/usb/unbind
	printf 'add 3-1' >/sys/bus/usb/drivers/usbip-host/match_busid
	echo 3-1 >/sys/bus/usb/drivers/usbip-host/bind
	serve 3-1
	cusb read --host $HERE fffe:0059 0x81 1764 >/tmp/remote
	sysfs bus/usb/devices/3-1/usbip_status=1
	printf 'del 3-1' >/sys/bus/usb/drivers/usbip-host/match_busid
	echo 3-1 >/sys/bus/usb/drivers/usbip-host/unbind
	cmp /tmp/local /tmp/remote
}

gadget_echo() {
	usbip attach -r $HERE -b $share
	sysfs bus/usb/devices/3-1/bConfigurationValue=1
	cusb write 3-1 0x02 'through the wire'
	expect 'through the wire' -- cusb read 3-1 0x81 16
}

# Debian's server, our client.
gadget_remote() {
	usbip bind -b 21-1
	serve 21-1
	printf 'write 0x02 "through the wire"\nread 0x81 16\nexpect "through the wire"\n' >/tmp/script
	cusb run --host $HERE 1d6b:0102 /tmp/script
	usbip unbind -b 21-1
}

# Two ends of a cable, the second in a network namespace of its own.
network() {
	ip netns add far
	ip link add near type veth peer name far netns far
	ip addr add 10.9.0.1/24 dev near
	ip link set near up
	ip -n far addr add 10.9.0.2/24 dev far
	ip -n far link set far up
}

# delayed MICROSECONDS LOSS COMMAND...: the round trip, and the loss in percent each way, while it runs.
delayed() {
	netem="netem limit 100000 delay $(($1 / 2))us loss $2%"
	loss=$2
	tc qdisc add dev near root $netem
	tc -n far qdisc add dev far root $netem
	shift 2
	"$@"
	tc -s qdisc show dev near >/tmp/near
	tc qdisc del dev near root
	tc -n far qdisc del dev far root
	grep . /tmp/near
	[ $loss = 0 ] || ! grep -q 'dropped 0,' /tmp/near
}

step=$1
shift
case $step in
disk) share=2-5 && lent mount_disk usbip attach -r $HERE -b 2-5 ;;
stock-disk) stock_disk ;;
sound) play_twice ;;
gadget) share=21-1 && lent gadget_echo ;;
stock-gadget) gadget_remote ;;
microphone) cusb emulate /devices/tone.device -- sh "$0" read-microphone ;;
read-microphone) read_microphone ;;
network) network ;;
delayed) delayed "$@" ;;
esac
