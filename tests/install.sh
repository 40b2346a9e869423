#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install` installs is all that a program needs, and `make uninstall` takes it away:
# install.sh MAKE CC BUILD
set -u

# `make -n` runs this as well.
flags=${MAKEFLAGS-}
case ${flags%% *} in
-*) ;;
*n*) exit 0 ;;
esac
command -v pkg-config >/dev/null || { echo "install: pkg-config is missing; 'make setup' installs it" >&2; exit 1; }
make=$1
cc=$2
build=$3
root=$(mkdir -p "$build/tests" && cd "$build/tests" && pwd)/root
prefix=/opt/cusb
passed=0
failed=0

# expect WHAT GOT WANTED
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		printf 'fail: %s:\n%s\nnot:\n%s\n' "$1" "$2" "$3"
		failed=$((failed + 1))
	fi
}

# The libraries that a file needs besides the C library, which some have in several parts.
needed() {
	echo $(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
		grep -vE '^(libc\.|libpthread\.|ld-)')
}

# compile OUT FLAGS-OF-PKG-CONFIG SOURCE... [OPTION]...
compile() {
	out=$root/$1
	flags=$2
	shift 2
	$cc -o "$out" "$@" $(pkg-config $flags)
}

rm -rf "$root"
$make --no-print-directory -s BUILD="$build" DESTDIR="$root" PREFIX=$prefix install >/dev/null || exit 1
share=$root$prefix/share
lib=$root$prefix/lib
export PKG_CONFIG_PATH="$lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"

expect version "cusb $(pkg-config --modversion cusb)" "$("$root$prefix/bin/cusb" --version)"
for file in man/man1/cusb.1 man/man3/libcusb.3 man/man3/cusb_read.3 man/man3/cusb-core.3 \
	bash-completion/completions/cusb zsh/site-functions/_cusb fish/vendor_completions.d/cusb.fish \
	doc/cusb/70-cusb-example.rules doc/cusb/README.md; do
	expect "$file" "$(test -s "$share/$file" && echo there)" there
done

# The README's program, as it is and with virtual devices.
first=$build/tests/readme/first.c
world=tests/examples/world.c
said='1-1 wrote and read back: test'
compile shared '--cflags --libs cusb' "$first"
expect 'shared: needed' "$(needed "$root/shared")" libcusb.so.0
expect 'libcusb: needed' "$(needed "$lib/libcusb.so.0")" ''
compile static '--static --cflags --libs cusb' "$first" -static
expect 'static: needed' "$(needed "$root/static")" ''
# Static programs with glibc: the linker warns of the name service.
cat >"$root/remote.c" <<'END'
#include <cusb/usbip.h>

int main(void)
{
	struct cusb_backend *lab;

	return cusb_usbip_new(&(struct cusb_usbip_options){.host = "localhost"}, &lab);
}
END
expect 'static, remote: warnings' "$(compile static-remote '--static --cflags --libs cusb' "$root/remote.c" \
	-static -Wl,--fatal-warnings 2>&1)" ''
expect 'static, remote: needed' "$(needed "$root/static-remote")" ''
compile virtual '--cflags --libs cusb-virtual' "$first" $world
expect 'virtual: needed' "$(needed "$root/virtual")" 'libcusb-virtual.so.0 libcusb.so.0'
expect 'virtual: output' "$(LD_LIBRARY_PATH=$lib "$root/virtual" 2>&1)" "$said"
compile static-virtual '--static --cflags --libs cusb-virtual' "$first" $world -static
expect 'static, virtual: output' "$("$root/static-virtual" 2>&1)" "$said"

for example in "$share"/doc/cusb/examples/*.c; do
	expect "${example##*/}: warnings" "$($cc -Wall -Wextra -Wno-unused-parameter -fsyntax-only \
		$(pkg-config --cflags cusb) "$example" 2>&1)" ''
done
expect 'number of examples' "$(ls "$share/doc/cusb/examples" | wc -l)" \
	"$(ls tests/examples/*.c | grep -vc world)"

rm -f "$root/shared" "$root/static" "$root/static-remote" "$root/remote.c" "$root/virtual" "$root/static-virtual"
$make --no-print-directory -s BUILD="$build" DESTDIR="$root" PREFIX=$prefix uninstall >/dev/null
expect 'left by uninstall' "$(find "$root" ! -type d)" ''
echo "install: $passed passed, $failed failed"
[ $failed -eq 0 ]
