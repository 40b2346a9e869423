# SPDX-License-Identifier: MIT
# --json of list and show; see run.sh.

# Checks standard output as strict JSON, and Python expressions about it, which is in `doc`.
json()
{
	python3 - "$tmp/out" "$@" >>"$tmp/wrong" 2>&1 <<'END' || wrong "$command: not the JSON wanted"
import json, sys

def refuse(text):
    raise ValueError("no JSON: " + text)

def no_twice(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key twice: %s" % pairs)
    return dict(pairs)

def strict(text):
    return json.loads(text, parse_constant=refuse, object_pairs_hook=no_twice)

text = open(sys.argv[1], "rb").read().decode("utf-8", "strict")
doc = strict(text)
for expression in sys.argv[2:]:
    if not eval("(" + expression + ")"):
        print("not so: %s: %s" % (expression, text[:2000]))
END
}

when "list --json is an array of devices in the order of list"
run list --json --virtual loopback --virtual stall
succeeds
json '[d["name"] for d in doc] == ["usb1", "1-1", "1-2"]' \
	'[d["address"] for d in doc] == [1, 2, 3]' \
	'[d["port_numbers"] for d in doc] == [[], [1], [2]]'

when "list --json has spec fields as numbers and strings as UTF-8"
run list --json --virtual loopback fffe:0001
succeeds
json 'len(doc) == 1' 'doc[0]["idVendor"] == 0xfffe' 'doc[0]["idProduct"] == 1' \
	'doc[0]["bcdDevice"] == 0x100' 'doc[0]["bMaxPacketSize0"] == 64' \
	'doc[0]["bus"] == 1' 'doc[0]["speed"] == 480' \
	'doc[0]["manufacturer"] == "Prüfstand für USB"' \
	'doc[0]["product"] == "Loopback ∞ Übungsgerät"' 'doc[0]["serial_number"] == "0001-π"'

when "list --json tells speeds in Mbit/s"
run list --json --virtual low --virtual full --virtual super
succeeds
json '{d["idProduct"]: d["speed"] for d in doc if d["port_numbers"]} ==
	{0x11: 1.5, 0x12: 12, 0x13: 5000}'

when "list --json has null for strings that are not there"
with_fault nameless list --json --virtual stall fffe:0001
succeeds
json 'doc[0]["product"] is None and doc[0]["serial_number"] is None'

when "list --json escapes what a device has in its strings"
with_fault hostile list --json --virtual stall fffe:0001
succeeds
json 'doc[0]["manufacturer"] == "\x1b]0;\x9bevil"' 'doc[0]["product"] == "Pro\nduct"'
! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"
! grep -q "$(printf '\302\233')" "$tmp/out" || wrong "a C1 control character in its output"

when "list --json escapes quotes and backslashes and replaces what is no UTF-8"
with_fault crooked list --json --virtual stall fffe:0001
succeeds
json 'doc[0]["manufacturer"] == "a\"b\\c"' 'doc[0]["product"] == "\ufffd\ufffd"'

when "list --json of what is not there is a failure without output"
run list --json --virtual loopback 1234:5678
fails
prints ''

when "show --json has the whole descriptor tree"
run show --json --virtual loopback fffe:0001
succeeds
json '[c["bConfigurationValue"] for c in doc[0]["configurations"]] == [1, 2]' \
	'[(i["bInterfaceNumber"], i["bAlternateSetting"])
		for i in doc[0]["configurations"][0]["interfaces"]] == [(0, 0), (1, 0), (1, 1), (1, 2)]' \
	'[e["bEndpointAddress"] for e in doc[0]["configurations"][0]["interfaces"][0]["endpoints"]]
		== [1, 0x81, 2, 0x82]' \
	'doc[0]["configurations"][0]["interfaces"][0]["endpoints"][0]["wMaxPacketSize"] == 512' \
	'doc[0]["configurations"][0]["interfaces"][0]["endpoints"][0]["ss_companion"] is None' \
	'doc[0]["configurations"][0]["associations"][0]["bInterfaceCount"] == 2'

when "show --json has strings and the bytes of other descriptors"
run show --json --virtual loopback fffe:0001
succeeds
json 'doc[0]["product"] == "Loopback ∞ Übungsgerät"' \
	'[c["configuration"] for c in doc[0]["configurations"]] == ["Two interfaces", "One interface"]' \
	'doc[0]["configurations"][0]["interfaces"][0]["interface"] == "Loopback"' \
	'doc[0]["configurations"][0]["interfaces"][1]["interface"] is None' \
	'doc[0]["configurations"][0]["interfaces"][2]["extra"] == "0524010203"'

when "show --json has SuperSpeed companions"
run show --json --virtual super fffe:0013
succeeds
json 'doc[0]["configurations"][0]["interfaces"][0]["endpoints"][0]["ss_companion"]["bMaxBurst"] == 3'

when "show --json without permission has the strings that the kernel has, and null for others"
with_fault eacces show --json --virtual loopback fffe:0001
succeeds
json 'doc[0]["product"] == "Loopback ∞ Übungsgerät"' \
	'doc[0]["configurations"][0]["configuration"] == "Two interfaces"' \
	'doc[0]["configurations"][0]["interfaces"][0]["interface"] == "Loopback"' \
	'doc[0]["configurations"][1]["configuration"] is None'

when "show --json of a malformed device has what is good"
run show --json --virtual malformed fffe:0007
succeeds
json '[e["bEndpointAddress"]
	for e in doc[0]["configurations"][0]["interfaces"][0]["endpoints"]] == [0x81]' \
	'doc[0]["configurations"][0]["wTotalLength"] == 32' \
	'doc[0]["configurations"][0]["present"] == 25'

when "show --json has all bytes of a configuration with associations and companions as present"
run show --json --virtual super fffe:0013
succeeds
json 'all(c["present"] == c["wTotalLength"] for c in doc[0]["configurations"])'

when "show --json decodes class descriptors, and has the meaning of fields beside their values"
run show --json --virtual $devices/trust-webcam.device 1-1
succeeds
json 'doc[0]["meaning"]["bDeviceClass"] == "Miscellaneous"' \
	'doc[0]["configurations"][0]["interfaces"][0]["descriptors"][3]["descriptor"] == "Input Terminal"' \
	'doc[0]["configurations"][0]["interfaces"][0]["descriptors"][3]["wTerminalType"] == 0x201' \
	'doc[0]["configurations"][0]["interfaces"][0]["descriptors"][3]["meaning"]["wTerminalType"] == "Camera Sensor"' \
	'doc[0]["configurations"][0]["interfaces"][1]["descriptors"][2]["dwFrameInterval"][:2] == [333333, 400000]' \
	'doc[0]["configurations"][0]["interfaces"][1]["descriptors"][2]["meaning"]["dwFrameInterval"][1] == "25 fps"' \
	'not any(d["cut"] for i in doc[0]["configurations"][0]["interfaces"] for d in i["descriptors"])' \
	'doc[0]["configurations"][0]["interfaces"][7]["endpoints"][0]["bandwidth"] ==
		"isochronous IN, asynchronous, 3 x 1024 bytes every 125 us, at most 24.5 MB/s"'

when "show --json has the items of a HID report descriptor"
run show --json --virtual $devices/stadia-pad.device 1-1
succeeds
json 'doc[0]["configurations"][0]["interfaces"][1]["report"][1] ==
	{"item": "Usage", "depth": 0, "data": 5, "meaning": "Gamepad"}' \
	'"bos" not in doc[0]'

when "show -v --json has what only the device tells"
run show -v --json --virtual $devices/lenovo-hub.device 17ef:1005
succeeds
json 'doc[0]["hub_descriptor"][0]["bNbrPorts"] == 4' 'len(doc[0]["port_status"]) == 4' \
	'doc[0]["port_status"][3]["meaning"]["wPortStatus"] == "power"' \
	'doc[0]["device_qualifier"][0]["bDeviceClass"] == 9' \
	'doc[0]["device_status"]["wStatus"] == 1' 'doc[0]["not_read"] is None'
run show -v --json --virtual $devices/stadia-pad.device 1-1
json '[d["descriptor"] for d in doc[0]["bos"]] == ["binary object store"] + 2 * ["device capability"]' \
	'doc[0]["bos"][2]["sets"][0]["wMSOSDescriptorSetTotalLength"] == 178'

when "show -v --json without permission tells why nothing was read from the device"
with_fault eacces show -v --json --virtual loopback fffe:0001
succeeds
json 'doc[0]["not_read"] == "no permission"' '"device_status" not in doc[0]'

when "show --json marks a class descriptor that ends early"
cat >"$tmp/short.device" <<END
descriptors
	12 01 00 02 00 00 00 40 fe ff 61 00 00 01 00 00 00 01
	09 02 19 00 01 01 00 80 32
	09 04 00 00 00 0e 01 00 00
	07 24 02 01 01 02 00
END
run show --json --virtual "$tmp/short.device" 1-1
succeeds
json 'doc[0]["configurations"][0]["interfaces"][0]["descriptors"][0]["cut"] is True'

when "show --json has the group terminal blocks of MIDI 2.0"
run show --json --virtual $devices/every-class.device 1-1
succeeds
json '[d["descriptor"] for i in doc[0]["configurations"][0]["interfaces"] for d in i.get("group_terminal_blocks", [])] == ["Header", "Block"]'

when "show -v --json of every device is JSON without a key twice"
for file in $devices/*.device; do
	run show -v --json --timeout 50 --virtual $file
	exits 0
	json 'len(doc) > 0'
done

when "--json is of no use where data is moved"
run write --json --virtual loopback fffe:0001 1 test
misused
says "--json"
