#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the distribution's libusb without udev, from its source package: libusb.sh DIRECTORY
#
# Puts there shared/lib/libusb-1.0.so.0, built with the distribution's flags for packages, small/
# with a static musl library for the comparison of sizes, and its `version`. Needs the network the
# first time. Exits 1 when it cannot be had; the benchmark then goes without.
set -eu
unset MAKEFLAGS MFLAGS

directory=$1
mkdir -p "$directory/apt/lists/partial"
directory=$(cd "$directory" && pwd)
cd "$directory"
[ -s version ] && exit 0

# apt with a list and a state of its own, so that the machine's stay as they are: the sources of what
# it has packages from.
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	sort -u >apt/sources.list
apt() {
	apt-get -q -o Dir::Etc::SourceList="$directory/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$directory/apt/lists" -o Dir::Cache::pkgcache= \
		-o Dir::Cache::srcpkgcache= -o APT::Sandbox::User="$(id -un)" "$@"
}

wanted=$(dpkg-query -W -f '${source:Version}' libusb-1.0-0)
apt update
rm -rf source libusb-1.0*
apt source "libusb-1.0=$wanted" || apt source libusb-1.0
mv libusb-1.0-*/ source
found=$(cd source && dpkg-parsechangelog -S Version)

# build PLACE OPTION... : configured with these in a directory of its own, and installed to PLACE.
build() {
	place=$directory/$1
	shift
	mkdir -p "$place/build"
	(
		cd "$place/build"
		"$directory/source/configure" -q --disable-udev --prefix="$place" "$@" >configure.log
		make -s -C libusb install >make.log
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
rm -rf apt
echo "$found" >version
