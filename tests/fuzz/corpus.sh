#!/bin/sh
# SPDX-License-Identifier: MIT
# Minimises what the runs have found into fixtures/fuzz: corpus.sh BUILD REPLAY TARGET...
#
# An input stays when it reaches a branch that no smaller one reaches. A corpus is one packed file:
# hundreds of files of some bytes each would hide the others, and a new corpus replaces them all.
set -eu

build=$1
replay=$2
shift 2
mkdir -p fixtures/fuzz
for target; do
	[ -d "$build/corpus/$target" ] || continue
	rm -rf "$build/merged"
	mkdir "$build/merged"
	"$build/tests/fuzz-$target" -merge=1 -use_counters=0 -artifact_prefix="$build/found/$target-" \
		"$build/merged" "$build/corpus/$target" \
		>"$build/merge.log" 2>&1 || { tail "$build/merge.log" >&2; exit 1; }
	"$replay" -p "fixtures/fuzz/$target.corpus" "$build"/merged/*
	ls -l "fixtures/fuzz/$target.corpus"
done
