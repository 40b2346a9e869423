# SPDX-License-Identifier: MIT
# cusb replay: a device of a capture, and the program that made the capture; see check.sh.

# The program's results with its own device go to $tmp/first, and with the replayed one to $tmp/again.
replay_program() {
	CUSB_CAPTURE="$tmp/file.pcapng" "$program" >"$tmp/first" || wrong "the program failed"
	"$cusb" replay "$1" >"$tmp/replayed.device" 2>>"$tmp/wrong"
	"$program" "$tmp/replayed.device" >"$tmp/again" 2>>"$tmp/wrong"
	diff "$tmp/first" "$tmp/again" >>"$tmp/wrong"
}

when "a program gets the same answers of the device that its capture makes"
replay_program "$tmp/file.pcapng"
[ "$(wc -l <"$tmp/first")" -eq 26 ] || wrong "the program printed $(wc -l <"$tmp/first") lines"

# $tmp/other.pcap is the capture in another form; it has to make the same device.
replays_alike() {
	"$cusb" replay "$tmp/file.pcapng" >"$tmp/one.device" 2>>"$tmp/wrong"
	"$cusb" replay "$tmp/other.pcap" >"$tmp/two.device" 2>>"$tmp/wrong"
	sed -i 's/^\(speed [a-z]*\) .*/\1/' "$tmp/two.device" # pcap has no comments
	diff "$tmp/one.device" "$tmp/two.device" >>"$tmp/wrong"
	[ -s "$tmp/one.device" ] || wrong "there is no text"
}

when "a file that Wireshark has written as pcap is the same device"
CUSB_CAPTURE="$tmp/file.pcapng" "$program" >/dev/null
tshark -r "$tmp/file.pcapng" -F pcap -w "$tmp/other.pcap" 2>/dev/null
replays_alike

when "a file that Wireshark has written as pcapng is the same device"
CUSB_CAPTURE="$tmp/file.pcapng" "$program" >/dev/null
tshark -r "$tmp/file.pcapng" -F pcapng -w "$tmp/other.pcap" 2>/dev/null
replays_alike

when "a capture of the other byte order, and one with short headers, are the same device"
CUSB_CAPTURE="$tmp/file.pcapng" "$program" >/dev/null
tshark -r "$tmp/file.pcapng" -F pcap -w "$tmp/native.pcap" 2>/dev/null
python3 "$here/swap.py" "$tmp/native.pcap" "$tmp/other.pcap"
replays_alike
python3 "$here/swap.py" --short "$tmp/native.pcap" "$tmp/other.pcap"
replays_alike

when "of several devices the only one with traffic is taken, and DEV names another one"
"$cusb" capture --virtual loopback --virtual iso --virtual super -w "$tmp/file.pcapng" 2>>"$tmp/wrong"
"$cusb" replay "$tmp/file.pcapng" >"$tmp/out" 2>"$tmp/err" && wrong "one of three was taken"
grep -q 'name one as DEV' "$tmp/err" || wrong "$(cat "$tmp/err")"
"$cusb" replay "$tmp/file.pcapng" fffe:0013 >"$tmp/super.device" 2>>"$tmp/wrong"
"$cusb" list --virtual "$tmp/super.device" 2>>"$tmp/wrong" | grep -q fffe:0013 || wrong "not fffe:0013"
grep -q '^speed super' "$tmp/super.device" || wrong "$(cat "$tmp/super.device")"

when "a file that was cut is read up to there, and is a failure"
CUSB_CAPTURE="$tmp/file.pcapng" "$program" >/dev/null
head -c 3001 "$tmp/file.pcapng" >"$tmp/cut.pcapng"
"$cusb" replay "$tmp/cut.pcapng" >"$tmp/out" 2>"$tmp/err" && wrong "it is no failure"
grep -q 'ends early' "$tmp/err" || wrong "$(cat "$tmp/err")"
grep -q '^descriptors' "$tmp/out" || wrong "nothing was read"

when "a file of something else is no capture"
"$cusb" replay "$0" >"$tmp/out" 2>"$tmp/err" && wrong "it is no failure"
grep -q 'is not a pcapng or pcap file' "$tmp/err" || wrong "$(cat "$tmp/err")"

when "the speed of a device comes back, of which packets tell nothing"
for name in low iso super; do
	rm -f "$tmp/file.pcapng"
	"$cusb" capture --virtual $name -w "$tmp/file.pcapng" 2>>"$tmp/wrong"
	"$cusb" replay "$tmp/file.pcapng" >"$tmp/one.device" 2>>"$tmp/wrong"
	"$cusb" show --raw --virtual $name | grep '^speed' >"$tmp/want"
	grep '^speed' "$tmp/one.device" | diff "$tmp/want" - >>"$tmp/wrong"
done
