# SPDX-License-Identifier: MIT
# The tool under the names lsusb, usbreset and uhubctl; see run.sh. In the guest the same is compared
# with Debian's programs.

mkdir "$tmp/bin"
for name in lsusb usbreset uhubctl; do
	case $cusb in
	/*) ln -s "$cusb" "$tmp/bin/$name" ;;
	*) ln -s "$PWD/$cusb" "$tmp/bin/$name" ;;
	esac
done
applet()
{
	name=$1
	shift
	run_tool "$tmp/bin/$name" "$@"
	command="$name $*"
}

cat >"$tmp/usb.ids" <<'EOF'
1d6b  Linux Foundation
	0002  2.0 root hub
fffe  Maker
	0002  Other product
C 09  Hub
	00  Unused
		00  Full speed (or root) hub
		01  Single TT
C ff  Vendor Specific Class
	01  Sub
EOF
CUSB_USB_IDS=$tmp/usb.ids

when "lsusb prints a line for each device, with names of the list first"
applet lsusb --virtual loopback --virtual stall
succeeds
prints '%s\n' 'Bus 001 Device 001: ID 1d6b:0002 Linux Foundation 2.0 root hub' \
	'Bus 001 Device 002: ID fffe:0001 Maker Loopback ∞ Übungsgerät' \
	'Bus 001 Device 003: ID fffe:0002 Maker Other product'

for options in '-d fffe:0002' '-d FFFE:2' '-d :2 -s 3' '-s 1:3' '-s :003' '-s 3' '-s001:3'; do
	when "lsusb $options chooses"
	applet lsusb --virtual loopback --virtual stall $options
	succeeds
	[ "$(cut -c 1-18 "$tmp/out")" = 'Bus 001 Device 003' ] || wrong "$(cat "$tmp/out")"
done

when "lsusb of what is not there prints nothing, and has the status 1"
applet lsusb --virtual loopback -d 1234:
exits 1
silent
prints ''

when "lsusb with a wrong option prints its usage, and has the status 1"
applet lsusb -d fffe
exits 1
says "Usage: lsusb"
applet lsusb -q
exits 1
says "lsusb: unknown option 'q'"

when "lsusb -t draws the tree, a line for each interface"
applet lsusb -t --virtual loopback --virtual super
succeeds
prints '%s\n' '/:  Bus 02.Port 1: Dev 1, Class=root_hub, Driver=[none]/15p, 5000M' \
	'    |__ Port 1: Dev 2, If 0, Class=Vendor Specific Class, Driver=, 5000M' \
	'/:  Bus 01.Port 1: Dev 1, Class=root_hub, Driver=[none]/15p, 480M' \
	'    |__ Port 1: Dev 2, If 0, Class=Vendor Specific Class, Driver=, 480M' \
	'    |__ Port 1: Dev 2, If 1, Class=Vendor Specific Class, Driver=, 480M'

when "lsusb -v prints the descriptors in its columns"
applet lsusb -v -d fffe:0017 --virtual hub
succeeds
prints '%s\n' '' 'Bus 001 Device 002: ID fffe:0017 Maker Hub' 'Device Descriptor:' \
	'  bLength                18' '  bDescriptorType         1' '  bcdUSB               2.00' \
	'  bDeviceClass            9 Hub' '  bDeviceSubClass         0 Unused' \
	'  bDeviceProtocol         1 Single TT' '  bMaxPacketSize0        64' \
	'  idVendor           0xfffe Maker' '  idProduct          0x0017 ' \
	'  bcdDevice            1.00' '  iManufacturer           1 Prüfstand für USB' \
	'  iProduct                2 Hub' '  iSerial                 3 0017' \
	'  bNumConfigurations      1' '  Configuration Descriptor:' '    bLength                 9' \
	'    bDescriptorType         2' '    wTotalLength       0x0019' '    bNumInterfaces          1' \
	'    bConfigurationValue     1' '    iConfiguration          0 ' '    bmAttributes         0xe0' \
	'      Self Powered' '      Remote Wakeup' '    MaxPower              100mA' \
	'    Interface Descriptor:' '      bLength                 9' '      bDescriptorType         4' \
	'      bInterfaceNumber        0' '      bAlternateSetting       0' '      bNumEndpoints           1' \
	'      bInterfaceClass         9 Hub' '      bInterfaceSubClass      0 Unused' \
	'      bInterfaceProtocol      0 Full speed (or root) hub' '      iInterface              0 ' \
	'      Endpoint Descriptor:' '        bLength                 7' '        bDescriptorType         5' \
	'        bEndpointAddress     0x81  EP 1 IN' '        bmAttributes            3' \
	'          Transfer Type            Interrupt' '          Synch Type               None' \
	'          Usage Type               Data' '        wMaxPacketSize     0x0001  1x 1 bytes' \
	'        bInterval              12' 'Hub Descriptor:' '  bLength                 9' \
	'  bDescriptorType        41' '  nNbrPorts               4 ports' '  wHubCharacteristic 0x0009' \
	'    power switching per port' '    over-current protection per port' \
	'    TT think time (FS bit times) 8' '  bPwrOn2PwrGood         50 100 ms' \
	'  bHubContrCurrent      100 mA' '  DeviceRemovable      0x00' '  PortPwrCtrlMask      0xff' ' Hub Port Status:' \
	'   Port 1: 0000.0000' '   Port 2: 0000.0000' '   Port 3: 0000.0000' '   Port 4: 0000.0000' \
	'Device Status:     0x0001' '  Self Powered'

when "lsusb -v prints the device qualifier and the BOS"
applet lsusb -v --virtual $devices/every-class.device -d fffe:0062
succeeds
has 'Device Qualifier (for other device speed):'
has '  bDeviceClass          239 '
applet lsusb -v --virtual super -d fffe:0013
succeeds
has 'Binary Object Store Descriptor:'
has '  SuperSpeed USB Device Capability:'
has '    bDevCapabilityType      3 SuperSpeed'
has '      High Speed (480 Mbit/s)'

when "lsusb -v prints the descriptors of classes, and the bytes of unknown ones"
applet lsusb -v --virtual $devices/trust-webcam.device -d 0c45:6340
succeeds
has '      Processing Unit Descriptor:'
has '        bmControls         0x073f'
has '          Backlight Compensation'
applet lsusb -v --virtual malformed -s 1:2
succeeds
cat >"$tmp/configurations.device" <<'END'
descriptors 12 01 00 02 00 00 00 40 fe ff 66 00 00 01 00 00 00 02
09 02 12 00 01 01 00 80 32
09 04 00 00 00 03 00 00 00
09 02 17 00 01 02 00 80 32
05 21 01 02 03
09 04 00 00 00 ff 00 00 00
END
applet lsusb -v --virtual "$tmp/configurations.device" -s 1:2
succeeds
has '    ** UNRECOGNIZED:  05 21 01 02 03'

when "lsusb -v prints the ports of a SuperSpeed hub"
applet lsusb -v --virtual $devices/via-hub-0822.device -d 2109:
succeeds
has '   Port 1: 0000.02a0 5Gbps power Rx.Detect'
has '  wHubDelay            2292 ns'
has '  DeviceRemovable      0x00'
has_not PortPwrCtrlMask

when "lsusb -D takes a node"
applet lsusb -D /dev/bus/usb/001/002 --virtual hub
succeeds
[ "$(head -n 2 "$tmp/out")" = 'Device: ID fffe:0017 Maker Hub
Device Descriptor:' ] || wrong "$(head -n 2 "$tmp/out")"

when "usbreset without a device lists the devices, with the status 1"
applet usbreset --virtual hub
exits 1
has '  usbreset BBB/DDD   - reset by bus and device number'
has '  Number 001/002  ID fffe:0017  Hub'
has_not 'ID 1d6b'

for dev in fffe:0017 001/002 hub; do
	when "usbreset $dev resets it"
	applet usbreset --virtual hub $dev
	succeeds
	prints 'Resetting Hub ... ok\n'
done

when "usbreset resets no root hub"
applet usbreset --virtual hub 1d6b:0002
exits 1
says 'No such device found'

when "usbreset of what is not there"
applet usbreset --virtual hub 1234:5678
exits 1
prints ''
says 'No such device found'

when "uhubctl shows the hubs that switch each port, and their ports"
applet uhubctl --virtual hub --virtual loopback
succeeds
prints '%s\n' 'Current status for hub 1-1 [fffe:0017 Prüfstand für USB Hub 0017, USB 2.00, 4 ports, ppps]' \
	'  Port 1: 0000 off' '  Port 2: 0000 off' '  Port 3: 0000 off' '  Port 4: 0000 off'

when "uhubctl switches ports"
applet uhubctl --virtual hub -l 1-1 -p 2,4 -a on
succeeds
prints '%s\n' 'Current status for hub 1-1 [fffe:0017 Prüfstand für USB Hub 0017, USB 2.00, 4 ports, ppps]' \
	'  Port 2: 0000 off' '  Port 4: 0000 off' 'Sent power on request' \
	'New status for hub 1-1 [fffe:0017 Prüfstand für USB Hub 0017, USB 2.00, 4 ports, ppps]' \
	'  Port 2: 0100 power' '  Port 4: 0100 power'
applet uhubctl --virtual hub --action=cycle --ports=3 --delay 0.01
succeeds
[ "$(grep -c '^Sent power' "$tmp/out")" -eq 2 ] || wrong "$(cat "$tmp/out")"
[ "$(tail -n 1 "$tmp/out")" = '  Port 3: 0100 power' ] || wrong "$(cat "$tmp/out")"

write_hub high "10 02" "01 40" 29 09 "00 01" >"$tmp/hub2.device"
write_hub super "00 03" "03 09" 2a 09 "a0 02" >"$tmp/hub3.device"

when "uhubctl tells the state of SuperSpeed links"
applet uhubctl --virtual "$tmp/hub3.device"
succeeds
has '  Port 1: 02a0 power 5gbps Rx.Detect'

when "uhubctl switches the other half of the hub, unless -e is given"
applet uhubctl --virtual "$tmp/hub2.device" --virtual "$tmp/hub3.device" -l 1-1 -p 1 -a off
succeeds
[ "$(grep '^New' "$tmp/out" | cut -d ' ' -f 5 | tr '\n' ' ')" = '1-1 2-1 ' ] || wrong "$(cat "$tmp/out")"
applet uhubctl --virtual "$tmp/hub2.device" --virtual "$tmp/hub3.device" -l 1-1 -p 1 -a off -e
[ "$(grep -c '^New' "$tmp/out")" -eq 1 ] || wrong "$(cat "$tmp/out")"

when "uhubctl -L chooses by the depth"
applet uhubctl --virtual hub -L 2
succeeds
has 'Current status for hub 1-1 [fffe:0017 Prüfstand für USB Hub 0017, USB 2.00, 4 ports, ppps]'
applet uhubctl --virtual hub -L 3
exits 1
says 'No compatible devices detected!'

# A hub with two devices behind it.
ln -s "$(cd "${faulty%/*}" && pwd)/${faulty##*/}" "$tmp/bin/faulty"
mkdir "$tmp/bin/behind"
mv "$tmp/bin/faulty" "$tmp/bin/behind/uhubctl"
behind()
{
	CUSB_TEST_FAULT=behind
	export CUSB_TEST_FAULT
	run_tool "$tmp/bin/behind/uhubctl" --virtual loopback "$@"
	command="uhubctl $*"
	unset CUSB_TEST_FAULT
}

when "uhubctl -s chooses the hub and the port of a device"
behind -s Nak
succeeds
prints '%s\n' 'Current status for hub 1-4 [fffe:0017 Prüfstand für USB Hub 0017, USB 2.00, 4 ports, ppps]' \
	'  Port 1: 0000 off'
behind -s Nak -p 2-4
succeeds
has '  Port 2: 0000 off'
has_not 'Port 1'
behind -s Loopback
exits 1
says 'No compatible devices detected!'

when "uhubctl -N asks no device for its strings"
applet uhubctl --virtual hub -N -p 1
succeeds
prints 'Current status for hub 1-1 [fffe:0017, USB 2.00, 4 ports, ppps]\n  Port 1: 0000 off\n'

when "uhubctl -R resets the hub after it switched ports on"
applet uhubctl --virtual hub -a on -p 1 -R
succeeds
[ "$(tail -n 2 "$tmp/out")" = 'Resetting hub...
Reset successful!' ] || wrong "$(cat "$tmp/out")"
applet uhubctl --virtual hub -a off -p 1 -R
succeeds
has_not 'Reset'

write_hub high "10 02" "01 40" 29 09 "01 01" >"$tmp/used.device"
for times in 1 3; do
	when "uhubctl -r $times switches a port that has a device off so often"
	CUSB_DEBUG=debug
	export CUSB_DEBUG
	applet uhubctl --virtual "$tmp/used.device" -a off -p 1 -r $times -w 1
	unset CUSB_DEBUG
	exits 0
	[ "$(grep -c '0x23 bRequest 0x1 .* = 0' "$tmp/err")" -eq $times ] || wrong "$(cat "$tmp/err")"
done

when "uhubctl -S switches by requests, and not by the kernel"
applet uhubctl --virtual hub -a on -p 1 -S
succeeds
has '  Port 1: 0100 power'

when "uhubctl refuses to switch several hubs at once"
applet uhubctl --virtual hub --virtual hub -a off
exits 1
says 'Error: changing port state for multiple hubs at once is not supported.'
prints ''

when "uhubctl without a hub that it can switch says so"
applet uhubctl --virtual loopback
exits 1
says 'No compatible devices detected!'
applet uhubctl --virtual hub -l 9-9
exits 1
says 'No compatible devices detected at location 9-9!'

for options in '-a maybe' '-p 0' '-p 4-2' '-q' '-l'; do
	when "uhubctl $options is refused"
	applet uhubctl --virtual hub $options
	exits 1
	says 'uhubctl: '
	prints ''
done
CUSB_USB_IDS=/dev/null
