# SPDX-License-Identifier: MIT
# cusb show --raw, and devices from files; see run.sh.

# What is printed of a device is a device of which the same is printed.
round_trip()
{
	run show --raw --virtual "$1"
	succeeds
	cp "$tmp/out" "$tmp/one.device"
	run show --raw --virtual "$tmp/one.device"
	succeeds
	cmp -s "$tmp/out" "$tmp/one.device" || wrong "$(diff "$tmp/one.device" "$tmp/out")"
}

for name in $($WRAPPER "$cusb" --help | sed -n '/^Virtual devices/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
	when "the text of $name is the same device again"
	round_trip $name
	has "descriptors"
done
[ "$name" != "" ] || wrong "no virtual devices in --help"

# A device that does not answer for its strings, or answers anything, does not become the same.
for file in $devices/*.device; do
	case ${file##*/} in
	nakstrings.* | slowalt.* | worlde-keyboard.* | blackfin-strings.*) continue ;;
	esac
	when "the text of $file is the same device again"
	round_trip $file
	grep '^string ' $file >"$tmp/strings"
	while read -r string; do
		has "$string"
	done <"$tmp/strings"
done

when "show --raw prints all there is, one descriptor in a line"
run show --raw --virtual super
succeeds
prints '# fffe:0013 Prüfstand für USB Super
speed super
descriptors
    12 01 20 03 00 00 00 09 fe ff 13 00 00 01 01 02 03 01  # device
    09 02 2c 00 01 01 00 80 0e  # configuration 1
    09 04 00 00 02 ff 00 00 00  # interface 0, setting 0
    07 05 01 02 00 04 00        # endpoint 01
    06 30 03 00 00 00           # companion
    07 05 81 02 00 04 00        # endpoint 81
    06 30 03 00 00 00           # companion
bos
    05 0f 16 00 02              # BOS
    07 10 02 02 00 00 00        # capability 02
    0a 10 03 00 0e 00 01 0a ff 07  # capability 03
langids 0409 0407
string 1 Prüfstand für USB
string 2 Super
string 3 0013
'

when "show --raw keeps what the kernel drops of malformed descriptors"
run show --raw --virtual malformed
has "    40 05 01 02 00 02 00        # no descriptor"

when "show --raw keeps the group terminal blocks of MIDI 2.0"
run show --raw --virtual $devices/every-class.device
has "control 81 06 2601 0004 answer 05 26 01 12 00 0d 26 02 01 00 00 04 03 11 80 25 01 00"

when "show --raw keeps a string that is no text as the answer to the request for it"
run show --raw --virtual $devices/crooked.device
has "control 80 06 0304 0409 answer 05 03 41 00 42"
has_not "string 4"

when "show --raw keeps a string that is no UTF-16 as an answer"
sed 's/answer 05.*/answer 04 03 00 d8/' $devices/crooked.device >"$tmp/half.device"
round_trip "$tmp/half.device"
has "control 80 06 0304 0409 answer 04 03 00 d8"

when "show --raw keeps a string with control characters as an answer"
with_fault hostile show --raw --virtual stall 1-2
succeeds
has "control 80 06 0301 0409 answer 14 03 1b 00 5d 00"
! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"

when "show --raw of a device without strings prints none"
with_fault nameless show --raw --virtual stall 1-2
succeeds
has_not "string"
has_not "langids"
has_not "answer"

when "show --raw without permission prints what the kernel knows, and what is missing"
with_fault eacces show --raw --virtual super
succeeds
has "# bos, langids and further strings: not read: no permission"
has "    06 30 03 00 00 00           # companion"
has "string 2 Super"
has_not "langids 0409"
cp "$tmp/out" "$tmp/known.device"
run show --raw --virtual "$tmp/known.device"
succeeds
has "string 2 Super"

when "show --raw without permission prints the strings of the configuration that the kernel knows"
with_fault eacces show --raw --virtual loopback
has "string 4 Two interfaces"
has "string 5 Loopback"
has_not "string 6"

when "show --raw keeps the report descriptor of a HID device"
cp $devices/hidsource.device "$tmp/hid.device"
round_trip "$tmp/hid.device"
has "control 81 06 2200 0000 answer 06 00 ff 09 01 a1 01 15 00 26 ff 00 75 08 95 08 09 01 81 02 09 01 91 02 c0"

when "show --raw tells what it could not read of a HID device without permission"
with_fault eacces show --raw --virtual "$tmp/hid.device"
succeeds
has "# HID report descriptor: not read: no permission"

when "show --raw keeps the descriptor and the status of a hub, and the device qualifier"
round_trip $devices/lenovo-hub.device
has "control 80 06 0600 0000 answer 0a 06 00 02 09 00 00 40 01 00"
has "control a0 06 2900 0000 answer 09 29 04 e9 00 32 64 00 ff"
has "control a0 00 0000 0000 answer 00 00 00 00"

when "show --raw keeps the strings that class descriptors name"
cat >"$tmp/ecm.device" <<END
descriptors
	12 01 00 02 02 00 00 40 fe ff 60 00 00 01 00 00 00 01
	09 02 24 00 01 01 00 80 32
	09 04 00 00 00 02 06 00 00
	05 24 00 10 01
	0d 24 0f 07 00 00 00 00 ea 05 00 00 00
string 7 0202cafe0001
string 8 nobody names it
END
round_trip "$tmp/ecm.device"
has "string 7 0202cafe0001"
has_not "nobody"

when "show --raw keeps the strings that a processing unit, a BOS and a misplaced descriptor name"
cat >"$tmp/unit.device" <<END
descriptors
	12 01 01 02 02 00 00 40 fe ff 60 00 00 01 00 00 00 01
	09 02 34 00 01 01 00 80 32
	0d 24 0f 06 00 00 00 00 ea 05 00 00 00
	09 04 00 00 00 0e 01 00 00
	0d 24 05 03 01 00 00 02 3f 07 07 00 01
bos
	05 0f 35 00 01
	30 10 0d 08 01 00 00 00 03 00 00 00 00 00 00 00 00 00
	00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
	00 00 00 00 10 01 00 00 01 ff 00 09
string 6 of an Ethernet descriptor before the interface
string 7 of a processing unit
string 8 of the Billboard
string 9 of its mode
END
round_trip "$tmp/unit.device"
has "string 6 of"
has "string 7 of"
has "string 8 of"
has "string 9 of"

# Each request would take a timeout of its own.
when "show --raw of a device that does not answer asks once, and prints what the kernel has"
CUSB_DEBUG=debug
export CUSB_DEBUG
run show --raw --timeout 50 --virtual $devices/nakstrings.device
unset CUSB_DEBUG
exits 0
[ "$(grep -c 'CONTROL.* = -' "$tmp/err")" -eq 1 ] || wrong "$(grep CONTROL "$tmp/err")"
has "# bos, langids and further strings: not read: timed out"
has "string 2 Wedged"
cp "$tmp/out" "$tmp/wedged.device"
run show --raw --virtual "$tmp/wedged.device"
succeeds
has "configuration 2"

when "show --raw takes a root hub only by its name"
run show --raw --virtual loopback usb1
succeeds
has "# 1d6b:0002"

when "show --raw of several devices is a failure"
run show --raw --virtual loopback --virtual stall
fails
says "there are 2"
prints ''

when "show --raw of no device is a failure"
run show --raw --virtual loopback 9-9
fails

when "show with --raw and --json is a usage error"
run show --raw --json --virtual loopback
misused

when "a file is a device"
run control --virtual $devices/lamp.device --hex fffe:0041 0xc0 2 0 0 64
succeeds
prints '01 64\n'

when "a file's device stalls what its text says"
run control --virtual $devices/lamp.device fffe:0041 0x40 1 2 0
fails
says "stalled"

when "a file's packets come one after the other"
run read --virtual $devices/sensor.device --hex fffe:0042 0x81 8
succeeds
prints '01 d7 00\n'

when "files and names may be mixed"
run list --virtual $devices/lamp.device --virtual stall --virtual $devices/sensor.device
succeeds
has "ID fffe:0041 Example Corp. Lamp #1"
has "ID fffe:0002"
has "ID fffe:0042 Example Corp. Thermometer °C"

when "a name without a slash is a file's where no virtual device has it"
cp $devices/lamp.device "$tmp/lamp"
run_in()
{
	command="cusb $*"
	(cd "$tmp" && $WRAPPER "$absolute" "$@") </dev/null >"$tmp/out" 2>"$tmp/err"
	status=$?
}
absolute=$(cd "${cusb%/*}" && pwd)/${cusb##*/}
run_in list --virtual lamp
succeeds
has "fffe:0041"

when "a mistake in a file is told with its line"
printf 'speed full\ndescriptors 12 zz\n' >"$tmp/bad.device"
run list --virtual "$tmp/bad.device"
fails
says "bad.device: line 2: 'zz' is not a byte"

when "a mistake shows no escape sequence of the file"
printf '\033[31m' >"$tmp/bad.device"
run list --virtual "$tmp/bad.device"
fails
says "line 1: '?[31m' is not known"

when "a file that is not there is a failure that names it"
run list --virtual "$tmp/nothing.device"
fails
says "cannot read $tmp/nothing.device: No such file"

when "a directory is no device"
run list --virtual "$tmp/"
fails
says "Is a directory"

when "a file of more than 1 MiB is no device"
dd if=/dev/zero of="$tmp/large.device" bs=1024 count=1025 2>/dev/null
run list --virtual "$tmp/large.device"
fails
says "1 MiB"
