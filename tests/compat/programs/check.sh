#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the programs in the guest, and prints a table of those that passed: check.sh BUILD
# Program, version of its package, what it did; and whether original and ours were the same.
set -eu

here=$(dirname "$0")
build=$1
out=$build/guest/run-programs
status=0

"$here/../../kernel/run.sh" --root "$build/programs/root" "$here/guests/programs" "$build" || status=$?

# The version of the package that has a program; a step may do more than one thing with it.
version_of() {
	package=$(awk -v program="${1%%:*}" \
		'!/^#/ { for (i = 2; i <= NF; i++) if ($i == program || $i ~ "/" program "$") print $1 }' \
		"$here/packages.txt" | head -n 1)
	awk -v package="$package" '$1 == package { print $2 }' "$build/programs/versions"
}

grep -a '^pass ' "$out/results.log" | while read -r verdict step took; do
	said=$(grep -a "^$step: " "$out/output.log" | tail -n 1 | tr -d '\r')
	[ -z "$said" ] || printf '%-20s %-18s %s\n' "$step" "$(version_of "$step")" "${said#"$step": }"
done
exit $status
