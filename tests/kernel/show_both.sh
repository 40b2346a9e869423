#!/bin/sh
# SPDX-License-Identifier: MIT
# In the guest: the device that was plugged in, and its root hub, by lsusb -v and by cusb show -v.
# compare_show.py looks at what this prints.
for bus in 3 4; do
	echo "+++ lsusb"
	lsusb -v -s $bus:
	echo "+++ cusb"
	cusb show -v usb$bus
	[ ! -e /sys/bus/usb/devices/$bus-1 ] || cusb show -v $bus-1
done
exit 0
