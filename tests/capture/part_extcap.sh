# SPDX-License-Identifier: MIT
# The tool as a source of Wireshark's; see check.sh.

# Wireshark looks into a folder of the environment, but not for root.
with_extcap() {
	if [ "$(id -u)" -eq 0 ]; then
		set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
	HOME="$tmp/home" XDG_CONFIG_HOME= WIRESHARK_EXTCAP_DIR="$tmp/extcap" "$@"
}
mkdir -p "$tmp/home" "$tmp/extcap"
cp "$cusb" "$tmp/extcap/cusb"
chmod 755 "$tmp" "$tmp/home" "$tmp/extcap" "$tmp/extcap/cusb"

when "Wireshark lists the tool among its sources"
with_extcap tshark -D >"$tmp/out" 2>>"$tmp/said"
grep -q 'cusb (USB of all buses (cusb))' "$tmp/out" || wrong "$(cat "$tmp/out")"

when "Wireshark knows the link type of the tool's captures"
with_extcap tshark -i cusb -L >"$tmp/out" 2>&1
grep -q 'USB_LINUX_MMAPPED' "$tmp/out" || wrong "$(cat "$tmp/out")"

when "Wireshark knows the tool's option for the device"
with_extcap tshark -G currentprefs >"$tmp/out" 2>>"$tmp/said"
grep -q 'extcap\.cusb\.device:' "$tmp/out" || wrong "there is no such preference"

when "Wireshark runs the tool, and shows what it lacks"
with_extcap timeout 60 tshark -i cusb -o extcap.cusb.device:fffe:0001 -c 1 >"$tmp/out" 2>&1 ||
	grep -q 'cusb: .*/dev/usbmon0' "$tmp/out" || wrong "$(cat "$tmp/out")"

when "the tool captures into Wireshark's FIFO, or says what it lacks"
mkfifo "$tmp/fifo"
cat "$tmp/fifo" >"$tmp/file.pcapng" &
"$cusb" --extcap-interface=cusb --capture --fifo="$tmp/fifo" --device=fffe:0001 2>"$tmp/err" &
pid=$!
if [ -e /dev/usbmon0 ]; then
	until [ -s "$tmp/file.pcapng" ]; do sleep 0.1; done
	kill -TERM $pid
	wait $pid || wrong "$(cat "$tmp/err")"
	is_sound
else
	wait $pid && wrong "it is no failure"
	grep -q usbmon "$tmp/err" || wrong "$(cat "$tmp/err")"
	: >"$tmp/fifo"
fi
wait
rm -f "$tmp/fifo"
