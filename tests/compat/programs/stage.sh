#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the guest's tree of programs: stage.sh PACKAGES OURS ROOT FILE[:PATH]...
# PACKAGES is where fetch.sh put the packages, OURS the directory of our libraries; FILEs go along
# (see ../../kernel/stage.sh).
#
# Two libraries of each name are in the tree, and both where no loader looks by itself: /original
# has the distribution's, /cusb ours. OpenUSB is ours alone: no distribution has it any more.
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
	found=$(find "$packages/tree" ! -type d \( -path "*/bin/$1" -o -path "*/sbin/$1" -o -path "*/lib/*$1" -o \
		-path "*/etc/$1" \) | head -n 1)
	[ -n "$found" ] || fail "the packages of this release have no $1"
	echo "$found"
}

# Files, or all of a directory, at the place that they have in the packages: FILE:PATH each.
files_at() {
	(cd "$packages/tree" && find $1 ! -type d) | sed "s|.*|$packages/tree/&:&|" | grep . ||
		fail "the packages of this release have no $1"
}

# What of the packages goes into the guest, the original libraries aside: FILE:PATH each.
files() {
	sed -e '/^#/d' -e '/^$/d' -e 's/^[^ ]* *//' "$here/packages.txt" | tr ' ' '\n' |
		while read -r name; do
			case $name in
			libusb-0.1.so.4 | libusb-1.0.so.0) ;;
			*/*) files_at "$name" ;;
			*=*) echo "$(find_file "${name#*=}"):bin/${name%%=*}" ;;
			*.so.*) echo "$(find_file "$name"):lib/$name" ;;
			*.conf) echo "$(find_file "$name"):etc/$name" ;;
			*) echo "$(find_file "$name"):bin/$name" ;;
			esac
		done
}

programs=$(files)
"$here/../../kernel/stage.sh" "$root" "$@" $programs
# If this machine has the libraries, they came along.
find "$root" \( -name 'libusb-0.1*' -o -name 'libusb-1.0*' \) -delete
mkdir -p "$root/original" "$root/cusb" "$root/run" "$root/etc"
echo root:x:0:0::/:/bin/sh >"$root/etc/passwd" # usbhid-ups wants to know the user
for library in libusb-0.1.so.4 libusb-1.0.so.0; do
	original=$(find_file $library)
	cp -L "$original" "$root/original"
	cp "$ours/$library" "$root/cusb"
	! cmp -s "$original" "$ours/$library" || fail "$ours/$library is the original library"
done
cp "$ours/libopenusb.so.1" "$root/cusb"
