#!/bin/sh
# SPDX-License-Identifier: MIT
# Names what the tests need and this machine lacks: missing.sh BUILD [PACKAGE...]
# Without packages: everything of tests/packages.txt and the guest's kernel. Exits 1 if any is missing.
set -eu

here=$(dirname "$0")
build=$1
shift
missing=

wanted() {
	[ $# -eq 1 ] && return 0
	package=$1
	shift
	case " $* " in
	*" $package "*) return 0 ;;
	esac
	return 1
}

while IFS= read -r line; do
	case $line in
	'' | '#'*) continue ;;
	esac
	package=${line%%[ |]*}
	if [ $# -gt 0 ] && ! wanted "$package" "$@"; then
		continue
	fi
	sh -c "${line#*:}" </dev/null >/dev/null 2>&1 || missing="$missing $package"
done <"$here/../packages.txt"

if [ $# -eq 0 ] || wanted kernel "$@"; then
	[ -s "$build/kernel/release" ] || missing="$missing kernel"
fi

if [ -n "$missing" ]; then
	echo "missing:$missing" >&2
	case "$missing " in
	*" kernel "*) echo "'kernel' is the guest's Debian or Ubuntu kernel below $build/kernel" >&2 ;;
	esac
	echo "'make setup' gets what is missing on Debian and Ubuntu; elsewhere, install what has these commands and files" >&2
	exit 1
fi
