#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes an initramfs whose only program is cusb.
#
#   make.sh OUT CUSB COMMANDS [TREE MODULE...]
#
#   OUT       the archive, for GRUB's `initrd`, QEMU's -initrd, a boot loader's ramdisk; it may be
#             compressed with gzip, xz or zstd
#   CUSB      the tool for that machine, static, as `make static` builds it; it becomes /init
#   COMMANDS  a file of commands that it runs at boot; 'cusb init --help' tells what may be there,
#             'cusb init COMMANDS' checks it
#   TREE      /lib/modules/RELEASE of the kernel that is to be booted
#   MODULE    a module, and maybe "MODULE PARAMETER...", for what that kernel has not built in. What
#             it depends on comes along.
#
# For a PC with Debian's kernel:
#
#   printf '%s\n' 'wait 46f4:0001 --timeout 20000' 'show 46f4:0001' poweroff >commands
#   src/initramfs/make.sh usb.cpio build/static/cusb commands /lib/modules/$(uname -r) xhci-pci
#
# Needs cpio, and for modules modinfo (kmod) and what they are compressed with.
set -eu

if [ $# -lt 3 ]; then
	sed -n '3,23s/^# \{0,1\}//p' "$0" >&2
	exit 2
fi
here=$(dirname "$0")
out=$1
cusb=$2
commands=$3
tree=${4:-}
shift $(($# < 4 ? $# : 4))

if readelf -lW "$cusb" 2>/dev/null | grep -q INTERP; then
	echo "make.sh: $cusb needs libraries, which are not there at boot; take what 'make static' builds" >&2
	exit 1
fi
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc/cusb"
# A foreign machine's may be more than this strip knows.
strip -o "$root/init" "$cusb" 2>/dev/null || cp "$cusb" "$root/init"
chmod 755 "$root" "$root/init"
cp "$commands" "$root/etc/cusb/init"
if [ $# -gt 0 ]; then
	printf '%s\n' "$@" | "$here/modules.sh" "$tree" "$root" >"$root/etc/cusb/modules"
fi
(cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) >"$out"
