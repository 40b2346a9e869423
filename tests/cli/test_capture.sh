# SPDX-License-Identifier: MIT
# cusb capture and cusb replay as commands; tests/capture looks at the files. See run.sh.

when "capture --read prints requests by their names, and the data"
CUSB_CAPTURE="$tmp/lamp.pcapng"
export CUSB_CAPTURE
rm -f "$CUSB_CAPTURE"
run control --virtual $devices/lamp.device --hex fffe:0041 0xc0 2 0 0 64
unset CUSB_CAPTURE
succeeds
run capture --read "$tmp/lamp.pcapng"
succeeds
has "   0.000000 001:002 > control   80 GET_DESCRIPTOR device 0, 18 bytes"
has " 001:002 < control   80 18 bytes: 12 01 "
has " 001:002 > control   80 vendor request 02 value 0000, 64 bytes"
has " 001:002 < control   80 2 bytes: 01 64"

when "capture --read --json prints an object in a line for each event"
run capture --json -r "$tmp/lamp.pcapng"
succeeds
if command -v python3 >/dev/null; then
	python3 -c '
import json, sys
events = [json.loads(line) for line in sys.stdin]
assert [event["event"] for event in events] == ["submit", "complete"] * 3
assert events[4]["setup"]["bRequest"] == 2 and events[4]["setup"]["name"] is None
assert events[2]["setup"]["name"] == "GET_DESCRIPTOR"
assert events[5]["data"] == "0164" and events[5]["id"] == events[4]["id"]
' <"$tmp/out" 2>"$tmp/wrong"
fi

when "capture --read --count prints so many events"
run capture -n 3 -r "$tmp/lamp.pcapng"
succeeds
[ "$(wc -l <"$tmp/out")" -eq 3 ] || wrong "$(cat "$tmp/out")"

when "capture --virtual writes the descriptors of the devices"
run capture --virtual loopback --virtual stall -w - fffe:0002
succeeds
cp "$tmp/out" "$tmp/in"
run capture -r -
succeeds
[ "$(grep -c '>' "$tmp/out")" -eq 2 ] || wrong "$(cat "$tmp/out")"

when "capture --virtual without a file says how the traffic is captured"
run capture --virtual loopback
misused
says "set CUSB_CAPTURE=FILE for the command"

when "capture of something that is no device"
run capture nonsense
misused
says "'nonsense' names no device"

when "capture --read with a device or another file"
run capture -r "$tmp/lamp.pcapng" fffe:0041
misused
says "--read prints all of the file"
run capture -r "$tmp/lamp.pcapng" -w "$tmp/other.pcapng"
misused

when "capture into a file that cannot be written"
run capture --virtual loopback -w /nowhere/at/all
fails
says "cannot write /nowhere/at/all: No such file or directory"

when "capture --read of no capture"
run capture -r "$here/run.sh"
fails
says "run.sh is not a pcapng or pcap file"

when "replay makes a device that answers as the captured one"
run replay "$tmp/lamp.pcapng"
succeeds
has "# fffe:0041, device 001:002 of a capture"
has "control c0 02 0000 0000 answer 01 64"
cp "$tmp/out" "$tmp/replayed.device"
run control --virtual "$tmp/replayed.device" --hex fffe:0041 0xc0 2 0 0 64
succeeds
prints '01 64\n'

when "replay --output writes to a file"
run replay -o "$tmp/file.device" "$tmp/lamp.pcapng"
succeeds
prints ''
cmp -s "$tmp/file.device" "$tmp/replayed.device" || wrong "it is another text"

when "replay of a device that the capture does not have"
run replay "$tmp/lamp.pcapng" fffe:0001
fails
says "the capture has no such device"
prints ''

when "replay of a file that is not there"
run replay "$tmp/nothing.pcapng"
fails
says "cannot read $tmp/nothing.pcapng: No such file"

when "top --read shows what a capture has moved"
run top --read fixtures/captures/memory.pcapng
succeeds
[ "$(sed -n 3p "$tmp/out" | awk '{ print $1, $2 }')" = "01 bulk" ] || wrong "$(cat "$tmp/out")"
run top --json --read fixtures/captures/memory.pcapng
succeeds
has '{"endpoint": 130, "transfer": "interrupt", "bytes": 4, "transfers": 9, "errors": 0, "stalls": 3}'

when "top --virtual would show nothing"
run top --virtual loopback
misused
says "--virtual has no effect here"
run top --help
has "CUSB_CAPTURE"

when "top without usbmon says what it cannot know, and goes on"
if [ ! -e /dev/usbmon0 ]; then
	run top --count 1
	exits 0
	says "modprobe usbmon"
	says "only the number of transfers of each device is known"
	has "XFERS/s"
fi
