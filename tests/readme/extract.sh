#!/bin/sh
# SPDX-License-Identifier: MIT
# The C of the README and of the tutorial as files: extract.sh README.md TUTORIAL OUT
# OUT/first.c is the README's program; OUT/fragments.c has the tutorial's functions, behind the
# includes.
set -eu

mkdir -p "$3"
sed -n '/^```c$/,/^```$/{/^```/d;p;}' "$1" >"$3/first.c"
{
	printf '#include <errno.h>\n#include <stdio.h>\n#include <cusb/cusb.h>\n'
	# Commands in a shell are literal text, too.
	awk '/^\.Bd -literal/ { on = 1; text = ""; next }
		/^\.Ed/ { if (text ~ /\{/) print text; on = 0 }
		on { text = text $0 "\n" }' "$2" | sed 's/\\-/-/g; s/\\&//g; s/\\e/\\/g'
} >"$3/fragments.c"
