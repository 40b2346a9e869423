#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the way distributions build: other linkers, link time optimization, a toolchain of its own,
# parts left out, and the examples of src/packaging; check.sh MAKE BUILD
#
# Each is installed below BUILD/packaging, and a program is linked against it and run.
set -u

make=$1
mkdir -p "$2/packaging"
out=$(cd "$2/packaging" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
first=$2/tests/readme/first.c
world=tests/examples/world.c
said='1-1 wrote and read back: test'
passed=0
failed=0
unset MAKEFLAGS MAKELEVEL MFLAGS
export SOURCE_DATE_EPOCH=0

# expect WHAT GOT WANTED
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		printf 'fail: %s:\n%s\nnot:\n%s\n' "$1" "$2" "$3"
		failed=$((failed + 1))
	fi
}

# row WHAT WITH RESULT: of the table.
row() {
	printf '  %-22s %-40s %s\n' "$1" "$2" "$3"
}

# program COMPILER ROOT FLAG-OF-PKG-CONFIG... -- OPTION...: what the README's program says that is
# linked with the libraries below ROOT.
program() {
	compiler=$1
	root=$2
	shift 2
	flags=
	while [ "$1" != -- ]; do
		flags="$flags $1"
		shift
	done
	shift
	directory=$(dirname "$(find "$root" -name cusb.pc)")
	$compiler -o "$root/program" "$first" $world "$@" $(PKG_CONFIG_PATH=$directory \
		PKG_CONFIG_SYSROOT_DIR=$root pkg-config $flags) &&
		LD_LIBRARY_PATH=${directory%/pkgconfig} "$root/program" 2>&1
}

# variant NAME OPTION-OF-MAKE...: builds, installs, links and runs with these.
variant() {
	name=$1
	shift
	if ! "$make" -s BUILD="$out/$name" "$@" >"$out/$name.log" 2>&1 ||
		! "$make" -s BUILD="$out/$name" DESTDIR="$out/$name/root" install >>"$out/$name.log" 2>&1; then
		expect "$name: built" "$(tail -5 "$out/$name.log")" ''
		return
	fi
	expect "$name: warnings" "$(grep -i warning "$out/$name.log")" ''
	result=$(program cc "$out/$name/root" --cflags --libs cusb-virtual --)
	expect "$name: shared" "$result" "$said"
	static=$(program cc "$out/$name/root" --static --cflags --libs cusb-virtual -- -static)
	expect "$name: static" "$static" "$said"
	expect "$name: inner names in the archive" \
		"$(nm -g "$out/$name/root/usr/local/lib/libcusb.a" | awk '$2 == "T" && $3 !~ /^cusb_/')" ''
	row "$name" "$*" "$result"
}

files() {
	(cd "$1" && find . ! -type d | sed 's|^\./||' | sort)
}

rm -rf "$out"
mkdir -p "$out"

variant lto CC=gcc CFLAGS="-O2 -flto=auto"
variant gold CC=gcc LDFLAGS=-fuse-ld=gold
variant lld CC=gcc LDFLAGS=-fuse-ld=lld
variant clang-thin-lto CC=clang CFLAGS="-O2 -flto=thin" LDFLAGS=-fuse-ld=lld

# `make install` alone goes on with the compiler and the parts of the make before it.
expect 'install after make CC=clang' \
	"$(readelf -p .comment "$out/clang-thin-lto/root/usr/local/bin/cusb" | grep -c -i clang)" 1

# A toolchain of its own, as Buildroot has: "musl" in its name, its own kernel headers, and it
# refuses directories of this machine.
toolchain=$out/toolchain
mkdir -p "$toolchain/include"
cp -r /usr/include/linux /usr/include/asm-generic "$toolchain/include"
cp -r "/usr/include/$(gcc -print-multiarch)/asm" "$toolchain/include"
sed "s|@INCLUDE@|$toolchain/include|" "$here/musl-toolchain.in" >"$toolchain/x86_64-own-linux-musl-gcc"
chmod +x "$toolchain/x86_64-own-linux-musl-gcc"
own=$toolchain/x86_64-own-linux-musl-gcc
parts="STATIC_ONLY=1 VIRTUAL=0 COMPAT=0"
expect 'musl toolchain, static only: build' \
	"$("$make" -s BUILD="$out/musl" CC="$own" LDFLAGS=-static $parts 2>&1 | grep -v '^  ')" ''
"$make" -s BUILD="$out/musl" DESTDIR="$out/musl/root" install >/dev/null 2>&1
expect 'musl toolchain, static only: libraries' \
	"$(files "$out/musl/root/usr/local/lib")" "$(printf 'libcusb.a\npkgconfig/cusb.pc')"
expect 'musl toolchain, static only: other libraries of the build' \
	"$(find "$out/musl" -name '*.so*' -o -name 'libusb*' -o -name 'libcusb-virtual*')" ''
expect 'musl toolchain, static only: headers' "$(ls "$out/musl/root/usr/local/include/cusb" | grep -c -e virtual -e vhci)" 0
$own -static -o "$out/musl/program" "$first" -I"$out/musl/root/usr/local/include" "$out/musl/root/usr/local/lib/libcusb.a"
expect 'musl toolchain, static only: program' "$("$out/musl/program" 2>&1; echo $?)" \
	"$("$2/tests/first" 2>&1; echo $?)"
row musl-toolchain "$parts" "$("$out/musl/root/usr/local/bin/cusb" --version)"

# The library in one file, in a C++ program and in the lister, gives what the library gives.
"$make" -s BUILD="$out" amalgamation
root=$out/sysfs
for number in 1 2 3; do
	directory=$root/bus/usb/devices/1-$number
	mkdir -p "$directory"
	echo $number >"$directory/devnum"
	echo 1 >"$directory/busnum"
	echo "189:$((number - 1))" >"$directory/dev"
	printf "\\022\\001\\000\\002\\000\\000\\000\\100\\376\\377\\00$number\\000\\000\\001\\000\\000\\000\\001" >"$directory/descriptors"
	printf '\011\002\011\000\000\001\000\200\062' >>"$directory/descriptors"
done
echo Lamp >"$root/bus/usb/devices/1-3/product"
g++ -std=c++11 -Wall -Wextra -pedantic-errors -Iinclude/cusb -o "$out/finds" "$here/finds.cc" "$2/libcusb.a" -pthread
cc -Iinclude -o "$out/lister" tests/bench/lister.c "$2/libcusb.a" -pthread
expect 'library: devices found' "$("$out/finds" "$root" | grep -c 1-)" 7
for optimization in -O2 -O3 -Os; do
	cc -std=c11 $optimization -Wall -Wextra -Wconversion -Wno-sign-conversion -Werror -pthread \
		-c -o "$out/cusb.o" "$out/amalgamation/cusb.c"
	expect "amalgamation $optimization: names" "$(nm -g "$out/cusb.o" | awk 'NF == 3 && $3 !~ /^cusb_/')" ''
	g++ -std=c++11 -I"$out/amalgamation" -o "$out/finds-one" "$here/finds.cc" "$out/cusb.o" -pthread
	expect "amalgamation $optimization: C++ program" "$("$out/finds-one" "$root" 2>&1)" "$("$out/finds" "$root" 2>&1)"
	sed 's|<cusb/cusb.h>|"cusb.h"|' tests/bench/lister.c >"$out/lister.c"
	cc $optimization -I"$out/amalgamation" -o "$out/lister-one" "$out/lister.c" "$out/cusb.o" -pthread
	expect "amalgamation $optimization: lister" "$("$out/lister-one" 2>&1; echo $?)" "$("$out/lister" 2>&1; echo $?)"
	row amalgamation "cusb.c $optimization, lister and C++" "$("$out/finds-one" "$root" | head -1)"
done

# Transfers that a program declares as variables, with the library seen by the same optimizer.
for compile in 'gcc -O3 -flto=auto' 'clang -O3 -flto -fuse-ld=lld'; do
	$compile -std=c11 -D_GNU_SOURCE -Iinclude -o "$out/transfers" tests/grown/program.c \
		"$out/amalgamation/cusb.c" "$2/libcusb-virtual.a" -pthread
	cc -std=c11 -O0 -Iinclude -o "$out/transfers-apart" tests/grown/program.c "$2/libcusb-virtual.a" \
		"$2/libcusb.a" -pthread
	result=$("$out/transfers" 2>&1)
	expect "amalgamation, $compile: transfers" "$result" "$("$out/transfers-apart" 2>&1)"
	row amalgamation "$compile, transfers" "$(echo "$result" | tail -1)"
done

# The same commit gives the same file.
"$make" -s BUILD="$out/dist1" dist
"$make" -s BUILD="$out/dist2" dist
expect 'dist: the same twice' "$(cat "$out"/dist1/*.tar.gz | cksum)" "$(cat "$out"/dist2/*.tar.gz | cksum)"
tar -C "$out" -xzf "$out"/dist1/cusb-*.tar.gz
source=$(echo "$out"/cusb-*)

# Debian
cp -r "$source/src/packaging/debian" "$source/debian"
if (cd "$source" && dpkg-buildpackage -b -us -uc) >"$out/debian.log" 2>&1; then
	mkdir "$out/debian"
	for package in "$out"/*.deb; do
		case $package in *dbgsym*) ;; *) dpkg -x "$package" "$out/debian" ;; esac
	done
	result=$(program cc "$out/debian" --cflags --libs cusb-virtual --)
	row debian "$(echo $(cd "$out" && ls *.deb | grep -v dbgsym | sed 's/_.*//'))" "$result"
	expect 'debian: program' "$result" "$said"
	expect 'debian: tool' "$(LD_LIBRARY_PATH= "$out/debian/usr/bin/cusb" --version)" "cusb $(pkg-config --modversion "$(find "$out/debian" -name cusb.pc)")"
else
	expect 'debian: built' "$(tail -5 "$out/debian.log")" ''
fi
rm -rf "$source/debian"

# Alpine: abuild's part is to call these in the unpacked source.
if (cd "$source" && export CC=musl-gcc pkgdir="$out/alpine" && . src/packaging/alpine/APKBUILD &&
	build && package) >"$out/alpine.log" 2>&1; then
	result=$(program musl-gcc "$out/alpine" --static --cflags --libs cusb-virtual -- -static)
	row alpine "build, package" "$result"
	expect 'alpine: program' "$result" "$said"
else
	expect 'alpine: built' "$(tail -5 "$out/alpine.log")" ''
fi
(cd "$source" && "$make" -s clean)

# Buildroot: what it defines for a package, and the package's commands.
if "$make" -s -f "$here/buildroot.mk" TREE="$source/src/packaging/buildroot" SOURCE="$source" OUT="$out/buildroot" \
	CROSS="$own" >"$out/buildroot.log" 2>&1; then
	expect 'buildroot: target' "$(ls "$out/buildroot/target/usr/bin")" cusb
	$own -static -o "$out/buildroot/program" "$first" -I"$out/buildroot/staging/usr/include" \
		"$out/buildroot/staging/usr/lib/libcusb.a"
	expect 'buildroot: program' "$("$out/buildroot/program" 2>&1; echo $?)" "$("$2/tests/first" 2>&1; echo $?)"
	row buildroot "static, COMPAT=0 VIRTUAL=0" "$("$out/buildroot/target/usr/bin/cusb" --version)"
else
	expect 'buildroot: built' "$(tail -5 "$out/buildroot.log")" ''
fi

rm -rf "$source"
echo "packaging: $passed passed, $failed failed"
[ $failed -eq 0 ]
