#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install-compat` installs is enough to build a program for libusb 1.0, that then runs on
# it; and `make uninstall-compat` takes it away: install.sh MAKE BUILD CC
set -eu

# `make -n` runs this as well.
flags=${MAKEFLAGS-}
case ${flags%% *} in
-*) ;;
*n*) exit 0 ;;
esac
make=$1
build=$2
cc=$3
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
# compat TARGET: makes it, for the kind and prefix at hand.
compat() {
	$make -s --no-print-directory BUILD="$build" COMPAT=$kind PREFIX="$prefix" \
		LIBDIR="$prefix/lib" BINDIR="$prefix/bin" INCLUDEDIR="$prefix/include" "$1"
}
no_file_in() {
	[ -z "$(find "$1" ! -type d)" ]
}
runs_on() {
	ldd "$1" | grep -qF "=> $2/libusb-1.0.so.0 " && "$1"
}
# Libraries that a static program would need besides the C library.
links_statically() {
	$cc $(pkg-config --cflags libusb-1.0) -o "$work/static" "$work/program.c" \
		-L"$build" -Wl,-Bstatic $(pkg-config --static --libs libusb-1.0) -Wl,-Bdynamic &&
		! ldd "$work/static" | grep -q usb && "$work/static"
}

cat >"$work/program.c" <<'END'
#include <libusb.h>
#include <libusb-1.0/libusb.h>

int main(void)
{
	libusb_device **list;

	if (libusb_init(0) || libusb_get_device_list(0, &list) < 0)
		return 1;
	libusb_free_device_list(list, 1);
	libusb_exit(0);
	return libusb_get_version()->micro != 31;
}
END
for kind in private system; do
	prefix=$work/$kind
	compat install-compat
	case $kind in
	private) lib=$prefix/lib/cusb/compat pc=$lib path= ;;
	system) lib=$prefix/lib pc=$lib/pkgconfig path=$lib ;;
	esac
	export PKG_CONFIG_PATH="$pc" LD_LIBRARY_PATH="$path"
	$cc $(pkg-config --cflags libusb-1.0) -o "$work/program" "$work/program.c" $(pkg-config --libs libusb-1.0)
	check "$kind: a program" runs_on "$work/program" "$lib"
	check "$kind: a static program" links_statically
	check "$kind: version" [ "$(pkg-config --modversion libusb-1.0)" = 1.0.31 ]
	compat uninstall-compat
	check "$kind: uninstall-compat" no_file_in "$prefix"
done
needed=$(readelf -d "$build/compat/libusb-1.0.so.0" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
	grep -vE '^(libc\.|libpthread\.|ld-)' || :)
check "needs the C library alone, not $needed" [ -z "$needed" ]
echo "libusb-1.0: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
