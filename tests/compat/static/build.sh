#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the programs of programs.txt twice as one static file each, with musl: on our archive and on
# the original's. build.sh DIRECTORY CUSB
#
# CUSB is where `make install install-compat` put ours. DIRECTORY/cusb and DIRECTORY/libusb get the
# programs, stripped; DIRECTORY/missing the names of those whose source cannot be had. What is built
# already stays, while ours is older.
set -eu
unset MAKEFLAGS MFLAGS

here=$(cd "$(dirname "$0")" && pwd)
tests=$here/../..
mkdir -p "$1"
directory=$(cd "$1" && pwd)
cusb=$(cd "$2" && pwd)

"$tests/bench/libusb.sh" "$directory/original" >"$directory/fetch.log" 2>&1 || {
	cat "$directory/fetch.log" >&2
	exit 1
}
export CC=musl-gcc
export CFLAGS="-Os -fno-pic -fno-pie -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables -fno-unwind-tables $("$tests/../src/uapi.sh" $CC)"
export LDFLAGS="-static -no-pie -Wl,--gc-sections -Wl,-z,noseparate-code -Wl,-z,norelro"
# The archives need what Libs.private has.
export PKG_CONFIG="pkg-config --static"

configure_and_make() {
	./configure -q >configure.log 2>&1 && make -s >make.log 2>&1
}

# Each in a copy of the source, as its authors build it.
build_dfu_util() {
	configure_and_make && mv src/dfu-util ..
}
build_usbhid_dump() {
	cd usbhid-dump && configure_and_make && mv src/usbhid-dump ../..
}
build_imx_usb() {
	make -s imx_usb CC=$CC CFLAGS="$CFLAGS" LDFLAGS="$LDFLAGS" PKG_CONFIG="$PKG_CONFIG" >make.log 2>&1 &&
		mv imx_usb ..
}
build_uhubctl() {
	$CC $CFLAGS -DPROGRAM_VERSION='"unpatched"' $($PKG_CONFIG --cflags libusb-1.0) uhubctl.c -o ../uhubctl \
		$LDFLAGS $($PKG_CONFIG --libs libusb-1.0)
}

# It needs no loader, no library and no thread; on the original, it has a thread for the hotplug events.
stands_alone() {
	! readelf -l "$1" | grep -q INTERP && ! nm "$1" | grep -wE 'pthread_create|__clone' || {
		echo "check-compat-static: $1 is not what it should be" >&2
		rm "$1"
		exit 1
	}
}

# build PROGRAM SOURCE FOR STAMP: with what pkg-config knows; again if STAMP is newer.
build() {
	[ ! "$directory/$3/$1" -nt "$4" ] || return 0
	work=$directory/$3/work
	rm -rf "$work"
	mkdir -p "$directory/$3"
	cp -a "$directory/sources/$2/source" "$work"
	(cd "$work" && "build_$(echo "$1" | tr - _)") || {
		cat "$work"/*.log "$work/$1"/*.log >&2 2>/dev/null || :
		echo "check-compat-static: $1 cannot be built on $3" >&2
		exit 1
	}
	rm -rf "$work"
	[ "$3" = libusb ] || stands_alone "$directory/$3/$1"
	strip "$directory/$3/$1"
}

: >"$directory/missing"
sed -e '/^#/d' -e '/^$/d' "$here/programs.txt" | while read -r program source; do
	if "$tests/source.sh" --original "$directory/sources/$source" "$source" >"$directory/fetch.log" 2>&1; then
		export PKG_CONFIG_LIBDIR="$cusb/usr/lib/cusb/compat" PKG_CONFIG_SYSROOT_DIR="$cusb"
		build "$program" "$source" cusb "$cusb/usr/lib/libcusb.a"
		export PKG_CONFIG_LIBDIR="$directory/original/small/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR=
		build "$program" "$source" libusb "$directory/original/version"
	else
		echo "$program" >>"$directory/missing"
	fi
done
