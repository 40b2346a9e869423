#!/bin/sh
# SPDX-License-Identifier: MIT
# Replays what is known to each fuzz target: replay.sh PROGRAMS [RUNNER...]
#
# fixtures/fuzz has a corpus of each target, and inputs that once broke something, named after it.
# class-tables.corpus has a descriptor of each table, whole and cut: tables are no branches, so a
# minimised corpus lacks most.
# The fixtures of other suites are played whole, cut and changed.
set -eu

programs=$1
shift
count=0
inputs=0
for program in "$programs"/fuzz-replay-*; do
	target=${program##*/fuzz-replay-}
	case $target in
	*.*) continue ;;
	descriptor) files=$(echo fixtures/descriptors/*.hex) ;;
	text) files=$(echo fixtures/devices/*.device) ;;
	capture) files=$(echo fixtures/captures/*.pcap*) ;;
	*) files= ;;
	esac
	for file in fixtures/fuzz/"$target".corpus fixtures/fuzz/"$target"-*; do
		[ ! -f "$file" ] || files="$files $file"
	done
	if ! said=$("$@" "$program" $files); then
		echo "fail: $* $program $files" >&2
		exit 1
	fi
	count=$((count + 1))
	inputs=$((inputs + $(echo "$said" | sed -n 's/.*, \([0-9]*\) inputs$/\1/p')))
done
echo "$count passed, 0 failed, $inputs inputs of fuzz targets"
