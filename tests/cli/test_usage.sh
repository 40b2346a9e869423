# SPDX-License-Identifier: MIT
# Help, options, arguments; see run.sh.

for name in list show tree read write control run reset power authorize bind unbind autosuspend config \
		monitor wait capture top share attach detach emulate replay init; do
	when "$name --help tells how it is used, within 80 columns"
	run $name --help
	succeeds
	has "usage: cusb $name"
	has "Examples:"
	[ -z "$(awk 'length > 80' "$tmp/out")" ] || wrong "a line is too long"
done

when "--help without a command lists the commands and the virtual devices"
run --help
succeeds
for word in list show tree read write control reset emulate loopback stall nak partial super; do
	has "$word"
done
[ -z "$(awk 'length > 80' "$tmp/out")" ] || wrong "a line is too long"

when "-h before the command is the command's help"
run -h read
succeeds
has "usage: cusb read"

when "--version names the version"
run --version
succeeds
has "cusb 0."

when "nothing on the command line is a usage error"
run
misused

when "an unknown command is a usage error that names it"
run bogus
misused
says "bogus"

when "an unknown long option is a usage error that names it"
run list --bogus
misused
says "'--bogus'"

when "an unknown short option is a usage error that names it"
run list -q
misused
says "'-q'"

when "the beginning of an option's name is not taken for it"
run list --virt loopback
misused

when "an option that a command has no use for is a usage error"
run list --hex
misused
says "--hex"

when "an option without its value is a usage error"
run list --virtual
misused
says "--virtual needs a value"

when "a short option without its value is a usage error"
run read 1:2 0x81 1 -t
misused
says "-t needs a value"

when "a value for an option that takes none is a usage error"
run read --hex=1 1:2 0x81 1
misused
says "--hex takes no value"

when "an unknown virtual device is a usage error that names those there are"
run list --virtual bogus
misused
says "'bogus'"
says "loopback"

when "too few arguments are a usage error"
run read fffe:0001 0x81
misused
says "too few"

when "too many arguments are a usage error that names the first"
run show 1:2 surplus
misused
says "'surplus'"

for number in -1 256 0x100 '' x 1x 08 0x 99999999999999999999; do
	when "'$number' is no configuration"
	run read "--configuration=$number" 1:2 0x81 1
	misused
	says "'$number'"
done

for dev in fffe 1 ffe: :001 class= class=none /dev/null fffe:001 fffe:00011 1234:567 1:2:3 "1:2 " 1-2/3 usb -1-2 ''; do
	when "'$dev' names no device"
	run show -- "$dev"
	misused
	says "names no device"
done

when "options may stand before the command and after the arguments"
run --virtual loopback control fffe:0001 0x80 6 0x0100 0 8 --hex
succeeds
prints '12 01 00 02 00 00 00 40\n'

when "short options may be joined, the last one with its value"
run control --virtual=loopback fffe:0001 0x80 6 0x0100 0 2 -xt100
succeeds
prints '12 01\n'

when "numbers are decimal, hexadecimal or octal"
run control --virtual loopback fffe:0001 0200 6 256 0x0 0X2 -x
succeeds
prints '12 01\n'

when "after -- an argument that begins with - is data"
run write --virtual loopback fffe:0001 1 -- --hex
succeeds

when "standard output that is full is a failure"
$WRAPPER "$cusb" --help >/dev/full 2>"$tmp/err"
status=$?
fails
says "No space left on device"

when "standard output that is closed is a failure"
$WRAPPER "$cusb" list --virtual loopback >&- 2>"$tmp/err"
status=$?
fails
says "Bad file descriptor"

# Runs it when the reader of its standard output has gone.
run_without_reader()
{
	rm -f "$tmp/gone"
	{
		while [ ! -e "$tmp/gone" ]; do sleep 0.01; done
		$WRAPPER "$cusb" --help 2>"$tmp/err"
		echo $? >"$tmp/status"
	} | { exec <&-; : >"$tmp/gone"; }
	status=$(cat "$tmp/status")
	command="cusb --help"
}

when "a reader that went away ends it by SIGPIPE without a word"
run_without_reader
exits 141
silent

when "a reader that went away is a failure where SIGPIPE is ignored"
trap '' PIPE
run_without_reader
trap - PIPE
fails
says "Broken pipe"
