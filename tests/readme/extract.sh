#!/bin/sh
# SPDX-License-Identifier: MIT
# The README's C as files: extract.sh README.md OUT
# OUT/first.c is the first block, a whole program; OUT/fragments.c all others, behind the includes.
set -eu

mkdir -p "$2"
awk -v first="$2/first.c" -v fragments="$2/fragments.c" '
	BEGIN { print "#include <errno.h>\n#include <stdio.h>\n#include <cusb/cusb.h>" >fragments }
	/^```c$/ { out = blocks++ ? fragments : first; next }
	/^```$/ { out = ""; next }
	out { print >out }' "$1"
