#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install-compat` installs is enough to build a program for libusb-0.1, that then runs on
# it; and `make uninstall-compat` takes it away: twice_install.sh MAKE BUILD CC
set -eu

# `make -n` runs this as well.
flags=${MAKEFLAGS-}
case ${flags%% *} in
-*) ;;
*n*) exit 0 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

# check WHAT COMMAND...: the command succeeds.
check() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "fail: $what"
		failed=$((failed + 1))
	fi
}
# legacy TARGET: makes it, for the kind and prefix at hand.
legacy() {
	$make -s --no-print-directory BUILD="$build" COMPAT=$kind PREFIX="$prefix" \
		LIBDIR="$prefix/lib" BINDIR="$prefix/bin" INCLUDEDIR="$prefix/include" "$1"
}
no_file_in() {
	[ -z "$(find "$1" ! -type d)" ]
}
runs_on() {
	ldd "$1" | grep -qF "=> $2/libusb-0.1.so.4 "
}
# As a program does that binds libraries at run time.
python_finds() {
	LD_LIBRARY_PATH=$lib python3 -c 'import ctypes, sys
from ctypes.util import find_library
ctypes.CDLL(find_library(sys.argv[1]))
sys.exit(open("/proc/self/maps").read().count(sys.argv[2]) == 0)' "$1" "$lib/$2"
}
links_statically() {
	$cc $(pkg-config --cflags libusb) -o "$work/static" tests/compat/libusb-0.1/twice.c \
		-L"$build" -Wl,-Bstatic $(pkg-config --static --libs libusb) -Wl,-Bdynamic &&
		! ldd "$work/static" | grep -q libusb
}

make=$1
build=$2
cc=$3
for kind in private system; do
	prefix=$work/$kind
	legacy install-compat
	case $kind in
	private) lib=$prefix/lib/cusb/compat pc=$lib bin=$lib path= ;;
	system) lib=$prefix/lib pc=$lib/pkgconfig bin=$prefix/bin path=$lib ;;
	esac
	export PKG_CONFIG_PATH="$pc" LD_LIBRARY_PATH="$path"
	$cc $(pkg-config --cflags libusb) -o "$work/by-pc" tests/compat/libusb-0.1/twice.c $(pkg-config --libs libusb)
	check "$kind: pkg-config" runs_on "$work/by-pc" "$lib"
	$cc $("$bin/libusb-config" --cflags) -o "$work/by-config" tests/compat/libusb-0.1/twice.c $("$bin/libusb-config" --libs)
	check "$kind: libusb-config" runs_on "$work/by-config" "$lib"
	check "$kind: a static program" links_statically
	check "$kind: Python finds libusb-0.1" python_finds usb libusb-0.1.so.4
	check "$kind: Python finds OpenUSB" python_finds openusb libopenusb.so.1
	legacy uninstall-compat
	check "$kind: uninstall-compat" no_file_in "$prefix"
done
echo "compat: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
