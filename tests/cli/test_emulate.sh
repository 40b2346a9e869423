# SPDX-License-Identifier: MIT
# cusb emulate, with tests/cli/faulty_vhci.c in place of the kernel; see run.sh. Guests run it on one.

emulate() { run_tool "$faulty" emulate "$@"; }

when "emulate prints the name of each device"
emulate loopback fixtures/devices/lamp.device -- true
succeeds
prints '1-1\n1-2\n'

when "emulate prints the names before the command runs"
emulate loopback -- echo done
succeeds
prints '1-1\ndone\n'

when "emulate removes the devices in the end, the last first"
with_fault told emulate loopback stall -- true
exits 0
[ "$(cat "$tmp/err")" = "detached 1-2
detached 1-1" ] || wrong "$(cat "$tmp/err")"

when "emulate exits as the command does"
emulate loopback -- sh -c 'exit 7'
exits 7
silent

when "emulate tells by 128 + N that signal N ended the command"
emulate loopback -- sh -c 'kill -KILL $$'
exits 137
silent

when "emulate sees the command's end where SIGCHLD is ignored"
WRAPPER="env --ignore-signal=CHLD $WRAPPER"
emulate loopback -- sh -c 'exit 7'
WRAPPER=${WRAPPER#env --ignore-signal=CHLD }
exits 7

when "emulate exits with 127 when there is no such command, and removes the devices"
with_fault told emulate loopback -- ./no-such-command
exits 127
says "cannot run ./no-such-command: No such file"
says "detached 1-1"

when "emulate exits with 126 when the command cannot be run"
emulate loopback -- ./README.md
exits 126
says "cannot run ./README.md: Permission denied"

when "emulate passes arguments of the command on as they are"
emulate loopback -- echo --help -x --
succeeds
prints '1-1\n--help -x --\n'

when "emulate passes a signal on to the command, and waits for it"
emulate loopback -- sh -c 'trap "echo told; exit 3" TERM; kill -TERM $PPID; while :; do sleep 0.01; done'
exits 3
prints '1-1\ntold\n'

when "the command has the signals that emulate was started with"
emulate loopback -- sh -c 'kill -TERM $$; echo lives'
exits 143
prints '1-1\n'

when "the command ends by SIGPIPE as ever"
emulate loopback -- sh -c 'kill -PIPE $$; echo lives'
exits 141
prints '1-1\n'

# Starts it, and sends it that signal once the device is there. A signal that is ignored where the
# tests are run, as in the background of a shell, would be ignored by it as well.
interrupt()
{
	command="cusb emulate loopback, $1"
	rm -f "$tmp/out"
	CUSB_TEST_FAULT=told env --default-signal=INT,TERM,HUP $WRAPPER "$faulty" emulate loopback \
		>"$tmp/out" 2>"$tmp/err" &
	while [ ! -s "$tmp/out" ]; do sleep 0.01; done
	kill "-$1" $!
	wait $!
	status=$?
}

for signal in INT TERM HUP; do
	when "without a command SIG$signal ends emulate well, and removes the device"
	interrupt $signal
	exits 0
	says "detached 1-1"
done

when "a device that vanishes is told of; when all have, emulate ends"
with_fault vanishes emulate loopback stall
exits 1
says "1-1 (loopback) is gone"
says "1-2 (stall) is gone"

when "a device that vanishes does not end the command"
with_fault vanishes emulate loopback -- sh -c 'while [ ! -s "$0" ]; do sleep 0.01; done; exit 5' "$tmp/err"
exits 5
[ "$(wc -l <"$tmp/err")" -eq 1 ] || wrong "told twice: $(cat "$tmp/err")"
says "1-1 (loopback) is gone"

when "emulate without vhci_hcd says how to load it"
with_fault no-module emulate loopback
fails
says "vhci_hcd; 'modprobe vhci-hcd' loads it"

when "emulate without the right to it says who has it"
with_fault no-right emulate loopback
fails
says "cannot plug in loopback: Permission denied; only root can"

when "emulate without a free port removes what it has plugged in"
with_fault no-port emulate loopback stall -- echo runs
fails
says "cannot plug in stall: vhci_hcd has no free port for its speed"
prints '1-1\n'

when "all files of emulate are read before the first device is plugged in"
printf 'speed warp\n' >"$tmp/bad.device"
emulate loopback "$tmp/bad.device"
fails
says "line 1: 'warp' is not low, full, high"
prints ''

when "emulate without a device is a usage error"
emulate
misused

when "emulate with a command alone is a usage error"
emulate -- true
misused
says "no device before '--'"

when "emulate of what is neither a device nor a file is a usage error"
emulate bogus
misused
says "'bogus'"
says "loopback"

when "emulate has no use for --virtual"
emulate --virtual loopback loopback
misused
says "--virtual has no effect here"
