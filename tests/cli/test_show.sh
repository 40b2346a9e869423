# SPDX-License-Identifier: MIT
# cusb show; see run.sh.

when "show prints every level of the tree"
run show --virtual loopback fffe:0001
succeeds
for word in idVendor bConfigurationValue bInterfaceNumber bEndpointAddress; do
	has "$word"
done
has "Übungsgerät"
has "Two interfaces"
has "One interface"

when "show ends with a newline, after one device and after several"
run show --virtual stall fffe:0002
[ -z "$(tail -c 1 "$tmp/out")" ] || wrong "the last byte is not a newline"
run show --virtual loopback --virtual stall
[ -z "$(tail -c 1 "$tmp/out")" ] || wrong "the last byte is not a newline"
! grep -q '^$' "$tmp/out" || wrong "an empty line in its output"

when "show without DEV prints all devices"
run show --virtual loopback --virtual stall
succeeds
[ "$(grep -c idVendor "$tmp/out")" -eq 3 ] || wrong "$(grep idVendor "$tmp/out")"

when "show prints both of two equal devices"
run show --virtual loopback --virtual loopback fffe:0001
succeeds
[ "$(grep -c idVendor "$tmp/out")" -eq 2 ] || wrong "$(grep idVendor "$tmp/out")"

when "show by BUS:DEV and by sysfs name is the same"
run show --virtual loopback 001:002
succeeds
cp "$tmp/out" "$tmp/by_number"
run show --virtual loopback 1-1
succeeds
cmp -s "$tmp/out" "$tmp/by_number" || wrong "they differ"

when "show of malformed descriptors shows what is good"
run show --virtual malformed fffe:0007
succeeds
has "0x81"

when "show copes without permission"
with_fault eacces show --virtual loopback fffe:0001
succeeds
has "bEndpointAddress"

when "show without permission has the strings that the kernel has, and a note for others"
has "iConfiguration       :    0x4 Two interfaces"
has "iInterface         :    0x5 Loopback"
has "iConfiguration       :    0x6 Error Accessing String"

when "show of what is not there is a failure"
run show --virtual loopback 9-9
fails
says "9-9"
prints ''

when "show prints no escape sequence of a device"
with_fault hostile show --virtual stall fffe:0001
succeeds
! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"

when "show to a full device is a failure"
$WRAPPER "$cusb" show --virtual loopback >/dev/full 2>"$tmp/err"
status=$?
fails
