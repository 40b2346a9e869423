#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the guest's tree of programs: stage.sh ORIGINAL OURS ROOT FILE[:PATH]...
# ORIGINAL and OURS are two libusb-1.0.so.0, and both go where no loader looks by itself: /original
# and /cusb. FILEs go along (see ../../kernel/stage.sh).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
original=$1
ours=$2
root=$3
shift 3

# The original goes along for the libraries that it needs.
"$here/../../kernel/stage.sh" "$root" "$@" "$original:original/libusb-1.0.so.0"
find "$root/lib"* -name 'libusb-*' -delete
mkdir -p "$root/cusb" "$root/run"
cp -L "$ours" "$root/cusb/libusb-1.0.so.0"
if cmp -s "$root/original/libusb-1.0.so.0" "$root/cusb/libusb-1.0.so.0"; then
	echo "$ours is the original library" >&2
	exit 1
fi
