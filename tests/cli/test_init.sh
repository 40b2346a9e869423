# SPDX-License-Identifier: MIT
# init where it is not the first process; what it does there, tests/kernel/initramfs.sh looks at.
# See run.sh.

# Checks a file of these lines.
check_lines()
{
	printf '%s\n' "$@" >"$tmp/commands"
	run init "$tmp/commands"
}

when "init without a file is refused where it is not the first process"
run init
fails
says "first process"
prints ''

when "init checks a file that is not there"
run init "$tmp/none"
fails
says "No such file"

when "init checks a directory"
run init "$tmp"
fails
says "Is a directory"

when "the lines of a file are printed as they would be run"
check_lines 'wait fffe:0001' '' '	list   --json ' 'poweroff'
succeeds
prints 'wait fffe:0001\nlist --json\npoweroff\n'

when "an empty file has no lines"
: >"$tmp/commands"
run init "$tmp/commands"
succeeds
prints ''

when "the last line may lack its end"
printf 'list' >"$tmp/commands"
run init "$tmp/commands"
succeeds
prints 'list\n'

when "a file with carriage returns is read like one without"
printf 'list\r\nhalt\r\n' >"$tmp/commands"
run init "$tmp/commands"
succeeds
prints 'list\nhalt\n'

when "words are grouped by quotes of both kinds, anywhere in them"
check_lines "write 1:2 1 'a b'" 'write 1:2 1 "it'"'"'s"' "write 1:2 1 x' 'y''" "write 1:2 1 ''"
succeeds
prints "write 1:2 1 'a b'\nwrite 1:2 1 \"it's\"\nwrite 1:2 1 'x y'\nwrite 1:2 1 ''\n"

when "a # begins a comment between words, and nowhere else"
check_lines '# all' 'list # the rest' 'write 1:2 1 a#b' "write 1:2 1 '#'"
succeeds
prints "list\nwrite 1:2 1 'a#b'\nwrite 1:2 1 '#'\n"

when "a long file is read whole"
long=$(printf '%05000d' 0)
check_lines "write 1:2 1 $long" poweroff
succeeds
prints "write 1:2 1 $long\npoweroff\n"

when "what is wrong is told with its line, and the others are printed"
check_lines list "show '1:2" halt
fails
says "commands, line 2: "
says "quote"
prints 'list\nhalt\n'

when "a line with a NUL byte is told, and the others are printed"
printf 'list\nwrite 1:2 1 a\000b\nhalt\n\000' >"$tmp/commands"
run init "$tmp/commands"
exits 1
says "commands, line 2: not run: the line has a NUL byte"
says "commands, line 4: not run: the line has a NUL byte"
prints 'list\nhalt\n'

when "a command that there is not is told"
check_lines 'bogus 1'
fails
says "line 1: bogus: there is no such command"

when "too many words are told"
check_lines "$(printf '%0256d' 0 | sed 's/0/list /g')"
fails
says "too many words"

for end in poweroff reboot halt; do
	when "$end stands alone"
	check_lines $end "$end now"
	fails
	says "line 2: $end: "
	prints "$end\n"
done

when "exec needs a program"
check_lines 'exec /sbin/init 1' exec
fails
says "line 2: exec: "
prints 'exec /sbin/init 1\n'
