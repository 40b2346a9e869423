# SPDX-License-Identifier: MIT
# cusb read by packets: --follow, --packets, --count; see run.sh.

{
	grep -v '^in' $devices/report.device
	printf 'in 81 %s\n' '01 02 03 04 05 06 07 08' '0a' '0b 0c 0d 0e 0f 10 11 12' ''
} >"$tmp/pad.device"

# The lines without their time.
untimed()
{
	! grep -qvE '^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{6} ' "$tmp/out" || wrong "no time: $(cat "$tmp/out")"
	cut -c 17- "$tmp/out" >"$tmp/untimed"
	mv "$tmp/untimed" "$tmp/out"
}

when "read --follow prints each packet in a line, short and empty ones too, until a signal ends it"
interrupted TERM '[ "$(wc -l <"$tmp/out")" -ge 4 ]' read --follow --virtual "$tmp/pad.device" fffe:0056 0x81
exits 143
silent
untimed
prints '%s\n' '    8  01 02 03 04 05 06 07 08' '    1  0a' '    8  0b 0c 0d 0e 0f 10 11 12' '    0 '

when "read --follow --raw prints the bytes alone"
interrupted TERM '[ "$(wc -c <"$tmp/out")" -ge 17 ]' read -f --raw --virtual "$tmp/pad.device" fffe:0056 0x81
exits 143
prints '\001\002\003\004\005\006\007\010\012\013\014\015\016\017\020\021\022'

when "read --follow loses nothing that a bulk endpoint has sent when a signal ends it"
sed 's/07 05 81 03 08 00 0a/07 05 81 02 08 00 00/' "$tmp/pad.device" >"$tmp/bulk.device"
interrupted TERM '[ -s "$tmp/out" ]' read --follow --virtual "$tmp/bulk.device" fffe:0056 0x81
untimed
[ "$(wc -l <"$tmp/out")" -eq 4 ] || wrong "$(cat "$tmp/out")"

when "read --count ends after so many packets"
run read --count 2 --virtual "$tmp/pad.device" fffe:0056 0x81
succeeds
untimed
prints '%s\n' '    8  01 02 03 04 05 06 07 08' '    1  0a'

when "read --count takes no further packet from the device"
printf '%s\n' 'read 0x81 --count 1' 'expect -x 0102030405060708' 'read 0x81 8' 'expect -x 0a' >"$tmp/script"
run run --virtual "$tmp/pad.device" fffe:0056 "$tmp/script"
succeeds

when "read --packets reads LENGTH bytes, and a short packet does not end them"
run read --packets --virtual "$tmp/pad.device" fffe:0056 0x81 10
succeeds
untimed
prints '%s\n' '    8  01 02 03 04 05 06 07 08' '    1  0a' '    1  0b'

when "read --packets that gets less ends with the timeout, after what came"
run read --packets --timeout 50 --virtual "$tmp/pad.device" fffe:0056 0x81 100
fails
says "timed out; 17 of 100 bytes were read"
[ "$(wc -l <"$tmp/out")" -eq 4 ] || wrong "$(cat "$tmp/out")"

when "read --follow with a timeout ends when no packet comes for so long"
run read --follow --timeout 50 --virtual "$tmp/pad.device" fffe:0056 0x81
fails
says "timed out; 17 bytes were read"

when "read of an isochronous endpoint by packets"
run read --count 10 --virtual $devices/tone.device fffe:0059 0x81
succeeds
untimed
[ "$(grep -c '^  176  00 01' "$tmp/out") $(grep -c '^  180 ' "$tmp/out")" = "9 1" ] || wrong "$(cut -c 1-20 "$tmp/out")"

when "read --json prints an object in a line for each packet"
run read --json --count 2 --virtual "$tmp/pad.device" fffe:0056 0x81
succeeds
[ "$(sed 's/"time": [0-9.]*, //' "$tmp/out")" = '{"length": 8, "data": "0102030405060708", "error": null}
{"length": 1, "data": "0a", "error": null}' ] || wrong "$(cat "$tmp/out")"

when "read --follow of a device that leaves prints what came, and has the status 3"
{
	cat "$tmp/pad.device"
	echo 'fault 81 vanish after 2'
} >"$tmp/leaving.device"
run read --follow --virtual "$tmp/leaving.device" fffe:0056 0x81
fails 3
untimed
[ "$(wc -l <"$tmp/out")" -eq 2 ] || wrong "$(cat "$tmp/out")"

when "read --follow takes no LENGTH"
run read --follow fffe:0056 0x81 8
misused
says "takes no LENGTH"
