#!/bin/sh
# SPDX-License-Identifier: MIT
# Prints what must stand before a program of that compiler for this machine to run it: nothing, where
# it just runs; runner.sh COMPILER [FLAG]...
#
# Tried and gone around: a kernel without 32-bit programs, and random addresses, which may be those
# that ThreadSanitizer keeps for itself. EMULATE=yes: as on a machine where the program does not run.
set -eu

TRIES=8 # addresses are not bad each time

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'int main(void) { return 0; }' >"$work/probe.c"
"$@" -o "$work/probe" "$work/probe.c"
case $("$1" -dumpmachine) in
i?86-*) arch=i386 ;;
arm*) arch=arm ;;
*) arch=$("$1" -dumpmachine | sed 's/-.*//') ;;
esac

runs() {
	for try in $(seq $TRIES); do
		"$@" "$work/probe" >/dev/null 2>&1 || return 1
	done
}

[ -z "${EMULATE-}" ] && runs env && exit 0
for before in "setarch -R" "qemu-$arch-static" "qemu-$arch"; do
	[ -n "${EMULATE-}" ] && [ "$before" = "setarch -R" ] && continue
	if runs $before; then
		echo "$before"
		exit 0
	fi
done
echo "runner.sh: this machine does not run programs of $*; qemu-user-static would" >&2
echo false
exit 1
