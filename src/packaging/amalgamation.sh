#!/bin/sh
# SPDX-License-Identifier: MIT
# The library as one cusb.c and one cusb.h, for programs that take it into their own sources:
# amalgamation.sh OUT SOURCE...
set -eu

out=$1
shift
here=$(dirname "$0")

# put HEADER: with the headers that it includes, each once.
put() {
	case " $seen " in *" $1 "*) return ;; esac
	seen="$seen $1"
	while IFS= read -r line; do
		case $line in
		'#include "'*)
			line=${line#*\"}
			put "${line%\"*}"
			;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"include/cusb/$1"
}

mkdir -p "$out"
seen=
put cusb.h >"$out/cusb.h"
{
	printf '/* SPDX-License-Identifier: MIT */\n'
	printf '/* cusb in one file, made by `make amalgamation`. Compile it as C11, with -pthread. */\n'
	printf '#ifndef _GNU_SOURCE\n#define _GNU_SOURCE\n#endif\n'
	printf '#ifndef _FILE_OFFSET_BITS\n#define _FILE_OFFSET_BITS 64\n#endif\n#include "cusb.h"\n'
	# The tool uses some functions that the library does not.
	printf '#pragma GCC diagnostic ignored "-Wunused-function"\n'
	awk -f "$here/amalgamation.awk" -v ROOT=src "$@"
} >"$out/cusb.c"
