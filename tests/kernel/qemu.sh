# SPDX-License-Identifier: MIT
# The machine of all guests; read by the scripts that boot one, with $build set.

# Lines of the kernel's log that no program may cause.
FAULTS='Kernel panic|Oops|BUG:|WARNING:|general protection|Call Trace|blocked for more than|did not claim interface|for active endpoint|nonsensical USBDEVFS|UBSAN|refcount_t'

# What becomes an initramfs. The kernel unpacks several one after another.
archive() {
	(cd "$1" && find . | cpio --quiet -o -H newc -R 0:0)
}

# machine SECONDS INITRAMFS OPTION... : boots it, and returns when it is off or the time is over.
# No random addresses, which may be where ThreadSanitizer has its own. Mitigations off: an emulated
# processor has nothing to leak, and they triple what a system call takes. In the foreground: what
# ends the whole process group of the script ends the machine, too.
machine() {
	seconds=$1
	initramfs=$2
	shift 2
	timeout --foreground -k 5 "$seconds" qemu-system-x86_64 -accel tcg -machine pc -smp 2 -m 1G \
		-nodefaults -no-user-config -no-reboot -display none -nic none \
		-kernel "$build/kernel/tree/boot/vmlinuz-$(cat "$build/kernel/release")" \
		-initrd "$initramfs" \
		-append 'console=ttyS0 loglevel=5 panic=-1 oops=panic mitigations=off norandmaps' \
		-device qemu-xhci,id=xhci,p2=8,p3=8 "$@" </dev/null
}
