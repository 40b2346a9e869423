#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a fuzz target for a time: run.sh TARGET BUILD REPLAY SECONDS
#
# It begins with the fixtures and with what earlier runs left in BUILD/corpus. An input that breaks
# something goes to BUILD/found; after the mend it belongs into fixtures/fuzz, with a name.
set -eu

target=$1
build=$2
replay=$3
corpus=$build/corpus/$target
mkdir -p "$corpus" "$build/found"
for file in fixtures/fuzz/"$target".corpus fixtures/fuzz/"$target"-*; do
	[ ! -f "$file" ] || "$replay" -w "$corpus" "$file"
done
case $target in
descriptor) "$replay" -w "$corpus" fixtures/descriptors/*.hex ;;
text) "$replay" -w "$corpus" fixtures/devices/*.device ;;
esac
dictionary=tests/fuzz/$target.dict
[ ! -f "$dictionary" ] || FUZZ_OPTIONS="-dict=$dictionary ${FUZZ_OPTIONS-}"
exec "$build/tests/fuzz-$target" -max_total_time="$4" -max_len=2048 -timeout=20 -print_final_stats=1 \
	-artifact_prefix="$build/found/$target-" ${FUZZ_OPTIONS-} "$corpus"
