#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds libcheck from DIRECTORY/source for another architecture: libcheck.sh DIRECTORY NAME TRIPLET
# Library and header are below DIRECTORY/NAME then.
set -eu
unset MAKEFLAGS MFLAGS

directory=$(cd "$1" && pwd)
place=$directory/$2
# What autoconf and automake make is there, also where a copy has the wrong times.
build() {
	make ACLOCAL=: AUTOCONF=: AUTOHEADER=: AUTOMAKE=: "$@"
}

rm -rf "$place"
mkdir -p "$place/build"
cd "$place/build"
if ! {
	"$directory/source/configure" --host="$3" --prefix="$place" --disable-shared --disable-subunit &&
		build -C lib && build -C src install
} >"$place/log" 2>&1; then
	tail -n 20 "$place/log" >&2
	echo "libcheck.sh: libcheck cannot be built with $3-gcc; the whole is in $place/log" >&2
	exit 1
fi
rm -rf "$place/build"
