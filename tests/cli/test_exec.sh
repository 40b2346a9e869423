# SPDX-License-Identifier: MIT
# cusb monitor --exec; see run.sh.

# A command that writes its variables $2... into $tmp/log, after the shell words $1.
write_hook()
{
	{
		echo '#!/bin/sh'
		echo "$1"
		shift
		echo "echo \"$*\" >>$tmp/log"
	} >"$tmp/hook"
	chmod +x "$tmp/hook"
	: >"$tmp/log"
}
logs() { [ "$(cat "$tmp/log")" = "$1" ] || wrong "$command: ran for $(cat "$tmp/log")"; }

when "monitor --exec runs a command for each event and each interface, in order"
write_hook : '$ACTION $DEVTYPE $CUSB_NAME $INTERFACE'
with_fault visitor monitor --virtual loopback --count 3 --exec "$tmp/hook"
succeeds
logs 'add usb_device 1-9 
add usb_interface 1-9 255/0/0
bind usb_device 1-9 
remove usb_device 1-9 '

when "monitor --exec gives the variables of the kernel"
write_hook : '$DEVNAME $MDEV $PRODUCT $TYPE $BUSNUM $DEVNUM $MAJOR:$MINOR $SUBSYSTEM $DEVPATH $CUSB_EVENT'
run monitor --virtual loopback --existing --count 1 --exec "$tmp/hook" fffe:0001
succeeds
[ "$(head -n 1 "$tmp/log")" = '/dev/bus/usb/001/002 bus/usb/001/002 fffe/1/100 0/0/0 001 002 189:1 usb /devices/usb1/1-1 arrived' ] ||
	wrong "$(cat "$tmp/log")"
write_hook : '$MODALIAS $DEVPATH'
run monitor --virtual loopback --existing --count 1 --exec "$tmp/hook" fffe:0001
[ "$(tail -n 1 "$tmp/log")" = 'usb:vFFFEp0001d0100dc00dsc00dp00icFFisc00ip00in01 /devices/usb1/1-1/1-1:1.1' ] ||
	wrong "$(cat "$tmp/log")"

when "monitor --exec has the variables in place of ones of the same name"
ACTION=old
export ACTION
write_hook : '$ACTION'
run monitor --virtual loopback --existing --count 1 --exec "$tmp/hook" usb1
unset ACTION
logs 'add
add'

when "monitor --exec waits for its commands where SIGCHLD is ignored"
write_hook : '$ACTION $INTERFACE'
WRAPPER="env --ignore-signal=CHLD $WRAPPER"
run monitor --virtual loopback --existing --count 1 --exec "$tmp/hook" fffe:0001
WRAPPER=${WRAPPER#env --ignore-signal=CHLD }
succeeds
logs 'add 
add 255/0/0
add 255/0/0'

when "monitor --exec takes the command apart in words, as a script does"
run monitor --virtual loopback --existing --count 1 --exec "sh -c 'echo \"\$CUSB_NAME \$1\"' x 'a  b'" usb1
succeeds
has "usb1 a  b"

when "monitor --exec tells of a command that fails, and runs the next"
write_hook '[ -n "$INTERFACE" ] || exit 3' '$INTERFACE'
run monitor --virtual loopback --existing --count 1 --exec "$tmp/hook" fffe:0001
exits 0
says "$tmp/hook for add of 1-1 ended with status 3"
logs '255/0/0
255/0/0'

when "monitor --exec ends a command that hangs, with what it has started, and loses no event"
write_hook "[ \$ACTION,\$DEVTYPE != add,usb_device ] || { { sleep 30; echo >>$tmp/survived; } & echo \$! >$tmp/sleeper; wait; }" \
	'$ACTION $INTERFACE'
with_fault visitor monitor --virtual loopback --count 3 --timeout 5000 --exec "$tmp/hook"
exits 0
says "$tmp/hook for add of 1-9 was ended after 5000 ms"
[ "$(wc -l <"$tmp/err")" -eq 1 ] || wrong "$(cat "$tmp/err")"
logs 'add 255/0/0
bind 
remove '
while grep -q '^State:[^Z]*$' "/proc/$(cat "$tmp/sleeper")/status" 2>/dev/null; do sleep 0.1; done
[ ! -e "$tmp/survived" ] || wrong "what the command had started went on"

when "monitor --exec runs as many commands at a time as --parallel says"
mkfifo "$tmp/meeting"
write_hook "case \$INTERFACE,\$DEVTYPE in ,usb_device) echo >$tmp/meeting ;; *) ! mkdir $tmp/met 2>/dev/null || read -r x <$tmp/meeting ;; esac" \
	'$DEVTYPE'
run monitor --virtual loopback --existing --count 1 --parallel 3 --timeout 600000 --exec "$tmp/hook" fffe:0001
succeeds
[ "$(grep -c . "$tmp/log")" -eq 3 ] || wrong "$(cat "$tmp/log")"

when "monitor --exec of a program that is not there says so for each event"
run monitor --virtual loopback --existing --count 1 --exec "$tmp/none" usb1
exits 0
[ "$(grep -c "cannot run $tmp/none for add of usb1: No such file" "$tmp/err")" -eq 2 ] || wrong "$(cat "$tmp/err")"

when "monitor --exec that a signal ends ends the command, and tells what was not run"
write_hook "echo \$\$ >$tmp/pid; sleep 1000 & wait" never
: >"$tmp/pid"
interrupted TERM '[ -s "$tmp/pid" ]' monitor --virtual loopback --existing --exec "$tmp/hook" fffe:0001
exits 0
says "$tmp/hook was not run for 2 more events"
while grep -q '^State:[^Z]*$' "/proc/$(cat "$tmp/pid")/status" 2>/dev/null; do sleep 0.01; done
logs ''

for text in '' "'x" '#'; do
	when "monitor --exec of no command is misused: $text"
	run monitor --exec "$text"
	misused
	says "--exec: "
done
