# SPDX-License-Identifier: MIT
# cusb power; see run.sh. The fault "told" is explained in test_sysfs.sh.

told() { with_fault told "$@" --virtual hub; }

when "power shows the ports of a hub"
run power --virtual hub fffe:0017
succeeds
prints '%s\n' '1-1: Bus 001 Device 002: ID fffe:0017 Prüfstand für USB Hub, 4 ports, power switch: each port' \
	'  Port 1: off' '  Port 2: off' '  Port 3: off' '  Port 4: off'

when "power shows one port"
run power --virtual hub 1-1:3 show
succeeds
has "Port 3: off"
has_not "Port 2"

when "power --json"
run power --virtual hub 1-1:3 --json
succeeds
json 'doc["name"] == "1-1"' 'doc["switching"] == "each port"' \
	'doc["ports"] == [{"port": 3, "power": False, "connected": False, "enabled": False, "overcurrent": False, "wPortStatus": 0, "device": None, "peer_hub": None}]'

when "power on and off switch one port, or all"
told power fffe:0017:2 on
exits 0
says "port1=0 port2=1 port3=0 port4=0"
told power 1-1 on
says "port1=1 port2=1 port3=1 port4=1"

when "power cycle ends with power"
told power 1-1:2 cycle --delay 10
exits 0
says "port1=0 port2=1 port3=0 port4=0"

when "power cycle that a signal ends switches on before"
CUSB_DEBUG=debug
export CUSB_DEBUG
interrupted TERM 'grep -q "0x23 bRequest 0x1 .* = 0" "$tmp/err"' power --virtual hub 1-1:2 cycle --delay 1000
unset CUSB_DEBUG
exits 143
says "0x23 bRequest 0x3 wValue 0x8 wIndex 0x2"

when "power of a port that is not there"
run power --virtual hub 1-1:5 on
fails
says "hub 1-1 has no port 5: it has 4 ports"

when "power of a device that is no hub"
run power --virtual loopback 1-1 on
fails
says "1-1 is not a hub"

when "power of something else is misused"
run power --virtual hub 1-1 maybe
misused
says "'maybe' is not on, off, cycle or show"

when "power without the right to open the hub says how to get it"
with_fault eacces power --virtual hub 1-1 on
exits 1
says "cannot open device 001:002 (fffe:0017): no permission for the device node"

write_hub high "10 02" "01 40" 29 09 "00 01" >"$tmp/high.device"
write_hub super "00 03" "03 09" 2a 09 "00 02" >"$tmp/super.device"
write_hub high "10 02" "01 40" 29 08 "00 01" >"$tmp/together.device"
write_hub high "10 02" "01 40" 29 0a "00 01" >"$tmp/none.device"

when "power finds the other half of a hub by its container id"
run power --virtual "$tmp/high.device" --virtual "$tmp/super.device" 1-1:2 --json
succeeds
json 'doc["ports"][0]["peer_hub"] == "2-1"' 'doc["ports"][0]["peer_port"] == 2' 'doc["ports"][0]["power"]'
run power --virtual "$tmp/high.device" --virtual "$tmp/super.device" 2-1:1 --json
json 'doc["ports"][0]["peer_hub"] == "1-1"' 'doc["ports"][0]["power"]'

when "power off switches both halves of a socket, the other one first"
export CUSB_DEBUG=debug CUSB_LOG_FILENAME="$tmp/log"
run power --virtual "$tmp/high.device" --virtual "$tmp/super.device" 1-1:2 off
unset CUSB_DEBUG CUSB_LOG_FILENAME
succeeds
[ "$(sed -n 's/.*ioctl(\([0-9]*\), CONTROL, bmRequestType 0x23 bRequest 0x1 wValue 0x8 wIndex 0x2 .*= 0/\1/p' "$tmp/log" |
	uniq | wc -l)" -eq 2 ] || wrong "not one request to each hub: $(grep 0x23 "$tmp/log")"
grep -m 1 "bmRequestType 0x23" "$tmp/log" | grep -q "$(sed -n 's/.*\(ioctl([0-9]*, CONTROL, bmRequestType\) 0xa0 bRequest 0x6 wValue 0x2a00.*/\1/p' "$tmp/log" | head -n 1) 0x23" ||
	wrong "the SuperSpeed half was not first"

when "power of one port is refused where the hub switches all together"
run power --virtual "$tmp/together.device" 1-1:2 off
fails
says "hub 1-1 cannot switch the power of one port, only of all ports together: give no PORT"
run power --virtual "$tmp/together.device" 1-1 off
succeeds

when "power is refused where the hub has no switch"
run power --virtual "$tmp/none.device" 1-1 off
fails
says "hub 1-1 cannot switch the power of its ports"
run power --virtual "$tmp/none.device" 1-1
succeeds
has "power switch: none"
