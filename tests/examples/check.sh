#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the examples of event loops and compares what they say: check.sh FOLDER
set -eu

failed=0

expect() {
	if [ "$2" != "$3" ]; then
		printf 'fail: %s said:\n%s\nnot:\n%s\n' "$1" "$2" "$3"
		failed=$((failed + 1))
	fi
}

expect loop_poll "$(printf 'one\ntwo\n' | timeout 20 "$1/loop_poll")" "one
two"
expect loop_poll-slowly "$( (echo one; sleep 0.1; echo two) | timeout 20 "$1/loop_poll")" "one
two"
expect loop_epoll "$(timeout 20 "$1/loop_epoll" | sort)" "1-1: success, hello 1-1
1-2: success, hello 1-2
2-1: success, hello 2-1"
echo "examples: $((3 - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
