#!/bin/sh
# SPDX-License-Identifier: MIT
# In the guest: commands, first by Debian's programs, then by the tool under their names:
# applets.sh lsusb|uhubctl|uhubctl-reset|usbreset
# compare_applets.py looks at what this prints.

case $1 in
lsusb)
	commands="
		lsusb
		lsusb -t
		lsusb -d fffe:
		lsusb -d :0017
		lsusb -d 0c45:6340
		lsusb -s 3:
		lsusb -s 2
		lsusb -s 3:2
		lsusb -s :3
		lsusb -D /dev/bus/usb/003/002
		lsusb -D /dev/bus/usb/004/002
		lsusb -s 99:
		lsusb -d 1234:
		lsusb -d zzz
		lsusb -D /dev/null"
	;;
uhubctl)
	# The ports are at the end as they were at the beginning.
	commands="
		uhubctl -l 3-1 -a off
		uhubctl -l 3-1 -a on -p 2
		uhubctl -L 2 -p 2,3 -a toggle
		uhubctl -n FFFE:0017 -a cycle -d 0.1 -p 1,4 -r 3 -w 1
		uhubctl -l 3-1 -a 1 -p 2 -S -e
		uhubctl -s Loop
		uhubctl -s fffe:0001 -L 1 -N
		uhubctl -s nothing
		uhubctl -l 3 -p 1-3
		uhubctl -f -l 1-3
		uhubctl -a on
		uhubctl -l 9-9
		uhubctl -l 3-1 -a on"
	;;
uhubctl-reset)
	# Of a port that is not there: the hub's driver switches the others on when it likes.
	commands="
		uhubctl -l 3-1 -p 9 -a on -R"
	;;
usbreset)
	commands="
		usbreset fffe:0017
		usbreset 001/002
		usbreset hub
		usbreset nothing
		usbreset 1234:5678
		usbreset 099/001
		usbreset"
	;;
esac

ln -sf /bin/cusb /tmp/${1%-*}
for part in debian applets; do
	echo "+++ $part"
	directory=/bin
	[ $part = debian ] || directory=/tmp
	echo "$commands" | while read -r command; do
		[ -n "$command" ] || continue
		echo "--- $command"
		$directory/$command 2>&1 </dev/null
		echo "exit status $?"
	done
done
