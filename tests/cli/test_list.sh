# SPDX-License-Identifier: MIT
# cusb list; see run.sh.

when "list prints lsusb's line, with the device's own strings"
run list --virtual loopback
succeeds
has "Bus 001 Device 002: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät"

when "list is sorted by bus and device number, root hubs included"
run list --virtual loopback --virtual stall
succeeds
cut -c 1-18 "$tmp/out" >"$tmp/ids"
[ "$(cat "$tmp/ids")" = "Bus 001 Device 001
Bus 001 Device 002
Bus 001 Device 003" ] || wrong "$(cat "$tmp/out")"

when "list VID:PID prints only what matches"
run list --virtual loopback --virtual stall fffe:0002
succeeds
[ "$(wc -l <"$tmp/out")" -eq 1 ] || wrong "$(cat "$tmp/out")"
has "ID fffe:0002"

when "list finds hexadecimal digits in either case"
run list --virtual loopback FFFE:0001
succeeds
has "ID fffe:0001"

when "list BUS:DEV prints that device"
run list --virtual loopback --virtual stall 001:003
succeeds
has "ID fffe:0002"
has_not "ID fffe:0001"

when "list by sysfs name prints that device"
run list --virtual loopback 1-1
succeeds
has "ID fffe:0001"

when "list of a root hub by its name"
run list --virtual loopback usb1
succeeds
has "Device 001"

for dev in fffe: :0002 class=vendor class=255 serial=0002 product=Stall /dev/bus/usb/001/003 \
		/sys/bus/usb/devices/1-2 /sys/bus/usb/devices/1-2:1.0/bInterfaceClass; do
	when "list $dev finds the device"
	run list --virtual hub --virtual stall $dev
	succeeds
	has "ID fffe:0002"
	[ $dev = fffe: ] || has_not "ID fffe:0017"
done

when "list class=CLASS looks at the device and at its interfaces"
run list --virtual $devices/trust-webcam.device class=video
succeeds
[ "$(wc -l <"$tmp/out")" -eq 1 ] || wrong "$(cat "$tmp/out")"
run list --virtual $devices/trust-webcam.device class=hub
has "Device 001"

when "list of what is not there is a failure"
run list --virtual loopback 1234:5678
fails
says "1234:5678"
prints ''

when "list of this machine answers, or says in one line why not"
run list
if [ "$status" -eq 0 ]; then
	[ -s "$tmp/out" ] || says "no USB devices"
else
	fails
	says "cannot list the USB devices"
fi

when "list takes names from usb.ids where a device has no strings"
printf '%s\n' '# list' 'fffd  Other' '	0001  Not this' 'fffe  Vendor of ids' '	0000  Nor this' \
	'	0001  Product of ids' '		00  An interface' '	0002  Nor that' 'ffff  Last' \
	'C 01  Audio' >"$tmp/usb.ids"
CUSB_USB_IDS=$tmp/usb.ids
with_fault nameless list --virtual stall fffe:0001
succeeds
prints 'Bus 001 Device 003: ID fffe:0001 Vendor of ids Product of ids\n'

when "list prefers the device's own strings to usb.ids"
run list --virtual loopback fffe:0001
succeeds
has "Prüfstand für USB"
has_not "of ids"

when "list takes no product of another vendor from usb.ids"
printf 'fffe  Vendor\nffff  Other\n\t0001  Wrong\n' >"$tmp/usb.ids"
with_fault nameless list --virtual stall fffe:0001
succeeds
prints 'Bus 001 Device 003: ID fffe:0001 Vendor\n'

when "list finds the last line of a usb.ids that ends without a newline"
printf 'fffe  Vendor\r\n\t0001  Product' >"$tmp/usb.ids"
with_fault nameless list --virtual stall fffe:0001
succeeds
prints 'Bus 001 Device 003: ID fffe:0001 Vendor Product\n'

when "list goes without names when there is no usb.ids"
CUSB_USB_IDS=$tmp/absent
with_fault nameless list --virtual stall fffe:0001
succeeds
prints 'Bus 001 Device 003: ID fffe:0001\n'
CUSB_USB_IDS=/dev/null

when "list prints no control characters that a device has in its strings"
with_fault hostile list --virtual stall fffe:0001
succeeds
prints 'Bus 001 Device 003: ID fffe:0001 ?]0;??evil Pro?duct\n'

when "list leaves out the blanks that fill a string"
run list --virtual $devices/via-hub-0822.device 2109:
succeeds
prints 'Bus 001 Device 002: ID 2109:0822 VIA Labs, Inc. USB3.1 Hub\n'

when "list needs no permission"
with_fault eacces list --virtual loopback fffe:0001
succeeds
has "Übungsgerät"

when "list that cannot be read is a failure"
with_fault unlisted list --virtual loopback
fails
says "cannot list the USB devices"
