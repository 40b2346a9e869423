#!/bin/sh
# SPDX-License-Identifier: MIT
# What the library alone takes on this machine, on the null kernel: native.sh PROGRAMS
#
# Runs of the base, where it could be built, and of the library take turns, so that both meet what
# else the machine does; nanoseconds.c explains their lines, those of the base begin with base-.
set -eu

programs=$1
pairs=15

while [ $pairs -gt 0 ]; do
	if [ -x "$programs/nanoseconds-base" ]; then
		"$programs/nanoseconds-base" | sed 's/^/base-/'
	fi
	"$programs/nanoseconds"
	pairs=$((pairs - 1))
done
"$programs/growth"
"$programs/enumerate"
"$programs/many"
"$programs/idle"
