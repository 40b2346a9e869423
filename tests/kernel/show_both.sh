#!/bin/sh
# SPDX-License-Identifier: MIT
# In the guest: the device that was plugged in, and its root hub, by lsusb -v, by cusb show -v, and by
# the tool as lsusb -v: show_both.sh [BUS...]
# compare_show.py and compare_applets.py look at what this prints.
ln -sf /bin/cusb /tmp/lsusb
[ $# -gt 0 ] || set -- 3 4
for bus in "$@"; do
	echo "+++ lsusb"
	lsusb -v -s $bus:
	echo "+++ cusb"
	for name in usb$bus $bus-1 $bus-2 $bus-3 $bus-3.1 $bus-4; do
		[ ! -e /sys/bus/usb/devices/$name ] || cusb show -v $name
	done
	echo "+++ applet"
	/tmp/lsusb -v -s $bus:
done
exit 0
