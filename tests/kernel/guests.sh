#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs all guests at once, prints what each had to say, and the total: guests.sh BUILD
set -eu

here=$(dirname "$0")
build=$1
passed=0
failed=0

for steps in "$here"/guests/*.steps; do
	name=$(basename "$steps" .steps)
	"$here/run.sh" "$name" "$build" >"$build/guest/$name.log" 2>&1 &
done
wait

for steps in "$here"/guests/*.steps; do
	log=$build/guest/$(basename "$steps" .steps).log
	cat "$log"
	total=$(tail -n 1 "$log" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
	# A guest that did not even come to its total has failed.
	passed=$((passed + $(echo "${total:-0 1}" | cut -d' ' -f1)))
	failed=$((failed + $(echo "${total:-0 1}" | cut -d' ' -f2)))
done
echo "guests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
