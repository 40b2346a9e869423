#!/bin/sh
# SPDX-License-Identifier: MIT
# The suite of libusb's Perl binding, built and run with the original and with ours, and its example
# programs on the miniature kernel: perl.sh SOURCE DIRECTORY LIBRARY MINIATURE
# LIBRARY and MINIATURE: see libusb.sh. SOURCE stays as it is.
set -eu
unset MAKEFLAGS MFLAGS

source=$1
mkdir -p "$2"
directory=$(cd "$2" && pwd)
library=$(cd "$3" && pwd)
miniature=$(cd "$4" && pwd)
headers=$(pwd)/src/compat/libusb-1.0
passed=0
failed=0

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

# build FOR: in a copy of the source; what Makefile.PL is told of the library is in the environment.
build() {
	rm -rf "${directory:?}/$1"
	cp -a "$source" "$directory/$1"
	(cd "$directory/$1" && perl Makefile.PL && make) >"$directory/$1.log" 2>&1
}

# Each test with its verdict; without what it tells of the version, and of the time it took.
verdicts() {
	(cd "$directory/$1" && prove -bv t 2>&1) | grep -E '^(ok|not ok|[0-9]+\.\.|Result:|t/.* \.\.)' || :
}

# runs PROGRAM TEXT: one of the binding's authors, which prints that of PyUSB's device.
runs() {
	(cd "$directory/cusb" && LD_LIBRARY_PATH=$miniature perl -Mblib "xt/$1.pl" $3) >"$directory/$1.log" 2>&1 &&
		grep -qF -- "$2" "$directory/$1.log"
}

check 'the original' build original
export USB_LIBUSB_INCLUDE="-I$headers" USB_LIBUSB_LIB="-L$library -lusb-1.0"
check 'ours' build cusb
wanted=$(verdicts original)
export LD_LIBRARY_PATH="$library"
found=$(verdicts cusb)
echo "$found" | sed 's/^/perl: /'
check 'the verdicts are those of the original' [ "$found" = "$wanted" ]
check 'the suite passes' [ "${found##*Result: }" = PASS ]
device='-v 04d8 -p fa2e'
check lsusb runs lsusb 'ID 04d8:fa2e' ''
check lsusb-xs runs lsusb-xs "'idProduct' => 64046" ''
check dump-dev-descriptor runs dump-dev-descriptor '1240' "$device"
check dump-config runs dump-config 'bEndpointAddress' "$device"
echo "suites, perl: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
