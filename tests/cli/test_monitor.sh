# SPDX-License-Identifier: MIT
# cusb monitor and cusb wait; see run.sh.

when "monitor --existing begins with the devices that are there"
run monitor --virtual loopback --virtual stall --existing --count 3
succeeds
[ "$(cut -d ' ' -f 1 "$tmp/out" | sort -u)" = arrived ] || wrong "$(cat "$tmp/out")"
has "arrived 1-1      Bus 001 Device 002: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät"

when "monitor tells of a device that comes and goes"
with_fault visitor monitor --virtual loopback --count 3
succeeds
prints '%s\n' \
	'arrived 1-9      Bus 001 Device 003: ID fffe:0002 Prüfstand für USB Stall' \
	'bound   1-9      Bus 001 Device 003: ID fffe:0002 Prüfstand für USB Stall' \
	'left    1-9      Bus 001 Device 003: ID fffe:0002'

when "monitor DEV tells of that device only"
with_fault visitor monitor --virtual loopback --existing --count 3 fffe:0002
succeeds
has_not "fffe:0001"

when "monitor --count 0 has nothing to wait for"
run monitor --virtual loopback --existing --count 0
succeeds
prints ''

when "monitor --json prints an object in a line for each event"
with_fault visitor monitor --virtual loopback --json -n 3 1-9
succeeds
[ "$(wc -l <"$tmp/out")" -eq 3 ] || wrong "$(cat "$tmp/out")"
if command -v python3 >/dev/null; then
	python3 -c '
import json, sys
events = [json.loads(line) for line in sys.stdin]
assert [event["event"] for event in events] == ["arrived", "bound", "left"]
assert events[0]["openable"] is True and "openable" not in events[1]
assert all(event["name"] == "1-9" and event["idProduct"] == 2 for event in events)
assert events[0]["product"] == "Stall" and events[2]["product"] is None
' <"$tmp/out" 2>"$tmp/wrong"
fi

when "monitor --json of a device that was there before does not say whether it can be opened"
with_fault eacces monitor --virtual loopback --existing --json --count 2
succeeds
[ "$(grep -c '"openable": null' "$tmp/out")" -eq 2 ] || wrong "$(cat "$tmp/out")"

when "monitor goes on until it is told to end, which is no failure"
: >"$tmp/out"
$WRAPPER "$cusb" monitor --virtual loopback --existing fffe:0001 >"$tmp/out" 2>"$tmp/err" &
pid=$!
while [ ! -s "$tmp/out" ] && kill -0 $pid; do
	sleep 0.05
done
kill -TERM $pid
wait $pid
status=$?
command="cusb monitor"
succeeds
has "fffe:0001"

when "monitor of something that is no device"
run monitor nonsense
misused
says "'nonsense' names no device"

when "monitor takes a timeout and a number of commands only with a command"
run monitor --timeout 5
misused
run monitor --parallel 2
misused
says "need --exec"

when "wait for a device that is there prints its line"
run wait --virtual loopback fffe:0001
succeeds
prints 'Bus 001 Device 002: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät\n'

when "wait --json prints the device"
run wait --virtual loopback --json fffe:0001
succeeds
has '"idVendor": 65534'

when "wait for a device that comes later"
with_fault late wait --virtual loopback fffe:0002
succeeds
prints 'Bus 001 Device 003: ID fffe:0002 Prüfstand für USB Stall\n'

when "wait for a device that comes later, with enough time"
with_fault late wait --virtual loopback --timeout 60000 1-9
succeeds
has "fffe:0002"

when "wait for a device that does not come"
run wait --virtual loopback --timeout 20 fffe:0002
fails
says "no device fffe:0002 was there within 20 ms"
prints ''

when "wait without a device"
run wait --virtual loopback
misused
says "too few arguments"

when "wait for something that is no device"
run wait nonsense
misused
says "'nonsense' names no device"
