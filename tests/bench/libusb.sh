#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the distribution's libusb without udev, from its source package: libusb.sh DIRECTORY
#
# Puts there shared/lib/libusb-1.0.so.0, built with the distribution's flags for packages, small/
# with a static musl library for the comparison of sizes, and its `version`. Needs the network the
# first time. Exits 1 when it cannot be had; the benchmark then goes without.
set -eu
unset MAKEFLAGS MFLAGS

here=$(dirname "$0")
mkdir -p "$1"
directory=$(cd "$1" && pwd)
[ -s "$directory/version" ] && exit 0

"$here/../source.sh" "$directory" libusb-1.0 libusb-1.0-0
cd "$directory"
found=$(cd source && dpkg-parsechangelog -S Version)

# build PLACE OPTION... : configured with these in a directory of its own, and installed to PLACE.
build() {
	place=$directory/$1
	shift
	mkdir -p "$place/build"
	(
		cd "$place/build"
		"$directory/source/configure" -q --disable-udev --prefix="$place" "$@" >configure.log
		make -s install >make.log
	)
	rm -rf "$place/build"
}

flags() {
	dpkg-buildflags --get "$1"
}

arch=$(gcc -print-multiarch)
build shared --disable-static CFLAGS="$(flags CFLAGS)" CPPFLAGS="$(flags CPPFLAGS)" \
	LDFLAGS="$(flags LDFLAGS)"
# As the top Makefile builds what is to be small.
build small --disable-shared CC=musl-gcc LDFLAGS="-static -no-pie" \
	CPPFLAGS="-idirafter /usr/include -idirafter /usr/include/$arch" \
	CFLAGS="-Os -fno-pic -fno-pie -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables -fno-unwind-tables"
echo "$found" >version
