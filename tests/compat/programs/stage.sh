#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the guest's tree of programs: stage.sh PACKAGES OURS ROOT FILE[:PATH]...
# PACKAGES is where fetch.sh put the packages, OURS our libusb-0.1.so.4; FILEs go along (see
# ../kernel/stage.sh).
#
# Two libraries of that name are in the tree, and both where no loader looks by itself: /original
# has the distribution's, /cusb ours.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
packages=$1
ours=$2
root=$3
shift 3

fail() {
	echo "check-compat: $*" >&2
	exit 1
}

# The program, library or configuration of that name in the packages.
find_file() {
	found=$(find "$packages/tree" ! -type d \( -path "*/bin/$1" -o -path "*/lib/*$1" -o -path "*/etc/$1" \) | head -n 1)
	[ -n "$found" ] || fail "the packages of this release have no $1"
	echo "$found"
}

# What of the packages goes into the guest, the original library aside: FILE:PATH each.
files() {
	sed -e '/^#/d' -e '/^$/d' -e '/^libusb-0.1-4 /d' -e 's/^[^ ]* *//' "$here/packages.txt" | tr ' ' '\n' |
		while read -r name; do
			file=$(find_file "$name")
			case $name in
			*.so.*) echo "$file:lib/$name" ;;
			*.conf) echo "$file:etc/$name" ;;
			*) echo "$file:bin/$name" ;;
			esac
		done
}

programs=$(files)
original=$(find_file libusb-0.1.so.4)
"$here/../../kernel/stage.sh" "$root" "$@" $programs
# If this machine has the library, it came along.
find "$root" -name 'libusb-0.1*' -delete
mkdir -p "$root/original" "$root/cusb"
cp -L "$original" "$root/original/libusb-0.1.so.4"
cp -L "$ours" "$root/cusb/libusb-0.1.so.4"
! cmp -s "$root/original/libusb-0.1.so.4" "$root/cusb/libusb-0.1.so.4" || fail "$ours is the original library"
