#!/bin/bash
# SPDX-License-Identifier: MIT
# What bash offers after Tab: completion.sh CUSB
set -u

tool=$1
passed=0
failed=0
source src/completion/cusb.bash || exit 1

# offered LINE: what is offered at its end, in one line.
offered() {
	COMP_LINE=$1
	COMP_POINT=${#1}
	_cusb "$tool" "" ""
	echo "${COMPREPLY[*]}"
}

# expect LINE WANTED
expect() {
	local got

	got=$(offered "$1")
	if [ "$got" = "$2" ]; then
		passed=$((passed + 1))
	else
		printf "fail: after '%s' comes:\n%s\nnot:\n%s\n" "$1" "$got" "$2"
		failed=$((failed + 1))
	fi
}

expect 'cusb l' 'list'
expect 'cusb --virtual list re' 'read reset'
expect 'cusb --json li' 'list'
expect 'cusb list --j' '--json'
expect 'cusb --vir' '--virtual'
expect 'cusb tree --h' '--help'
expect 'cusb read --timeout ' ''
expect 'cusb read --timeout=' ''
expect 'cusb show --virtual lo' 'loopback low'
expect 'cusb show --virtual=is' 'iso iso-super'
expect 'cusb show --virtual tests/example' 'tests/examples'
expect 'cusb show --virtual loopback f' 'fffe:0001'
expect 'cusb show --virtual=stall fffe:' '0002'
expect 'cusb show --virtual loopback 1-' '1-1'
expect 'cusb read -t 5 --virtual loopback u' 'usb1'
expect 'cusb read --virtual loopback fffe:0001 ' ''
expect 'cusb reset --virtual loopback usb1 ' ''
expect 'cusb tree --virtual loopback ' ''
expect 'cusb read --virtual loopback -- u' 'usb1'
expect 'cusb read -- --h' ''
expect 'cusb emulate dro' 'dropout'
expect 'cusb emulate stall dro' 'dropout'
expect 'cusb emulate LICEN' 'LICENSE'
expect 'cusb emulate stall -- LICEN' 'LICENSE'
expect 'cusb init LI' 'LICENSE'
expect 'cusb init lo' ''
expect 'cusb nonsense x' ''
echo "completion: $passed passed, $failed failed"
[ $failed -eq 0 ]
