#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install-compat` installs is enough to build programs for libusb 0.1 and 1.0, that then
# run on it, and for programs that bind a library at run time; and `make uninstall-compat` takes it
# away: install.sh MAKE BUILD CC
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
# What a later `make install` goes on with is what the user said, not what this test does.
cp "$build/kept.mk" "$work/kept.mk"
trap 'cp "$work/kept.mk" "$build/kept.mk" && rm -rf "$work"' EXIT
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
# builds LIBRARY CONFIG SOURCE: a program that finds the library installed; CONFIG tells the flags.
builds() {
	$cc $($2 --cflags) -o "$work/program" "$3" $($2 --libs) &&
		ldd "$work/program" | grep -qF "=> $lib/$1 "
}
# The same without a shared library of ours; static programs link libcusb.a as well.
builds_statically() {
	$cc $(pkg-config --cflags "$1") -o "$work/static" "$2" \
		-L"$build" -Wl,-Bstatic $(pkg-config --static --libs "$1") -Wl,-Bdynamic &&
		! ldd "$work/static" | grep -q usb
}
# As a program does that binds libraries at run time.
python_finds() {
	LD_LIBRARY_PATH=$lib python3 -c 'import ctypes, sys
from ctypes.util import find_library
ctypes.CDLL(find_library(sys.argv[1]))
sys.exit(open("/proc/self/maps").read().count(sys.argv[2]) == 0)' "$1" "$lib/$2"
}

# By both of the names that programs include.
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
twice=tests/compat/libusb-0.1/twice.c
for kind in private system; do
	prefix=$work/$kind
	compat install-compat
	case $kind in
	private) lib=$prefix/lib/cusb/compat pc=$lib bin=$lib path= ;;
	system) lib=$prefix/lib pc=$lib/pkgconfig bin=$prefix/bin path=$lib ;;
	esac
	export PKG_CONFIG_PATH="$pc" LD_LIBRARY_PATH="$path"
	check "$kind: libusb 0.1 by pkg-config" builds libusb-0.1.so.4 'pkg-config libusb' $twice
	check "$kind: libusb 0.1 by libusb-config" builds libusb-0.1.so.4 "$bin/libusb-config" $twice
	check "$kind: libusb 0.1, static" builds_statically libusb $twice
	check "$kind: libusb 1.0" builds libusb-1.0.so.0 'pkg-config libusb-1.0' "$work/program.c"
	check "$kind: a program runs" "$work/program"
	check "$kind: libusb 1.0, static" builds_statically libusb-1.0 "$work/program.c"
	check "$kind: a static program runs" "$work/static"
	check "$kind: version" [ "$(pkg-config --modversion libusb-1.0)" = 1.0.31 ]
	check "$kind: Python finds libusb-0.1" python_finds usb libusb-0.1.so.4
	check "$kind: Python finds OpenUSB" python_finds openusb libopenusb.so.1
	compat uninstall-compat
	check "$kind: uninstall-compat" no_file_in "$prefix"
done
# Nothing shared is built, so nothing shared is installed.
kind=private prefix=$work/only
$make -s --no-print-directory BUILD="$build" STATIC_ONLY=1 PREFIX="$prefix" install-compat
check 'STATIC_ONLY: no shared library' [ -z "$(find "$prefix" -name '*.so*')" ]
check 'STATIC_ONLY: both archives' [ "$(find "$prefix" -name '*.a' | wc -l)" -eq 2 ]
echo "compat: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
