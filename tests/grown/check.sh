#!/bin/sh
# SPDX-License-Identifier: MIT
# A program works with a library whose structs have grown since it was compiled, and a new program
# works with the library from before: check.sh MAKE CC BUILD
#
# The grown library is made of a copy of the sources. Members are added in the reserved room of each
# struct that programs allocate, at the end of each struct that the library lends, and at the front
# of the core's data in a transfer. The grown library gives two of them a value, and takes one of the
# program, which the library of before must refuse.
set -eu

# `make -n` runs this as well.
flags=${MAKEFLAGS-}
case ${flags%% *} in
-*) ;;
*n*) exit 0 ;;
esac
make=$1
cc=$2
build=$(cd "$3" && pwd)
grown=$build/tests/grown
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

# grow EXPRESSION FILE...: changes these files of the copy.
grow() {
	expression=$1
	shift
	for file; do
		sed -E "$expression" "$file" >"$grown/$file"
		expect "$file is changed by $expression" "$(cmp -s "$file" "$grown/$file" || echo yes)" yes
	done
}

rm -rf "$grown"
mkdir -p "$grown"
cp -r Makefile include src tests "$grown"
words='s/^(	uintptr_t) reserved\[4\];/\1 added[2], reserved[2];/'
functions='s/^	void \(\*reserved\[8\]\)\(void\);/	void (*added[2])(void), (*reserved[6])(void);/'
ends='/^struct cusb_(device|configuration|interface|endpoint|bos) \{/,/^\};/s/^\};/	uintptr_t added[3];\n};/'
state='s/^	struct cusb_queue_entry entry;.*/&\n	uint64_t added[8];/'
grow "$words" include/cusb/monitor.h include/cusb/virtual.h include/cusb/wait.h
grow "$words; $functions" include/cusb/usbfs.h
grow 's/^	uintptr_t reserved\[5\];/	uintptr_t added[2], reserved[3];/' include/cusb/transfer.h
grow "$ends" include/cusb/descriptor.h
grow "$state" src/core/transfer_state.h
grow 's/^	dev->in_flight--;/&\n	transfer->added[0] = 77;/' src/core/queue.c
grow 's/^	\*event = \(struct cusb_event\)\{/&.added = {78}, /' src/core/monitor/known_devices.c
expect 'structs with new members' "$(cat "$grown"/include/cusb/*.h | grep -c 'added\[')" 17

$make -s --no-print-directory -C "$grown" BUILD="$grown/build" CC="$cc" CFLAGS=-O1 \
	"$grown/build/libcusb.so.0" "$grown/build/libcusb-virtual.so.0" >"$grown/log" 2>&1 ||
	{ cat "$grown/log"; exit 1; }

# program OUT FOLDER LIBRARIES [OPTION]...: with the headers in the folder, linked with libraries.
program() {
	out=$1
	folder=$2
	libraries=$3
	shift 3
	$cc -std=c11 -O2 -Wall -Wextra -I"$folder/include" "$@" -o "$grown/$out" tests/grown/program.c \
		"$libraries/libcusb-virtual.so.0" "$libraries/libcusb.so.0"
}
said() {
	LD_LIBRARY_PATH=$1 "$grown/$2" 2>&1 || echo "status $?"
}
program before . "$build"
program after "$grown" "$grown/build" -DGROWN
wanted=$(said "$build" before)
expect 'the library of before' "$(echo "$wanted" | tail -1)" 'end'
expect 'a program of before, with the grown libraries' "$(said "$grown/build" before)" "$wanted"
for later in libcusb.so.0 libcusb-virtual.so.0; do
	mkdir -p "$grown/mixed-$later"
	ln -s "$build"/libcusb*.so.0 "$grown/mixed-$later"
	ln -sf "$grown/build/$later" "$grown/mixed-$later"
	expect "a program of before, with one grown library: $later" "$(said "$grown/mixed-$later" before)" "$wanted"
done
new=$(said "$grown/build" after)
expect 'a new program, with the grown libraries' "$(echo "$new" | grep -v added)" "$wanted"
expect 'new members' "$(echo "$new" | sed -n 's/: added member//p' | tr '\n' ' ')" \
	'bulk: 0 control: 0 queue: 77 queue: cancelled: 77 iso: 77 monitor: 78 usbfs: 0 '
new=$(said "$build" after)
expect 'a new program, with the library of before' "$(echo "$new" | grep -v added)" "$wanted"
expect 'new members, with the library of before' "$(echo "$new" | sed -n 's/: added member//p' | tr '\n' ' ')" \
	'bulk: 0 control: 0 queue: 0 queue: cancelled: 0 iso: 0 monitor: 0 usbfs: -22 '

# overflow FILE EXPRESSION SOURCE WHY: too much is added, and the library does not compile.
overflow() {
	sed -E "$2" "$1" >"$grown/$1"
	expect "$1 with too many members" "$($cc -std=c11 -D_GNU_SOURCE -I"$grown/include" -I"$grown/src" \
		-fsyntax-only "$grown/$3" 2>&1 | grep -c "$4")" 1
}
overflow src/core/transfer_state.h 's/^	struct cusb_queue_entry entry;.*/&\n	uint64_t added[16];/' \
	src/core/queue.c 'has room in a transfer'
overflow src/backend/usbfs/transfer/transfer.h 's/^	int error;$/&\n	uint64_t added[8];/' \
	src/backend/usbfs/transfer/queue.c 'has room in a transfer'

echo "grown: $passed passed, $failed failed"
[ $failed -eq 0 ]
