# SPDX-License-Identifier: MIT
# cusb run; see run.sh.

# Runs a script of these lines.
run_script()
{
	printf '%s\n' "$@" >"$tmp/script"
	run run --virtual loopback fffe:0001 "$tmp/script"
}

when "run reads what it has written, in one session"
run_script '# a comment' 'write 1 hello' '' 'read 0x81 512' 'expect hello'
succeeds
prints 'hello'

when "run takes its script from standard input"
given 'write 1 hello\nread 0x81 512\n'
run run --virtual loopback fffe:0001 -
succeeds
prints 'hello'

when "run --hex holds for each line, and a line may have options of its own"
given 'write 1 "0a 1b"\nread 0x81 512\nexpect 0a1b\n'
run run --hex --virtual loopback fffe:0001 -
succeeds
prints '0a 1b\n'
run_script 'write -x 1 61' 'read 0x81 512' 'expect a'
succeeds

when "run sends control requests, and expects their data"
run_script 'control 0x80 6 0x0100 0 8' 'expect --hex "12 01 00 02 00 00 00 40"' 'control 0x40 0 0 0 test' \
	'control 0xc0 1 0 0 64' 'expect test'
succeeds

when "run ends at the line that fails, with its status and the line"
run_script 'write 1 a' 'read 0x85 64' 'write 1 b'
fails
says "cusb: $tmp/script, line 2: cannot read from endpoint 0x85 of device 001:002 (fffe:0001): no such endpoint"

when "run shows which bytes are not the expected ones"
run_script 'write 1 hello' 'read 0x81 512' 'expect hallo!'
exits 1
[ "$(sed "s|$tmp/||" "$tmp/err")" = "cusb: script, line 3: expect: 2 bytes differ: 6 were expected, 5 came
  byte 1: expected 61, came 65
  byte 5: expected 21, came --" ] || wrong "$(cat "$tmp/err")"

when "run shows some of many bytes, and tells the number of the others"
run_script "write 1 $(printf '%020d' 0)" 'read 0x81 512' "expect ''"
exits 1
says "20 bytes differ: 0 were expected, 20 came"
says "byte 15: expected --, came 30"
says_not "byte 16"
says "and 4 more"

when "expect is of the last line that could read"
run_script 'write 1 hello' 'read 0x81 512' 'sleep 1' 'expect hello' 'write 1 x' "expect ''"
succeeds

when "expect without anything read has no data"
run_script 'expect x'
exits 1
says "1 byte differs: 1 were expected, 0 came"

for line in 'bogus 1' 'read 0x81' 'read 1 64' 'write 1 x y' 'sleep' 'sleep x' 'expect -x 0' 'list' 'read 0x81 1 --existing' \
		'write 1 "x' 'control 0x40 0 0 70000'; do
	when "run runs no line if one is wrong: $line"
	run_script 'write 1 hello' 'read 0x81 512' "$line"
	exits 2
	says "$tmp/script, line 3: "
	prints ''
	[ "$(wc -l <"$tmp/err")" -eq 1 ] || wrong "$(cat "$tmp/err")"
done

when "run of a script that is not there"
run run --virtual loopback fffe:0001 "$tmp/none"
fails
says "none: No such file or directory"

when "run of a device that leaves has the status 3"
printf '%s\n' 'write 1 a' 'write 1 b' 'write 1 c' 'write 1 d' >"$tmp/script"
run run --virtual dropout fffe:0006 "$tmp/script"
exits 3
says "script, line 4: "

when "run of no device"
run_script 'write 1 a'
run run --virtual loopback 1-9 "$tmp/script"
fails
says "no device 1-9"
