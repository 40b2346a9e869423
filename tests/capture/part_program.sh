# SPDX-License-Identifier: MIT
# CUSB_CAPTURE: a program's own traffic; see check.sh.

when "a program's capture begins with the device's descriptors"
captured control --virtual loopback fffe:0001 0x40 0 0 0 test
is_sound
has_fields "frame.comment == \"known before; not on the bus; speed high\" && usb.urb_type == 'C'" usb.idVendor usb.idProduct usb.bNumInterfaces usb.bConfigurationValue <<END
0xfffe 0x0001  
  1 2
  2 1
END

when "requests have the fields that the program sent, and the device's answer"
captured control --virtual loopback fffe:0001 0x40 9 0x1234 0x5678 ''
captured control --virtual fixtures/devices/lamp.device --hex fffe:0041 0xc0 2 0 0 64
is_sound
has_fields 'usb.setup.bRequest == 9 || usb.setup.bRequest == 2' usb.urb_type usb.bmRequestType usb.setup.bRequest usb.setup.wValue usb.setup.wIndex usb.setup.wLength usb.urb_status <<END
'S' 0x40 9 0x1234 22136 0 -115
'S' 0xc0 2 0x0000 0 64 -115
END
has_fields "usb.urb_type == 'C' && usb.control.Response" usb.control.Response usb.urb_len usb.urb_status <<END
0164 2 0
END

when "data goes with the submission of a write and with the completion of a read"
CUSB_CAPTURE="$tmp/file.pcapng"
export CUSB_CAPTURE
printf 'Hello, world' | "$cusb" write --virtual loopback fffe:0001 0x01
"$cusb" read --virtual fixtures/devices/sensor.device fffe:0042 0x81 8 >"$tmp/out"
unset CUSB_CAPTURE
is_sound
has_fields 'usb.transfer_type == URB_BULK' usb.urb_type usb.endpoint_address usb.urb_len usb.data_len usb.capdata usb.urb_status <<END
'S' 0x01 12 12 48656c6c6f2c20776f726c64 -115
'C' 0x01 12 0  0
END
has_fields 'usb.transfer_type == URB_INTERRUPT' usb.urb_type usb.endpoint_address usb.urb_len usb.data_len usb.capdata usb.urb_status <<END
'S' 0x81 8 0  -115
'C' 0x81 3 3 01d700 0
END

when "a script of cusb run is one capture, in the order of its lines"
printf '%s\n' 'control 0x40 0 0 0 test' 'write 0x01 abc' 'read 0x81 512' 'expect abc' >"$tmp/script"
captured run --virtual loopback fffe:0001 "$tmp/script"
is_sound
has_fields '!frame.comment' usb.urb_type usb.endpoint_address usb.setup.bRequest usb.urb_len usb.capdata usb.urb_status <<END
'S' 0x00 0 4  -115
'C' 0x00  4  0
'S' 0x01  3 616263 -115
'C' 0x01  3  0
'S' 0x81  512  -115
'C' 0x81  3 616263 0
END

when "a request and its answer find each other"
captured control --virtual loopback --hex fffe:0001 0x80 6 0x0100 0 18
is_sound
has_fields "!frame.comment && usb.urb_type == 'C'" usb.request_in usb.idProduct <<END
7 0x0001
END

when "a stall, a time limit and a refused request have the kernel's status"
captured control --virtual loopback fffe:0001 0xc0 99 0 0 1
captured control --virtual nak --timeout 20 fffe:0003 0xc0 99 0 0 1
is_sound
has_fields "!frame.comment && usb.urb_type == 'C'" usb.urb_status <<END
-32
-2
END

when "isochronous packets have their status, offset and length"
captured read --virtual fixtures/devices/tone.device fffe:0059 0x81 1800
is_sound
has_fields 'usb.request_in == 5' usb.iso.iso_len usb.iso.iso_off usb.iso.iso_status usb.urb_len <<END
176,176,176,176,176,176,176,176,176,180 0,192,384,576,768,960,1152,1344,1536,1728 0,0,0,0,0,0,0,0,0,0 1764
END

when "a capture is a file of its owner alone"
captured control --virtual loopback fffe:0001 0x40 0 0 0 test
[ "$(stat -c %a "$tmp/file.pcapng")" = 600 ] || wrong "$(ls -l "$tmp/file.pcapng")"

when "a file of something else is left alone, and the program does its work"
echo 'Dear diary,' >"$tmp/file.pcapng"
captured control --virtual fixtures/devices/lamp.device --hex fffe:0041 0xc0 2 0 0 64
[ "$status" -eq 0 ] || wrong "status $status"
[ "$(cat "$tmp/file.pcapng")" = 'Dear diary,' ] || wrong "it was written to"

when "several threads' events are whole blocks of one file"
for i in 1 2 3 4 5 6; do
	CUSB_CAPTURE="$tmp/file.pcapng" "$cusb" show --raw --virtual loopback >"$tmp/out" &
done
wait
is_sound
[ "$(fields 'usb.idVendor' usb.idVendor | grep -c 0xfffe)" -ge 6 ] || wrong "not six devices"

# Opening a device makes more system calls with a capture; all else is as without.
when "a program that is captured behaves as otherwise: threads, faults, forks, a cable that is pulled"
CUSB_CAPTURE="$tmp/file.pcapng" timeout 300 "$conformance" --world virtual --except budget/ \
	queue_threads/ faults/ cancel/ fork/ queue_stress/ from_fd/ iso/ >"$tmp/out" 2>&1 ||
	grep -E 'FAILED|passed' "$tmp/out" >>"$tmp/wrong"
[ -s "$tmp/file.pcapng" ] || wrong "the file is empty"
