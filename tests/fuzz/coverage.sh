#!/bin/sh
# SPDX-License-Identifier: MIT
# What the corpus of each fuzz target covers: coverage.sh BUILD TARGET...
#
# A line for each folder of src that the target reaches: covered and all lines, and their share.
set -eu

build=$1
shift
for target; do
	[ -f "fixtures/fuzz/$target.corpus" ] || continue
	program=$build/tests/fuzz-replay-$target
	LLVM_PROFILE_FILE=$build/$target.profraw "$program" "fixtures/fuzz/$target.corpus"
	llvm-profdata merge -o "$build/$target.profdata" "$build/$target.profraw"
	llvm-cov export -summary-only -format=text -instr-profile="$build/$target.profdata" "$program" |
		tr '{' '\n' | awk -F'[:,}]' '
		/"filename"/ { file = $0 }
		/^"count"/ && kind == "lines" { note(file, $2, $4) }
		{ kind = $0 ~ /"lines":$/ ? "lines" : "" }
		function note(line, all, covered,    name) {
			name = line
			sub(/.*"filename":"/, "", name)
			sub(/".*/, "", name)
			if (name !~ /(^|\/)src\//)
				return
			sub(/.*src\//, "src/", name)
			sub(/\/[^\/]*$/, "", name)
			lines[name] += all
			hit[name] += covered
		}
		END {
			for (name in lines)
				if (hit[name])
					printf "  %-32s %5d of %5d lines, %3d %%\n", name, hit[name], lines[name],
						100 * hit[name] / lines[name]
		}' | sort
done
