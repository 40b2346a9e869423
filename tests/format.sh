#!/bin/sh
# SPDX-License-Identifier: MIT
# Names the files that `make format` would change: format.sh FILE...
set -eu

command -v clang-format >/dev/null || { echo "format: clang-format is missing; 'make setup' installs it" >&2; exit 1; }
crooked=$(clang-format --dry-run "$@" 2>&1 | sed -n 's/:[0-9]*:[0-9]*: .*code should be.*//p' | sort -u)
for file in $crooked; do
	echo "fail: 'make format' would change $file"
done
[ -z "$crooked" ] && echo "format: $# files, by $(clang-format --version | grep -o 'version [0-9]*')"
