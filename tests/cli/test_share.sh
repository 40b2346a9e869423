# SPDX-License-Identifier: MIT
# cusb share; --host, attach and detach with it as the server. The kernel chooses the port. See run.sh. Without
# vhci_hcd, attach goes only as far as the import.

# Starts a server of virtual devices, and waits until it listens: at $port.
share()
{
	: >"$tmp/events"
	$WRAPPER "$cusb" share --listen 127.0.0.1:0 "$@" >"$tmp/events" 2>"$tmp/complaints" &
	server=$!
	port=
	while [ -z "$port" ] && kill -0 "$server" 2>/dev/null; do
		port=$(sed -n 's/.*listening.*127.0.0.1:\([0-9]*\).*/\1/p' "$tmp/events")
		[ -n "$port" ] || sleep 0.02
	done
}

unshare()
{
	kill -TERM "$server"
	wait "$server"
	status=$?
	[ "$status" -eq 0 ] || wrong "the server's status is $status"
	[ ! -s "$tmp/complaints" ] || wrong "$(cat "$tmp/complaints")"
}

events()
{
	[ "$(sed 's/:[0-9]*$/:PORT/' "$tmp/events")" = "$(printf "$1")" ] || wrong "events: $(cat "$tmp/events")"
}

when "list --host prints the shared devices"
share --virtual loopback --virtual fixtures/devices/lamp.device fffe:0001
run list --host "127.0.0.1:$port"
succeeds
has 'Bus 001 Device 002: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät'
[ "$(wc -l <"$tmp/out")" -eq 1 ] || wrong "$(cat "$tmp/out")"

when "--host finds a shared device by its strings"
run list --host "127.0.0.1:$port" serial=0001-π
succeeds
has fffe:0001
run list --host "127.0.0.1:$port" serial=0002
fails

when "show --host shows a shared device"
run show -v --host "127.0.0.1:$port" fffe:0001
succeeds
has bEndpointAddress

when "tree --host draws the shared devices"
run tree --host "127.0.0.1:$port"
succeeds
has fffe:0001

when "control --host asks a shared device"
run control --hex --host "127.0.0.1:$port" fffe:0001 0x80 6 0x100 0 18
succeeds
has 'fe ff 01 00'

when "wait --host finds a shared device"
run wait --host "127.0.0.1:$port" fffe:0001
succeeds

when "monitor --host reports a shared device"
run monitor --existing --count 1 --host "127.0.0.1:$port" fffe:0001
succeeds
has arrived

when "share tells which client came and left, and gives the devices back"
unshare
grep -q '^listening 127.0.0.1:[0-9]*$' "$tmp/events" || wrong "$(cat "$tmp/events")"
grep -q '^attached  1-1 127.0.0.1:[0-9]*$' "$tmp/events" || wrong "$(cat "$tmp/events")"
grep -q '^detached  1-1 127.0.0.1:[0-9]*$' "$tmp/events" || wrong "$(cat "$tmp/events")"
[ "$(grep -c ^attached "$tmp/events")" = "$(grep -c ^detached "$tmp/events")" ] || wrong "$(cat "$tmp/events")"

when "data goes through a shared device and back"
share --virtual loopback 1-1
given 'hello'
run write --host "127.0.0.1:$port" 1-1 0x01
succeeds
unshare

when "share --json prints an object for each event, and --once ends with the first client"
share --json --once --virtual loopback 1-1
run control --hex --host "127.0.0.1:$port" 1-1 0x80 6 0x100 0 18
wait "$server" || wrong "the status is not 0"
sed -n '1p;$p' "$tmp/events" | sed 's/127.0.0.1:[0-9]*/PEER/' >"$tmp/lines"
[ "$(cat "$tmp/lines")" = '{"event": "listening", "address": "PEER"}
{"event": "detached", "name": "1-1", "client": "PEER"}' ] || wrong "$(cat "$tmp/events")"

when "share --allow turns other machines away"
share --allow 10.0.0.0/8 --virtual loopback 1-1
run list --host "127.0.0.1:$port"
fails
unshare
events 'listening 127.0.0.1:PORT'

when "share --allow lets a machine of the subnet in"
share --allow 10.0.0.0/8 --allow 127.0.0.0/8 --virtual loopback 1-1
run list --host "127.0.0.1:$port"
succeeds
has fffe:0001
unshare

when "share of a remote device lends it further"
share --virtual loopback 1-1
first=$server
first_port=$port
share --host "127.0.0.1:$first_port" 1-1
run control --hex --host "127.0.0.1:$port" 1-1 0x80 6 0x100 0 18
succeeds
has 'fe ff 01 00'
unshare
server=$first
unshare

when "share warns when other machines can come"
WRAPPER="timeout -s TERM 2 $WRAPPER"
run share --listen 0.0.0.0:0 --virtual loopback 1-1
WRAPPER=${WRAPPER#timeout -s TERM 2 }
says "0.0.0.0"
says "no passwords and no encryption"

when "share refuses a hub"
run share --virtual hub 1-1
exits 1
says "cannot share 1-1: it is a hub"

when "share refuses a device twice"
run share --virtual loopback 1-1 1-1
exits 1
says "cannot share 1-1: 1-1 is shared already"

when "share refuses an unknown device"
run share --virtual loopback 1-9
exits 1
says "no device 1-9 is plugged in"

when "share refuses bad addresses"
run share --virtual loopback --listen :1 1-1
exits 2
says "--listen: ':1' is no address"
run share --virtual loopback --allow lab 1-1
exits 2
says "--allow: 'lab' is no address or subnet"

when "list --host reports a machine without a server"
run list --host 127.0.0.1:1
exits 1
says "cannot list the USB devices: no connection to 127.0.0.1, port 1"

when "--host refuses a text that names no machine"
run list --host :99
exits 2
says "--host: ':99' names no machine"
run list --host lab --virtual loopback
exits 2
says "--host and --virtual exclude each other"

when "attach asks for a machine and a device, or for --list"
run attach
misused
run attach lab
misused
run attach --list lab 1-1
misused
run attach :99 1-1
misused
says "':99' names no machine"

when "attach reports a machine without a server"
run attach 127.0.0.1:1 1-1
fails
says "cannot reach 127.0.0.1:1: Connection refused"

when "attach reports a device that the server does not lend"
share --virtual loopback 1-1
run attach "127.0.0.1:$port" 1-9
fails
says "cannot attach the device: the server does not lend 1-9"

when "attach refuses a name that USB/IP has no room for"
run attach "127.0.0.1:$port" 1-1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1
fails
says "the name is too long for USB/IP"
unshare

when "detach asks for a port"
run detach
misused
run detach lab
misused
says "'lab' is no port"

if [ ! -e /sys/devices/platform/vhci_hcd.0 ]; then
	when "attach and detach name the module that a kernel does not have"
	share --virtual loopback 1-1
	run attach "127.0.0.1:$port" 1-1
	fails
	says "this kernel has no vhci_hcd; 'modprobe vhci-hcd' loads it"
	unshare
	run attach --list
	fails
	says "this kernel has no vhci_hcd"
	run detach 0
	fails
	says "this kernel has no vhci_hcd"
fi
