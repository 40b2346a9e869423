# SPDX-License-Identifier: MIT
# cusb tree; see run.sh. Uses json() of test_json.sh.

when "tree draws the bus, its root hub and what is plugged in, with drivers and speeds"
run tree --virtual loopback --virtual stall
succeeds
prints '%s\n' \
	'Bus 001: usb1 Device 001: ID 1d6b:0002 Linux Virtual host controller, 480 Mbit/s' \
	'|   Interface 0: Hub, driver hub/15p' \
	'|-- Port 1: 1-1 Device 002: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät, 480 Mbit/s, 100 mA' \
	'|       Interface 0: Vendor Specific, driver none' \
	'|       Interface 1: Vendor Specific, driver none' \
	'`-- Port 2: 1-2 Device 003: ID fffe:0002 Prüfstand für USB Stall, 480 Mbit/s, 100 mA' \
	'        Interface 0: Vendor Specific, driver none'

when "tree tells the driver that an interface has"
with_fault driver tree --virtual loopback
succeeds
has "Interface 0: Vendor Specific, driver usbhid"
has "Interface 1: Vendor Specific, driver none"

when "tree and show name an interface of class 0 alike"
sed 's/09 04 00 00 \(..\) ff/09 04 00 00 \1 00/' $devices/lamp.device >"$tmp/zero.device"
run tree --virtual "$tmp/zero.device"
has "Interface 0: Reserved, driver none"
run show --virtual "$tmp/zero.device"
has "Interface 0: Reserved"

when "tree draws what is behind a hub below it"
with_fault behind tree --virtual loopback
succeeds
has '|-- Port 4: 1-4 Device 003: ID fffe:0017 Prüfstand für USB Hub, 480 Mbit/s, 100 mA'
has '|   |   Interface 0: Hub, driver hub/4p'
has '|   |-- Port 1: 1-4.1 Device 004: ID fffe:0003 Prüfstand für USB Nak, 480 Mbit/s, 100 mA'
has '|   |       Interface 0: Vendor Specific, driver none'
has '|   `-- Port 2: 1-4.2 Device 005: ID fffe:0003'

when "tree draws a device whose hub cannot be seen with the ports from what can be"
with_fault behind tree --virtual loopback
succeeds
has '|-- Port 5.2.3: 1-5.2.3 Device 006: ID fffe:0003'

when "tree draws each bus, and speeds that are no whole number"
run tree --virtual low --virtual super
succeeds
has "Bus 001: usb1"
has "Bus 002: usb2"
has "Low, 1.5 Mbit/s"
has "Super, 5000 Mbit/s"

when "tree --json nests devices in what they are plugged into"
with_fault behind tree --json --virtual loopback
succeeds
json '[d["name"] for d in doc] == ["usb1"]' \
	'[d["name"] for d in doc[0]["devices"]] == ["1-1", "1-4", "1-5.2.3", "1-6"]' \
	'[d["name"] for d in doc[0]["devices"][1]["devices"]] == ["1-4.1", "1-4.2"]' \
	'doc[0]["devices"][3]["devices"][0]["devices"][0]["name"] == "1-6.1.2"' \
	'doc[0]["interfaces"][0]["driver"] == "hub"' 'doc[0]["speed"] == 480'

when "tree --json has null where no driver is bound"
with_fault driver tree --json --virtual loopback
succeeds
json '[i["driver"] for i in doc[0]["devices"][0]["interfaces"]] == ["usbhid", None]'

when "tree needs no permission"
with_fault eacces tree --virtual loopback
succeeds
has "Interface 1: Vendor Specific, driver none"

when "tree of a device that is not configured says so"
with_fault unconfigured tree --virtual loopback
succeeds
has "        not configured"

when "tree DEV draws the device with the hubs above it and the devices behind it"
with_fault behind tree --virtual loopback 1-4.2
succeeds
[ "$(sed 's/ Device .*//' "$tmp/out")" = "Bus 001: usb1
|   Interface 0: Hub, driver hub/15p
\`-- Port 4: 1-4
    |   Interface 0: Hub, driver hub/4p
    \`-- Port 2: 1-4.2
            Interface 0: Vendor Specific, driver none" ] || wrong "$(cat "$tmp/out")"
with_fault behind tree --virtual loopback --json :0017
succeeds
json '[d["name"] for d in doc[0]["devices"]] == ["1-4"]' \
	'[d["name"] for d in doc[0]["devices"][0]["devices"]] == ["1-4.1", "1-4.2"]'

when "tree of a device that is not there is a failure"
run tree --virtual loopback 1-9
fails
says "no device 1-9"

when "tree leaves out a root hub with nothing plugged in, unless it is wanted"
with_fault gone tree --virtual loopback --virtual super
succeeds
has_not "usb1"
has "usb2"
for wanted in --all -a usb1; do
	with_fault gone tree --virtual loopback --virtual super $wanted
	succeeds
	has "Bus 001: usb1"
done
with_fault gone tree --virtual loopback --virtual super --json
succeeds
json '[d["name"] for d in doc] == ["usb1", "usb2"]'

when "tree of empty root hubs says that there is nothing else"
with_fault gone tree --virtual loopback
exits 0
prints ''
says "no USB devices but root hubs; --all draws them"

# A SuperSpeed device's descriptors, at high speed.
sed -e 's/^speed .*/speed high/' -e 's/ 12 01 20 03 00 00 00 09/ 12 01 10 02 00 00 00 40/' $devices/sandisk-uas.device >"$tmp/slow.device"

when "tree marks a device that could be faster"
run tree --virtual "$tmp/slow.device"
succeeds
has "480 Mbit/s, 224 mA, could do 10000 Mbit/s"
run tree --json --virtual "$tmp/slow.device"
json 'doc[0]["devices"][0]["possible_speed"] == 10000' 'doc[0]["possible_speed"] is None' \
	'doc[0]["port_count"] == 15' 'doc[0]["devices"][0]["max_power_ma"] == 224'

when "tree does not mark a device that is as fast as it can be, nor one that may not be asked"
run tree --virtual $devices/sandisk-uas.device
succeeds
has "10000 Mbit/s, 896 mA"
has_not "could do"
with_fault eacces tree --virtual "$tmp/slow.device"
succeeds
has_not "could do"

when "tree that cannot be read is a failure"
with_fault unlisted tree --virtual loopback
fails
says "cannot list the USB devices"

when "tree --dot prints a graph that Graphviz draws"
run tree --dot --virtual hub --virtual loopback --virtual $devices/tone.device
succeeds
has 'digraph usb {'
has '	"usb1" [label="usb1  1d6b:0002\nLinux Virtual host controller\n480 Mbit/s", shape=hexagon]'
has '	"usb1" -> "1-2" [label="port 2"];'
has 'Example Corp. Microphone\n12 Mbit/s, 100 mA\nreserves 192 kB/s"'
if command -v dot >/dev/null; then
	dot -Tsvg "$tmp/out" >"$tmp/svg" 2>>"$tmp/wrong" || wrong "dot failed"
	[ "$(grep -c 'class="node"' "$tmp/svg")" -eq 4 ] || wrong "not four nodes"
	[ "$(grep -c 'class="edge"' "$tmp/svg")" -eq 3 ] || wrong "not three edges"
fi

when "tree --dot keeps a name with quotes in its quotes"
sed 's/^string 1 .*/string 1 A "quoted\\" name/' $devices/tone.device >"$tmp/quoted.device"
run tree --dot --virtual "$tmp/quoted.device"
succeeds
has 'A \"quoted\\\" name'
