#!/bin/sh
# SPDX-License-Identifier: MIT
# The table of what run.sh has seen: table.sh DIRECTORY NAME...
# Each NAME is a build in DIRECTORY. Exits 1 unless in each of them something passed and nothing failed.
set -eu

directory=$1
shift
good=yes

# The byte of the tool's ELF header at an offset.
header() {
	od -An -tu1 -j "$2" -N 1 "$directory/$1/cusb" | tr -d ' '
}

echo "architecture | bits | endianness | unit checks | conformance | tool | failed | not under qemu-user"
echo "---|---|---|---|---|---|---|---"
for name; do
	bits=$(($(header "$name" 4) * 32))
	endianness=$([ "$(header "$name" 5)" = 1 ] && echo little || echo big)
	awk -v line="$name | $bits | $endianness" '
		{ passed[$1] = $2; failed += $3; known += $4; good += $2 > 0 }
		END {
			print line " | " passed["unit"] " | " passed["conformance"] " | " passed["tool"] \
				" | " failed " | " known
			exit failed > 0 || good < 4
		}' "$directory/$name/results" || good=
done
[ "$good" ]
