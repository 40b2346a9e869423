#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the library of an earlier commit to compare with: base.sh DIRECTORY COMMIT MAKE CC CFLAGS
#
# Puts its include/ and build/libcusb.a into DIRECTORY. Exits 1 where the repository's history lacks
# the commit, as that of a shallow clone does; the benchmark then goes without.
set -eu
unset MAKEFLAGS MFLAGS

directory=$1
commit=$2
[ -s "$directory/build/libcusb.a" ] && exit 0
if ! git cat-file -e "$commit^{commit}" 2>/dev/null; then
	echo "base.sh: the history has no commit $commit: nothing is compared with it" >&2
	exit 1
fi
rm -rf "$directory"
mkdir -p "$directory"
git archive "$commit" | tar -x -C "$directory"
"$3" -C "$directory" -s BUILD=build CC="$4" CFLAGS="$5" build/libcusb.a
