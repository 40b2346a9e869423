#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the static programs in the guest, and prints a table of them: check.sh DIRECTORY BUILD
# DIRECTORY is that of build.sh. Fails if fewer than three programs could be had.
set -eu

here=$(dirname "$0")
directory=$1
build=$2
out=$build/guest/run-static
status=0

size() {
	wc -c <"$directory/$1"
}

programs=$(cd "$directory/cusb" && echo *)
"$here/../../kernel/run.sh" --root "$directory/root" $(printf -- '--only %s ' $programs) \
	"$here/guests/static" "$build" || status=$?

printf '%-12s %-12s %12s %12s\n' 'static file' 'in the guest' 'bytes, cusb' 'libusb'
for program in $programs; do
	verdict=$(awk -v program="$program" '$1 != "begin" && $2 == program { print $1 }' "$out/results.log")
	printf '%-12s %-12s %12d %12d\n' "$program" "$verdict" "$(size "cusb/$program")" "$(size "libusb/$program")"
done
while read -r program; do
	printf '%-12s %s\n' "$program" 'not run: this apt has no source of it'
done <"$directory/missing"
[ "$(echo $programs | wc -w)" -ge 3 ] || status=1
exit $status
