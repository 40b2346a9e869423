#!/bin/sh
# SPDX-License-Identifier: MIT
# Boots what src/initramfs/make.sh makes, with a USB disk plugged in: initramfs.sh BUILD
# Needs `make static` and the guest's kernel. Prints what passed and failed, and one total.
set -eu

here=$(dirname "$0")
build=$1
. "$here/qemu.sh"
"$here/missing.sh" "$build" kernel qemu-system-x86 cpio kmod
out=$build/guest/initramfs
tree=$build/kernel/tree/lib/modules/$(cat "$build/kernel/release")
LIMIT=1800
passed=0
failed=0

# make NAME MODULE... : NAME.cpio of the commands on standard input.
make() {
	cat >"$out/$1.commands"
	name=$1
	shift
	"$here/../../src/initramfs/make.sh" "$out/$name.cpio" "$build/static/cusb" \
		"$out/$name.commands" "$tree" "$@"
}

boot() {
	truncate -s 8M "$out/$1.img"
	machine $LIMIT "$out/$1.cpio" -pidfile "$out/$1.pid" -serial "file:$out/$1.log" \
		-drive "if=none,id=disk,format=raw,file=$out/$1.img" \
		-device usb-storage,bus=xhci.0,port=2,drive=disk
}

# judge NAME STATUS: a test, which passed if the status is 0.
judge() {
	if [ "$2" -eq 0 ]; then
		echo "pass initramfs $1"
		passed=$((passed + 1))
	else
		echo "fail initramfs $1"
		failed=$((failed + 1))
	fi
}

# tells BOOT NAME LINES: the console had them, one below the other.
tells() {
	status=0
	{ echo && tr -d '\r' <"$out/$1.log"; } | grep -v '^\[ *[0-9]*\.[0-9]*\] ' | tr '\n' '@' |
		grep -qF "@$(printf '%s' "$3" | tr '\n' '@')@" || status=1
	judge "$2" $status
}

no_faults() {
	status=0
	grep -E "$FAULTS" "$out/$1.log" && status=1
	judge "$2" $status
}

rm -rf "$out"
mkdir -p "$out"

# A device that is found and does what it is told.
make disk xhci-pci <<'END'
wait 46f4:0001 --timeout 600000

control 46f4:0001 0xa1 0xfe 0 0 1 --hex	# the highest logical unit
# An INQUIRY: command, data, status.
write 46f4:0001 0x02 --hex "55 53 42 43 01 00 00 00 24 00 00 00 80 00 06 12 00 00 00 24 00 00 00 00 00 00 00 00 00 00 00"
read 46f4:0001 0x81 36 --hex
read 46f4:0001 0x81 13 --hex
poweroff
END
began=$(date +%s)
status=0
boot disk || status=$?
echo "initramfs: $(wc -c <"$out/disk.cpio") bytes, switched off after $(($(date +%s) - began)) s"
judge is-switched-off $status
tells disk finds-a-device "Bus 002 Device 002: ID 46f4:0001 QEMU QEMU USB HARDDRIVE"
tells disk control "00"
tells disk bulk "51 45 4d 55 20 48 41 52 44 44 49 53 4b 20 20 20
32 2e 35 2b
55 53 42 53 01 00 00 00 00 00 00 00 00"
no_faults disk kernel-log

# No console at first, what goes wrong, another first process, and nothing in the end.
make rough 'usbcore of_the_recipe=1' xhci-pci <<'END'
wiat 46f4:0001
show 1234:5678
"write 46f4:0001
exec /proc/self/exe init /etc/cusb/then
END
mkdir -p "$out/more/dev" "$out/more/etc/cusb"
ln -s nowhere "$out/more/dev/console"
echo "wait '46f4:0001' --timeout 600000" >"$out/more/etc/cusb/then"
archive "$out/more" >>"$out/rough.cpio"
boot rough 2>/dev/null &
machine=$!
stays="cusb: /etc/cusb/then has no more commands; the machine stays on"
while kill -0 $machine 2>/dev/null && ! grep -q "$stays" "$out/rough.log" 2>/dev/null; do
	sleep 0.2
done
kill "$(cat "$out/rough.pid")" 2>/dev/null || true
wait $machine || true
tells rough reports-what-fails "cusb: /etc/cusb/init, line 1: wiat: there is no such command
cusb: no device 1234:5678 is plugged in; see 'cusb list'
cusb: /etc/cusb/init, line 2: show ended with status 1
cusb: /etc/cusb/init, line 3: not run: a quote is not closed
Bus 002 Device 002: ID 46f4:0001 QEMU QEMU USB HARDDRIVE
$stays"
status=0
grep -q "usbcore: unknown parameter 'of_the_recipe' ignored" "$out/rough.log" || status=1
judge gives-modules-parameters $status
no_faults rough rough-kernel-log

if [ $failed -gt 0 ]; then
	tail -n 60 "$out/disk.log" "$out/rough.log" | sed 's/^/    /'
fi
echo "initramfs, logs in $out: $passed passed, $failed failed"
[ $failed -eq 0 ]
