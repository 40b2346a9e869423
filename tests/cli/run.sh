#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the built tool and looks at its output and exit status:
#
#     tests/cli/run.sh CUSB CUSB_FAULTY
#
# CUSB_FAULTY is the tool with tests/cli/faulty_bus.c in place of src/cli/bus/bus.c. $WRAPPER, when
# set, is put before each command (valgrind, qemu-arm-static). Ends with a line "N passed, N failed".

[ $# -eq 2 ] || { echo "usage: $0 CUSB CUSB_FAULTY" >&2; exit 2; }
for tool in "$@"; do
	[ -x "$tool" ] || { echo "$0: $tool is not there, or no program" >&2; exit 2; }
done
# A signal that this script ignores, by nohup for example, would be ignored by the tool as well.
if [ -z "${SIGNALS-}" ] && env --default-signal true 2>/dev/null; then
	exec env --default-signal SIGNALS=default sh "$0" "$@"
fi
cusb=$1
faulty=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
unset CUSB_CAPTURE CUSB_DEBUG CUSB_LOG_FILENAME CUSB_TEST_FAULT
CUSB_USB_IDS=/dev/null
export CUSB_USB_IDS
passed=0
failed=0
situation=
here=${0%/*}
devices=fixtures/devices
# A tool that hangs fails its situation; no verdict depends on it.
limit_s=600

verdict()
{
	[ -n "$situation" ] || return 0
	if [ -s "$tmp/wrong" ]; then
		failed=$((failed + 1))
		echo "FAILED: $situation"
		sed 's/^/	/' "$tmp/wrong"
	else
		passed=$((passed + 1))
	fi
}

# Begins a situation; the checks until the next one belong to it.
when()
{
	verdict
	situation=$1
	: >"$tmp/wrong"
}

wrong() { echo "$*" >>"$tmp/wrong"; }

# Runs it with standard input from $tmp/in when `given` was called, else from /dev/null.
run_tool()
{
	tool=$1
	shift
	command="cusb $*"
	[ -e "$tmp/in" ] || : >"$tmp/in"
	timeout --foreground "$limit_s" $WRAPPER "$tool" "$@" <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
	status=$?
	rm -f "$tmp/in"
}
run() { run_tool "$cusb" "$@"; }
with_fault()
{
	CUSB_TEST_FAULT=$1
	export CUSB_TEST_FAULT
	shift
	run_tool "$faulty" "$@"
	unset CUSB_TEST_FAULT
}
# Runs the tool in the background until a condition is true, and ends it with a signal.
interrupted()
{
	signal=$1
	condition=$2
	shift 2
	command="cusb $*"
	: >"$tmp/out" >"$tmp/err"
	$WRAPPER "$cusb" "$@" </dev/null >"$tmp/out" 2>"$tmp/err" &
	until eval "$condition" || ! kill -0 $!; do sleep 0.01; done
	kill -"$signal" $!
	wait $! 2>/dev/null
	status=$?
}
# A hub of two speeds with the same container id: $1 its speed, $2 bcdUSB, $3 bDeviceProtocol and
# bMaxPacketSize0, $4 type of its hub descriptor, $5 wHubCharacteristics, $6 power of its ports.
write_hub()
{
	cat <<EOF
speed $1
descriptors 12 01 $2 09 00 $3 fe ff 18 00 00 01 00 00 00 01
09 02 19 00 01 01 00 e0 00
09 04 00 00 01 09 00 00 00
07 05 81 03 02 00 0c
bos 05 0f 19 00 01
14 10 04 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10
control a0 06 ${4}00 * answer 09 $4 02 $5 00 32 64 00 ff
control a3 00 0000 * answer $6 00 00
control 23 01 0008 * take
control 23 03 0008 * take
EOF
}
given() { printf "$@" >"$tmp/in"; }

exits()
{
	[ "$status" -eq "$1" ] || wrong "$command: status $status, not $1: $(head -n 3 "$tmp/err")"
}
prints()
{
	printf "$@" >"$tmp/want"
	cmp -s "$tmp/out" "$tmp/want" || wrong "$command: printed $(od -An -c "$tmp/out" | head -n 3)"
}
has() { grep -qF -e "$1" "$tmp/out" || wrong "$command: no '$1' in its output"; }
has_not() { ! grep -qF -e "$1" "$tmp/out" || wrong "$command: '$1' in its output"; }
says() { grep -qF -e "$1" "$tmp/err" || wrong "$command: no '$1' in: $(cat "$tmp/err")"; }
says_not() { ! grep -qF -e "$1" "$tmp/err" || wrong "$command: '$1' in: $(cat "$tmp/err")"; }
silent() { [ ! -s "$tmp/err" ] || wrong "$command: said $(cat "$tmp/err")"; }

succeeds()
{
	exits 0
	silent
}
# Status 1, or another one, and one line that tells of the failure.
fails()
{
	exits "${1:-1}"
	[ "$(wc -l <"$tmp/err")" -eq 1 ] || wrong "$command: not one line: $(cat "$tmp/err")"
	says "cusb: "
}
# What is said of a device that this user, or this root, has no right to open.
says_remedy()
{
	if [ "$(id -u)" -eq 0 ]; then
		says "this root lacks CAP_DAC_OVERRIDE"
		says_not "run as root"
	else
		says 'run as root, or put this into /etc/udev/rules.d/70-cusb.rules'
		says 'SUBSYSTEM=="usb", ATTR{idVendor}=="fffe", ATTR{idProduct}=="0001", MODE="0660", GROUP="plugdev"'
	fi
}
# Status 2, the fault and the right usage on standard error, nothing on standard output.
misused()
{
	exits 2
	says "usage: cusb"
	prints ''
}

for part in "$here"/test_*.sh; do
	. "$part"
done
verdict
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
