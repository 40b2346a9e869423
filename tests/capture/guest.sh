#!/bin/sh
# SPDX-License-Identifier: MIT
# What Wireshark's own reader, and cusb replay, make of a real kernel's traffic: guest.sh CUSB OUTPUT
# OUTPUT has what the guest's step capture-extcap has printed. Ends with a line "N passed, N failed".
set -u

cusb=$1
output=$2
. "$(dirname "$0")/cases.sh"

# Each case has the capture as its file; $address is that of the device fffe:PRODUCT.
when_device() {
	when "$2"
	awk '/^=== / { step = $2 } /^\+\+\+/ { mine = step == "capture-extcap" && $2 == "capture"; next } mine' \
		"$output" | tr -d '\r' | base64 -d >"$tmp/file.pcapng" 2>>"$tmp/wrong"
	address=$(fields "usb.idVendor == 0xfffe && usb.idProduct == $1" usb.device_address)
}

when_device 0x0001 "a capture of all buses is sound, and has each device's descriptors"
is_sound
fields 'frame.comment && usb.idVendor' usb.idVendor usb.idProduct >"$tmp/got"
for device in '0x0627 0x0001' '0x0409 0x55aa' '0x46f4 0x0001' '0xfffe 0x0001' '0xfffe 0x0059'; do
	grep -q "^$device$" "$tmp/got" || wrong "not $device"
done

when_device 0x0001 "requests and bulk transfers have the fields that were sent, and the kernel's status"
has_fields "usb.device_address == $address && !frame.comment" usb.urb_type usb.endpoint_address usb.setup.bRequest usb.urb_status usb.urb_len usb.data_len usb.capdata <<END
'S' 0x80 1 -115 64 0 
'C' 0x80  0 0 0 
'S' 0x80 99 -115 64 0 
'C' 0x80  -32 0 0 
'S' 0x01  -115 12 12 48656c6c6f2c20776f726c64
'C' 0x01  0 12 0 
'S' 0x81  -115 512 0 
'C' 0x81  0 12 12 48656c6c6f2c20776f726c64
'S' 0x81  -115 512 0 
'C' 0x81  -2 0 0 
'S' 0x00 126 -115 0 0 
'C' 0x00  -32 0 0 
END

when_device 0x0059 "isochronous packets have their status, offset and length"
packets='1764 176,176,176,176,176,176,176,176,176,180 0,192,384,576,768,960,1152,1344,1536,1728 0,0,0,0,0,0,0,0,0,0'
has_fields "usb.device_address == $address && usb.urb_type == 'C' && usb.transfer_type == URB_ISOCHRONOUS" usb.urb_len usb.iso.iso_len usb.iso.iso_off usb.iso.iso_status <<END
$packets
$packets
$packets
$packets
$packets
END

when_device 0x0001 "the same commands get the same answers of the device that the capture makes"
"$cusb" replay "$tmp/file.pcapng" fffe:0001 >"$tmp/replayed.device" 2>>"$tmp/wrong"
"$cusb" run --virtual "$tmp/replayed.device" fffe:0001 - >"$tmp/out" 2>>"$tmp/wrong" <<END
control 0xc0 1 0 0 64
write 0x01 'Hello, world'
read 0x81 512
expect 'Hello, world'
END
"$cusb" control --virtual "$tmp/replayed.device" fffe:0001 0xc0 99 0 0 64 2>"$tmp/err" && wrong "no stall"
grep -q stalled "$tmp/err" || wrong "$(cat "$tmp/err")"

finish
