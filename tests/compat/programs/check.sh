#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the programs in the guest, and says of each that passed what it did: check.sh BUILD
set -eu

here=$(dirname "$0")
build=$1
out=$build/guest/run-programs
status=0

"$here/../../kernel/run.sh" --root "$build/programs/root" "$here/guests/programs" "$build" || status=$?

grep -a '^pass ' "$out/results.log" | while read -r verdict program took; do
	package=$(awk -v program="$program" \
		'!/^#/ { for (i = 2; i <= NF; i++) if ($i == program) print $1 }' "$here/packages.txt")
	version=$(awk -v package="$package" '$1 == package { print $2 }' "$build/programs/versions")
	grep -a "^$program: " "$out/output.log" | tail -n 1 | tr -d '\r' |
		sed "s|^$program: |$program${version:+ $version}: |"
done
exit $status
