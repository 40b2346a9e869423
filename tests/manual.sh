#!/bin/bash
# SPDX-License-Identifier: MIT
# The manual pages are well formed, and tell of what there is and of nothing else, as the tool's own
# help, the completion and the headers have it: manual.sh CUSB
set -u

tool=$1
passed=0
failed=0
source src/completion/cusb.bash || exit 1
command -v mandoc >/dev/null || { echo "manual: mandoc is missing; 'make setup' installs it" >&2; exit 1; }

# same WHAT PLACE WORDS PLACE WORDS: that two lists have the same words in any order.
same() {
	local a b

	a=$(tr ' ' '\n' <<<"$3" | sort -u)
	b=$(tr ' ' '\n' <<<"$5" | sort -u)
	if [ "$a" = "$b" ] && [ -n "$a" ]; then
		passed=$((passed + 1))
		return
	fi
	echo "fail: $1: only $2 has:" $(comm -23 <(echo "$a") <(echo "$b")) \
		"; only $4 has:" $(comm -13 <(echo "$a") <(echo "$b"))
	failed=$((failed + 1))
}

# A section of cusb.1.
section() {
	awk -v name="$1" '$1 == ".Sh" { on = $0 == ".Sh " name } on' src/man/cusb.1
}

# The options of the lines read: of mdoc, "-t --timeout=MS"; of a help text.
page_options() {
	sed -E 's/ (Oo|Oc|Op|,)/ ;/g; s/Fl ([-a-zA-Z]+)( Ar ([^ ]+( \| [^ ]+)?))?/\n@-\1=\3\n/g' |
		sed -nE '/^@/!d; s/^@//; s/ //g; s/=$//; /^--=/!p'
}
help_options() {
	_cusb_section Options |
		sed -nE 's/^  (-.)?,? +(--[a-z-]+)( ([A-Z|]+)(\[[^ ]*)?)? .*/\1\n\2=\4/p' | sed -n 's/=$//; /^-/p'
}

for page in src/man/*.[1-9]; do
	if complaint=$(mandoc -Tlint -W warning "$page" 2>&1); then
		passed=$((passed + 1))
	else
		echo "fail: $complaint"
		failed=$((failed + 1))
	fi
done

commands=$("$tool" --help | _cusb_section Commands | awk '{ print $1 }')
common=$("$tool" --help | help_options)
all=
for command in $commands; do
	of_command=$("$tool" "$command" --help | help_options)
	all="$all $of_command"
	# Letters and what all commands take are in the list of options, and not repeated.
	own=$(grep -vxF -e "$common" <<<"$of_command" | grep -e '^--')
	same "options of $command" cusb.1 "$(section COMMANDS | grep "^\.It Ic $command\b" | page_options) --" \
		"its --help" "$own --"
	COMP_LINE="cusb $command -"
	COMP_POINT=${#COMP_LINE}
	_cusb "$tool"
	same "options of $command" 'the completion' "${COMPREPLY[*]}" 'its --help' \
		"$(sed 's/=.*//' <<<"$of_command")"
done
same options cusb.1 "$(section OPTIONS | grep '^\.It' | page_options)" --help "$(echo $all)"
same commands cusb.1 "$(section COMMANDS | awk '/^\.It Ic/ { print $3 }')" --help "$commands"
# What the texts tell people to type.
typed=$(sed -nE 's/^(    )?cusb ([a-z]+)( .*)?$/\2/p' README.md src/man/cusb.1)
same 'commands that are typed' 'README.md and cusb.1' "$typed $commands" --help "$commands"
same variables cusb.1 "$(section ENVIRONMENT | awk '/^\.It Ev/ { print $3 }')" --help \
	"$("$tool" --help | _cusb_section Environment | awk '{ print $1 }')"
same headers libcusb.3 "$(awk '/^\.It In/ { print $3 }' src/man/libcusb.3)" include \
	"$(cd include && ls cusb/*.h | grep -vx cusb/cusb.h)"
echo "manual: $passed passed, $failed failed"
[ $failed -eq 0 ]
