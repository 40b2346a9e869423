#!/bin/sh
# SPDX-License-Identifier: MIT
# The README's program and fragments do what the README says, and its udev rule is the one that is
# installed: check.sh README.md PROGRAM FRAGMENTS
set -u

passed=0
failed=0

# expect WHAT GOT WANTED
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		printf 'fail: %s:\n%s\nnot:\n%s\n' "$1" "$2" "$3"
		failed=$((failed + 1))
	fi
}

expect "the program's output" "$("$2" | grep -v '^ ')" '1-1 wrote and read back: test'
expect "the fragments' output" "$("$3")" 'no device matches
find_printers: 0; has_class: 1
elsewhere: 0, 1
0,0 0x01
0,0 0x81
0,0 0x02
0,0 0x82
1,1 0x03
1,1 0x83
1,2 0x03
1,2 0x83
talk_to_me: 4
Loopback ∞ Übungsgerät: endpoint 0x81 has status 0
dont_be_selfish: 0, open 0
stream_in: data
stream_in: 1
test: stalled by the device; timed out
test: 0'
rule=$(sed -n 's/^    SUBSYSTEM/SUBSYSTEM/p' "$1")
expect 'udev rule' "$rule" "$(grep -xF "$rule" src/udev/70-cusb-example.rules)"
echo "readme: $passed passed, $failed failed"
[ $failed -eq 0 ]
