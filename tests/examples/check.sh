#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the examples and compares what they print: check.sh WITH_WORLD WITHOUT SOURCE...
# WITH_WORLD has those with world.c linked to them, WITHOUT those that are for this machine.
set -u

world=$1
plain=$2
shift 2
passed=0
failed=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# expect WHAT PRINTED WANTED
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		printf 'fail: %s:\n%s\nnot:\n%s\n' "$1" "$2" "$3"
		failed=$((failed + 1))
	fi
}

# run STATUS WANTED EXAMPLE [ARGUMENT]...; standard error comes after standard output.
run() {
	wanted="$2
status $1"
	shift 2
	expect "$*" "$(timeout 600 "$world/$@" 2>"$tmp/err"; status=$?; cat "$tmp/err"; echo "status $status")" \
		"$wanted"
}

run 0 'usb1     1d6b:0002  Virtual host controller, high speed
1-1      fffe:0001  Loopback ∞ Übungsgerät, high speed
1-2      fffe:0001  Loopback ∞ Übungsgerät, high speed
1-3      fffe:0011  Low, low speed
1-4      fffe:0014  Iso, high speed
usb2     1d6b:0002  Virtual host controller, high speed
2-1      fffe:0001  Loopback ∞ Übungsgerät, high speed' list

run 0 '0 of class 0x07, Printer' find_class
run 0 'usb1: 1d6b:0002
usb2: 1d6b:0002
2 of class 0x09, Hub' find_class 9

run 0 '4 bytes came back: test' control_loopback fffe:0001
run 0 '5 bytes came back: hello' control_loopback fffe:0001 hello
run 1 'control_loopback: 1d6b:0002: the device does not support the request' control_loopback 1d6b:0002
run 2 'control_loopback: usage: control_loopback VID:PID [TEXT]' control_loopback 1-1

run 0 '1-1: 40960 bytes came back' bulk_loop fffe:0001 10
run 1 'bulk_loop: fffe:0002: no device matches' bulk_loop fffe:0002

run 0 '5a 01
5a 02
5a 03' interrupt_reader fffe:0011 3
run 1 'interrupt_reader: 1-4: no descriptor matches' \
	interrupt_reader fffe:0014 3

run 0 '9830400 bytes, 0 packets failed' isochronous_stream fffe:0014
run 1 '0 bytes, 0 packets failed
isochronous_stream: fffe:0001: not found' \
	isochronous_stream fffe:0001

expect event_loop "$(printf 'one\ntwo\n' | timeout 600 "$world/event_loop" fffe:0001 2>&1)" 'one
two'
expect 'event_loop, typed slowly' \
	"$( (echo one; sleep 0.1; echo two) | timeout 600 "$world/event_loop" fffe:0001 2>&1)" 'one
two'
expect event_loop_epoll "$(timeout 600 "$world/event_loop_epoll" fffe:0001 2>&1 | sort)" \
	'1-1: success, hello 1-1
1-2: success, hello 1-2
2-1: success, hello 2-1'
export EXAMPLE_MORE=47
expect 'serve_many, 50 devices' \
	"$(timeout 600 "$world/serve_many" fffe:0001 2>&1 | sort | uniq | grep -c '^\([0-9-]*\): success, hello \1$')" 50
unset EXAMPLE_MORE
run 1 'serve_many: fffe:0002: no device' serve_many fffe:0002

run 0 'counter: success, 1
counter: success, 2
counter: success, 3' own_backend

# Each is done to an example once it has told of what was before.
told() {
	tries=0
	while ! grep -q "^$1\$" "$tmp/told" && [ $tries -lt 6000 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}
# Interrupts the program until it ends: a signal may come just before the program waits. timeout(1)
# would end by the second signal.
interrupt() {
	tries=0
	while kill -INT "$1" 2>/dev/null && [ $tries -lt 6000 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	kill -KILL "$1" 2>/dev/null
}

: >"$tmp/told"
EXAMPLE_DRIVER=1-3 "$world/interrupt_reader" fffe:0011 >"$tmp/told" 2>&1 &
program=$!
told '5a 03'
interrupt $program
wait $program
status=$?
expect 'interrupt_reader, interrupted' "$(cat "$tmp/told"; echo "status $status")" '5a 01
5a 02
5a 03
driver usbhid
status 0'

: >"$tmp/told"
mkfifo "$tmp/commands"
EXAMPLE_COMMANDS=$tmp/commands "$world/hotplug" fffe:0001 >"$tmp/told" 2>&1 &
program=$!
exec 3<>"$tmp/commands"
told 'arrived  2-1, .*'
echo 'plug 1-5' >&3
told 'arrived  1-5, .*'
echo 'unplug 1-1' >&3
told 'left     1-1, .*'
interrupt $program
wait $program
status=$?
exec 3>&-
expect hotplug "$(cat "$tmp/told"; echo "status $status")" 'arrived  1-1, fffe:0001: ready
arrived  1-2, fffe:0001: ready
arrived  2-1, fffe:0001: ready
arrived  1-5, fffe:0001: ready
left     1-1, fffe:0001
status 0'

expect virtual_test "$("$plain/virtual_test" 2>&1)" 'Running suite(s): lamp
100%: Checks: 3, Failures: 0, Errors: 0'

for source; do
	expect "$source: lines beyond 80" "$(sed 1,80d "$source")" ''
done
echo "examples: $passed passed, $failed failed"
[ $failed -eq 0 ]
