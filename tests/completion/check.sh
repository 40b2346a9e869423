#!/bin/bash
# SPDX-License-Identifier: MIT
# What bash, zsh and fish offer after Tab: check.sh CUSB
set -u

tool=$1
here=$(dirname "$0")
passed=0
failed=0
source src/completion/cusb.bash || exit 1
export PATH=$(cd "$(dirname "$tool")" && pwd):$PATH

# LINE -> WORDS
table="cusb l-> list
cusb --virtual list rea-> read
cusb --json li-> list
cusb list --j-> --json
cusb --vir-> --virtual
cusb tree --he-> --help
cusb tree --ho-> --host
cusb read --timeout ->
cusb read --timeout=->
cusb show --virtual lo-> loopback low
cusb show --virtual=is-> iso iso-super
cusb show --virtual tests/example-> tests/examples
cusb show --virtual loopback f-> fffe:0001
cusb show --virtual=stall fffe:-> fffe:0002
cusb show --virtual loopback 1--> 1-1
cusb read -t 5 --virtual loopback u-> usb1
cusb read --virtual loopback fffe:0001 ->
cusb reset --virtual loopback usb1 ->
cusb tree --virtual loopback -> 1-1 1d6b:0002 fffe:0001 usb1
cusb read --virtual loopback -- u-> usb1
cusb read -- --h->
cusb power --virtual hub fffe:-> fffe:0017
cusb au-> authorize autosuspend
cusb monitor --exe-> --exec
cusb emulate dro-> dropout
cusb emulate stall dro-> dropout
cusb emulate LICEN-> LICENSE
cusb emulate stall -- LICEN-> LICENSE
cusb init LI-> LICENSE
cusb init lo->
cusb nonsense x->"
readarray -t lines < <(sed 's/-> *[^>]*$//' <<<"$table")
readarray -t wanted < <(sed 's/.*-> *//' <<<"$table")

bash_offers() {
	for line; do
		COMP_LINE=$line
		COMP_POINT=${#line}
		_cusb "$tool" "" ""
		# Bash replaces only what follows the last colon.
		[[ $line == *fffe: ]] && COMPREPLY=("${COMPREPLY[@]/#/fffe:}")
		echo "${COMPREPLY[*]}"
	done
}

# expect SHELL: `offers` has what it offers after each line.
expect() {
	local shell=$1 i

	for ((i = 0; i < ${#lines[@]}; i++)); do
		if [ "${offers[i]-nothing}" = "${wanted[i]}" ]; then
			passed=$((passed + 1))
		else
			printf "fail: %s: after '%s' comes:\n%s\nnot:\n%s\n" "$shell" "${lines[i]}" "${offers[i]-nothing}" "${wanted[i]}"
			failed=$((failed + 1))
		fi
	done
}

readarray -t offers < <(bash_offers "${lines[@]}")
expect bash
for shell in zsh fish; do
	command -v $shell >/dev/null || { echo "completion: $shell is missing; 'make setup' installs it" >&2; exit 1; }
done
readarray -t offers < <(zsh "$here/completion.zsh" "$tool" "${lines[@]}")
expect zsh
readarray -t offers < <(fish "$here/completion.fish" "${lines[@]}")
expect fish
echo "completion: $passed passed, $failed failed"
[ $failed -eq 0 ]
