#!/bin/sh
# SPDX-License-Identifier: MIT
# The flags with which a compiler for this machine finds the kernel's UAPI headers: nothing if it
# finds them by itself, or if it is for another machine: uapi.sh COMPILER...

echo '#include <linux/usbdevice_fs.h>' | "$@" -E -x c - >/dev/null 2>&1 && exit
[ "$("$@" -dumpmachine)" = "$(cc -dumpmachine)" ] || exit
echo -idirafter /usr/include -idirafter "/usr/include/$(cc -print-multiarch)"
