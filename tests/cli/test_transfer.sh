# SPDX-License-Identifier: MIT
# cusb read, write and control; see run.sh.

bytes() { head -c "$1" /dev/zero; }

# ---- read ------------------------------------------------------------------------------------

when "read prints the bytes as they are, and the rest of a timeout is a failure"
run read --virtual partial --timeout 50 fffe:0004 0x81 1024
fails
says "endpoint 0x81"
says "001:002 (fffe:0004)"
says "timed out; 512 of 1024 bytes were read"
says "--timeout"
[ "$(wc -c <"$tmp/out")" -eq 512 ] || wrong "$(wc -c <"$tmp/out") bytes"

when "read stops when it has LENGTH bytes"
run read --virtual partial fffe:0004 0x81 512
succeeds
[ "$(wc -c <"$tmp/out")" -eq 512 ] || wrong "$(wc -c <"$tmp/out") bytes"

when "read --hex prints 16 bytes in a line"
run read --virtual partial --hex fffe:0004 0x81 512
succeeds
[ "$(wc -l <"$tmp/out")" -eq 32 ] || wrong "$(wc -l <"$tmp/out") lines"
[ "$(head -n 1 "$tmp/out")" = "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f" ] ||
	wrong "$(head -n 1 "$tmp/out")"

when "read --hex ends a line that is not full"
run read --virtual babble --hex fffe:0005 0x81 20
exits 1
[ "$(wc -l <"$tmp/out")" -eq 2 ] || wrong "$(cat "$tmp/out")"

when "read of more than there is room for prints what fits and names the packet size"
run read --virtual babble fffe:0005 0x81 100
fails
says "multiple of 512"
[ "$(wc -c <"$tmp/out")" -eq 100 ] || wrong "$(wc -c <"$tmp/out") bytes"

when "read of a length longer than one part reads all of it"
run read --virtual babble fffe:0005 0x81 2500096
succeeds
[ "$(wc -c <"$tmp/out")" -eq 2500096 ] || wrong "$(wc -c <"$tmp/out") bytes"

# Nine packets of 176 bytes and one of 180, of at most 192: the same bytes again after each ten.
tone()
{
	[ "$(wc -c <"$tmp/out")" -eq "$1" ] || wrong "$(wc -c <"$tmp/out") bytes, not $1"
	head -c 1764 "$tmp/out" >"$tmp/ten"
	for i in 1 2 3 4 5 6 7 8; do cat "$tmp/ten" "$tmp/ten" >"$tmp/more" && mv "$tmp/more" "$tmp/ten"; done
	head -c $((1764 * 256)) "$tmp/out" | cmp -s - "$tmp/ten" || wrong "other bytes"
}

when "read of an isochronous endpoint reads LENGTH bytes, whatever the size of its packets"
run read --virtual $devices/tone.device fffe:0059 0x81 3000000
succeeds
tone 3000000

when "read of less than a packet of an isochronous endpoint reads so much"
run read --virtual $devices/tone.device --hex fffe:0059 0x81 3
succeeds
prints '00 01 02\n'

when "read of an isochronous endpoint that is silent ends with the timeout"
sed '/^in 81 again/d' $devices/tone.device >"$tmp/silent.device"
run read --virtual "$tmp/silent.device" --timeout 50 fffe:0059 0x81 3000
fails
says "timed out; 1764 of 3000 bytes were read"
[ "$(wc -c <"$tmp/out")" -eq 1764 ] || wrong "$(wc -c <"$tmp/out") bytes"

when "read shows a report that fills its packet at once, and a signal ends it"
interrupted TERM '[ -s "$tmp/out" ]' read --timeout 0 --virtual $devices/report.device fffe:0056 0x81 64
exits 143
silent
prints '\001\002\003\004\005\006\007\010'

when "read that a signal ends writes what has come"
sed 's/07 05 81 03 08 00 0a/07 05 81 02 08 00 00/' $devices/report.device >"$tmp/bulk.device"
CUSB_DEBUG=debug
export CUSB_DEBUG
interrupted HUP 'grep -q "SUBMITURB.*= 0" "$tmp/err"' read --hex --timeout 0 --virtual "$tmp/bulk.device" fffe:0056 0x81 64
unset CUSB_DEBUG
exits 129
prints '01 02 03 04 05 06 07 08\n'

when "read ends with a signal when nobody takes its output"
mkfifo "$tmp/fifo"
sleep 1000 <"$tmp/fifo" &
sleeper=$!
command="cusb read"
: >"$tmp/err"
CUSB_DEBUG=debug $WRAPPER "$cusb" read --virtual babble fffe:0005 0x81 0x7fffffff >"$tmp/fifo" 2>"$tmp/err" &
until grep -q SUBMITURB "$tmp/err" || ! kill -0 $!; do sleep 0.01; done
kill -TERM $!
wait $! 2>/dev/null
status=$?
kill $sleeper
exits 143

when "read from a device that never answers is a failure with nothing printed"
run read --virtual nak --timeout 50 fffe:0003 0x81 512
fails
says "0 of 512 bytes were read"
says "50 ms"
prints ''

when "read of a length above all memory takes no memory for it"
run read --virtual partial --timeout 50 fffe:0004 0x81 0x7fffffffffffffff
fails
says "512 of 9223372036854775807 bytes"

when "read from a halted endpoint says how to clear it"
run read --virtual stall fffe:0002 0x81 512
fails
says "--clear-halt"

when "read --clear-halt clears before it reads"
run read --virtual partial --clear-halt fffe:0004 0x81 512
succeeds
[ "$(wc -c <"$tmp/out")" -eq 512 ] || wrong "$(wc -c <"$tmp/out") bytes"

when "read from an endpoint that is not there names those that are"
run read --virtual loopback fffe:0001 0x85 64
fails
says "0x85"
says "there are 0x01, 0x81, 0x02, 0x82"

when "read from an endpoint of another alternate setting says where it is"
run read --virtual loopback fffe:0001 0x83 64
fails
says "--interface 1 --altsetting 1"

when "read from an endpoint whose address an earlier interface has is as the kernel has it"
run read --virtual $devices/dup.device --hex --interface 0 --altsetting 1 fffe:0052 0x81 4
succeeds
prints '01 02 03 04\n'
run read --virtual $devices/dup.device --interface 1 fffe:0052 0x81 4
fails
says "no such endpoint; there are none; 0x81 is at --interface 0 --altsetting 1; the kernel ignores 0x81 of interface 1"

when "read from an endpoint with packets of 0 bytes names the setting that has room"
cat >"$tmp/silent.device" <<END
speed full
descriptors
	12 01 10 01 00 00 00 40 fe ff 61 00 00 01 00 00 00 01
	09 02 40 00 01 01 00 80 32
	09 04 00 00 01 ff 00 00 00
	07 05 81 01 00 00 01
	09 04 00 01 01 ff 00 00 00
	07 05 81 01 00 00 01
	09 04 00 02 01 ff 00 00 00
	07 05 81 01 c0 00 01
END
run read --virtual "$tmp/silent.device" fffe:0061 0x81 64
fails
says "its packets have 0 bytes in this setting; 0x81 is at --interface 0 --altsetting 2"

when "read from an endpoint of another configuration says where it is"
run read --virtual loopback --configuration 2 fffe:0001 0x82 64
fails
says "--configuration 1 --interface 0"

when "read from an OUT endpoint is a usage error"
for address in 1 0x80 0x90; do
	run read --virtual loopback fffe:0001 $address 64
	misused
	says "0x81 to 0x8f"
done

when "read of what is no length is a usage error"
run read --virtual loopback fffe:0001 0x81 1k
misused
says "'1k'"

when "read from a device that is not there is a failure"
run read --virtual loopback 1234:5678 0x81 64
fails
says "1234:5678"

when "read from one of two equal devices is a failure that lists both"
run read --virtual loopback --virtual loopback fffe:0001 0x81 64
exits 1
says "2 devices match fffe:0001"
says "Bus 001 Device 002"
says "[1-2]"

when "read from one of two equal devices by its name"
run read --virtual partial --virtual partial 1-2 0x81 512
succeeds

# ---- write -----------------------------------------------------------------------------------

when "write sends DATA without a word"
run write --virtual loopback fffe:0001 1 test
succeeds
prints ''

when "write sends standard input"
given 'some data'
run write --virtual loopback fffe:0001 1
succeeds

when "write of more than is taken tells how much was"
run write --virtual partial --timeout 50 --hex fffe:0004 1 "$(printf '%01200d' 0)"
fails
says "512 of 600 bytes were sent"

when "write of more standard input than is taken tells how much was"
bytes 1000 >"$tmp/in"
run write --virtual partial --timeout 50 fffe:0004 1
fails
says "; 512 bytes were sent"

when "write of standard input longer than one part sends all of it"
bytes 2500000 >"$tmp/in"
CUSB_DEBUG=debug
export CUSB_DEBUG
run write --virtual loopback fffe:0001 1
unset CUSB_DEBUG
exits 0
[ "$(grep -c 'SUBMITURB.* length 1048576' "$tmp/err")" -eq 2 ] || wrong "not two full parts"
says "length 402848"

when "write of no data sends one empty packet"
run write --virtual partial fffe:0004 1 ''
succeeds
run write --virtual nak --timeout 50 fffe:0003 1 ''
fails

when "write of empty standard input sends one empty packet"
run write --virtual nak --timeout 50 fffe:0003 1
fails
says "timed out"

when "write of what is not hexadecimal is a usage error"
for data in 1 0g '0 1' 0x12 '12,34'; do
	run write --virtual loopback --hex fffe:0001 1 "$data"
	misused
	says "'$data'"
done

when "write --hex of standard input takes blanks and newlines between bytes"
given '0a 1b\n2C3d\t\r\n'
run write --virtual loopback --hex fffe:0001 1
succeeds

when "write --hex of standard input that is not hexadecimal is a failure"
given '0a 1'
run write --virtual loopback --hex fffe:0001 1
fails
says "standard input"

when "write from standard input that is closed is a failure"
$WRAPPER "$cusb" write --virtual loopback fffe:0001 1 <&- >"$tmp/out" 2>"$tmp/err"
status=$?
fails
says "cannot read standard input: Bad file descriptor"

when "write to a stalled endpoint is a failure"
run write --virtual stall fffe:0002 1 test
fails
says "--clear-halt"

when "write to an IN endpoint is a usage error"
for address in 0x81 0 16; do
	run write --virtual loopback fffe:0001 $address test
	misused
	says "0x01 to 0x0f"
done

when "write to an endpoint of the alternate setting that was selected"
run write --virtual loopback --interface 1 --altsetting 1 fffe:0001 3 test
succeeds
run write --virtual loopback -i1 -a2 fffe:0001 3 test
succeeds

when "write to the endpoint of the alternate setting that is not selected"
run write --virtual loopback -i1 -a0 fffe:0001 3 test
fails
says "--interface 1 --altsetting 1"

when "write in another configuration"
run write --virtual loopback --configuration 2 fffe:0001 1 test
succeeds

when "write to a device that vanishes meanwhile is a failure"
{ cat $devices/odd.device; echo fault 01 vanish; } >"$tmp/vanish.device"
run write --virtual "$tmp/vanish.device" fffe:005d 1 test
fails 3
says "unplugged"

when "write that gets no memory from the kernel names the limit"
with_fault memory write --virtual loopback fffe:0001 1 test
fails
says "usbfs_memory_mb"

# ---- control ---------------------------------------------------------------------------------

when "control prints what comes"
run control --virtual loopback --hex fffe:0001 0x80 6 0x0100 0 18
succeeds
prints '12 01 00 02 00 00 00 40 fe ff 01 00 00 01 01 02\n03 02\n'

when "control prints what comes as it is"
run control --virtual loopback fffe:0001 0x80 6 0x0100 0 4
succeeds
prints '\022\001\000\002'

when "control with LENGTH 0 prints nothing"
run control --virtual loopback --hex fffe:0001 0xc0 1 0 0 0
succeeds
prints ''

when "control sends DATA"
run control --virtual loopback fffe:0001 0x40 0 0 0 test
succeeds
prints ''

when "control does not read standard input when there is DATA"
bytes 65536 >"$tmp/in"
run control --virtual loopback fffe:0001 0x40 0 0 0 test
succeeds

when "control sends no data for an empty DATA"
run control --virtual loopback fffe:0001 0x00 9 1 0 ''
succeeds

when "control sends standard input"
bytes 65535 >"$tmp/in"
run control --virtual loopback fffe:0001 0x40 0 0 0
succeeds

when "control of more standard input than a request can send is a failure"
bytes 65536 >"$tmp/in"
run control --virtual loopback fffe:0001 0x40 0 0 0
fails
says "65535"

when "control that reads needs LENGTH"
run control --virtual loopback fffe:0001 0xc0 1 0 0
misused
says "LENGTH"

when "control checks each number's range"
run control --virtual loopback fffe:0001 0x100 0 0 0 ''
misused
says "TYPE"
run control --virtual loopback fffe:0001 0 256 0 0 ''
misused
says "REQUEST"
run control --virtual loopback fffe:0001 0 0 0x10000 0 ''
misused
says "VALUE"
run control --virtual loopback fffe:0001 0 0 0 65536 ''
misused
says "INDEX"
run control --virtual loopback fffe:0001 0x80 0 0 0 65536
misused
says "LENGTH"

when "control that the device refuses says so"
run control --virtual stall fffe:0002 0x40 0 0 0 test
fails
says "refuses"

when "control without an answer is a failure"
run control --virtual nak --timeout 50 fffe:0003 0xc0 1 0 0 8
fails
says "timed out"
says "50 ms"

when "control to an endpoint of a setting that is not selected is passed on"
run control --virtual $devices/uac.device --hex fffe:0051 0xa2 0x81 0x0100 0x81 3
succeeds
prints '44 ac 00\n'
run control --virtual $devices/uac.device fffe:0051 0x22 1 0x0100 0x81 ''
succeeds

when "control that makes the device leave has a status of its own"
run control --virtual $devices/leave.device fffe:0055 0x40 0x7d 0 0 ''
fails 3
says "unplugged"
run control --virtual $devices/leave.device fffe:0055 0x40 0x7e 0 0 ''
fails

when "control to an interface claims it"
run control --virtual loopback fffe:0001 0x21 0 0 1 test
succeeds

# ---- setting up ------------------------------------------------------------------------------

when "a configuration that is not there is a failure that names those that are"
run read --virtual loopback --configuration 7 fffe:0001 0x81 64
fails
says "configuration 7"
says "its configurations are 1 2"

when "an interface that is not there is a failure that names those that are"
run read --virtual loopback --interface 7 fffe:0001 0x81 64
fails
says "interface 7"
says "has interfaces 0 1"

when "an alternate setting that is not there is a failure that names those that are"
run read --virtual loopback --interface 1 --altsetting 7 fffe:0001 0x81 64
fails
says "alternate setting 7 of interface 1"
says "has alternate settings 0 1 2"

when "a device whose only configuration has the value 0 is in it"
for configuration in '' '--configuration 0'; do
	given abc
	run write --virtual $devices/zero.device $configuration fffe:0056 1
	succeeds
	run read --virtual $devices/zero.device $configuration fffe:0056 0x81 64
	succeeds
	prints abc
done
run read --virtual $devices/zero.device --configuration 1 fffe:0056 0x81 64
fails
says "configuration 1"

when "an unconfigured device is a failure that says what to choose"
run read --virtual loopback --configuration 0 fffe:0001 0x81 64
fails
says "not configured"
says "its configurations are 1 2"

when "no permission is a failure that names the node and the rule"
with_fault eacces read --virtual loopback fffe:0001 0x81 64
fails
says "/dev/bus/usb/001/002"
says_remedy

when "a device cgroup that forbids a device is named"
with_fault eperm read --virtual loopback fffe:0001 0x81 64
fails
says "/dev/bus/usb/001/002; the device cgroup"

when "a device that is not authorized is told, with the remedy"
with_fault unauthorized read --virtual loopback --configuration 1 fffe:0001 0x81 64
fails
says "cannot set configuration 1 of device 001:002 (fffe:0001): device is not authorized; 'cusb authorize 1-1' allows it"

when "an interface that is not authorized is told, with the remedy"
with_fault unauthorized-interface read --virtual loopback fffe:0001 0x81 64
fails
says "interface is not authorized; 'cusb authorize 1-1:0' allows it"

when "no device node is a failure that names it"
with_fault enoent control --virtual loopback fffe:0001 0xc0 1 0 0 8
fails
says "no such device node /dev/bus/usb/001/002"

when "an interface that a driver has is a failure that names --detach"
with_fault driver write --virtual loopback fffe:0001 1 test
fails
says "--detach"
says "the kernel driver usbhid has interface 0"

when "--detach takes the interface from the driver, and gives it back"
CUSB_DEBUG=debug
export CUSB_DEBUG
with_fault driver write --virtual loopback --detach fffe:0001 1 test
unset CUSB_DEBUG
exits 0
says "DISCONNECT_CLAIM, interface 0) = 0"
says "interface 0 CONNECT) = 1"

when "a configuration cannot be changed while a driver has an interface"
with_fault driver write --virtual loopback --configuration 2 fffe:0001 1 test
fails
says "configuration 2"
says "--detach"

when "a signal with --detach ends it as the signal does, after the driver has its interface"
: >"$tmp/err"
command="cusb read --detach"
CUSB_TEST_FAULT=driver CUSB_DEBUG=debug $WRAPPER "$faulty" read --virtual nak --detach --timeout 0 \
	fffe:0003 0x81 512 >"$tmp/out" 2>"$tmp/err" &
until grep -q SUBMITURB "$tmp/err" || ! kill -0 $!; do sleep 0.01; done
kill -TERM $!
wait $! 2>/dev/null
status=$?
exits 143
says "interface 0 CONNECT) = 1"
