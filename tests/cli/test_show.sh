# SPDX-License-Identifier: MIT
# cusb show; see run.sh.

# A row of show -v: the name of a field, its value, and what follows them.
row()
{
	grep -Eq "^ *$1 +$2( +$3)?\$" "$tmp/out" || wrong "$command: no row '$1 $2 $3'"
}

when "show is a line for each part of a device"
run show --virtual loopback fffe:0001
succeeds
has "Device 1-1: ID fffe:0001 Prüfstand für USB Loopback ∞ Übungsgerät  bus 1, address 2, high speed"
has '  Configuration 1  self powered, at most 100 mA "Two interfaces"'
has '    Interface 0: Vendor Specific  "Loopback"'
has "      0x81 bulk IN, packets of 512 bytes"
[ "$(wc -l <"$tmp/out")" -lt 40 ] || wrong "more than a screen"

when "show -v has every field of every level"
run show -v --virtual loopback fffe:0001
succeeds
row idVendor 0xfffe
row bConfigurationValue 2
row bInterfaceNumber 1
row bEndpointAddress 0x81 "EP 1 IN"
row iProduct 2 "Loopback ∞ Übungsgerät"
row iConfiguration 4 "Two interfaces"
row iConfiguration 6 "One interface"
row bMaxPower 50 "100 mA"

when "show ends with a newline, after one device and after several"
run show --virtual stall fffe:0002
[ -z "$(tail -c 1 "$tmp/out")" ] || wrong "the last byte is not a newline"
run show -v --virtual loopback --virtual stall
[ -z "$(tail -c 1 "$tmp/out")" ] || wrong "the last byte is not a newline"
! grep -q '^$' "$tmp/out" || wrong "an empty line in its output"
! grep -q ' $' "$tmp/out" || wrong "white space at the end of a line"

when "show without DEV prints all devices"
run show --virtual loopback --virtual stall
succeeds
[ "$(grep -c '^Device' "$tmp/out")" -eq 3 ] || wrong "$(grep '^Device' "$tmp/out")"

when "show prints both of two equal devices"
run show --virtual loopback --virtual loopback fffe:0001
succeeds
[ "$(grep -c '^Device' "$tmp/out")" -eq 2 ] || wrong "$(grep '^Device' "$tmp/out")"

when "show by BUS:DEV and by sysfs name is the same"
run show --virtual loopback 001:002
succeeds
cp "$tmp/out" "$tmp/by_number"
run show --virtual loopback 1-1
succeeds
cmp -s "$tmp/out" "$tmp/by_number" || wrong "they differ"

when "show of malformed descriptors shows what is good, and how much is not"
run show --virtual malformed fffe:0007
succeeds
has "0x81"
run show -v --virtual malformed fffe:0007
succeeds
row bEndpointAddress 0x81 "EP 1 IN"
has "Configuration 1  25 of 32 bytes present"

when "show copes without permission"
with_fault eacces show --virtual loopback fffe:0001
succeeds
has "0x81 bulk IN"
with_fault eacces show -v --virtual loopback fffe:0001
succeeds
has "! not read from the device: no permission"

when "show without permission has the strings that the kernel has, and a note for others"
row iConfiguration 4 "Two interfaces"
row iInterface 5 Loopback
row iConfiguration 6 "\(not readable\)"

when "show of what is not there is a failure"
run show --virtual loopback 9-9
fails
says "9-9"
prints ''

when "show prints no escape sequence of a device"
for verbose in '' -v; do
	with_fault hostile show $verbose --virtual stall fffe:0001
	succeeds
	! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"
done

when "show to a full device is a failure"
$WRAPPER "$cusb" show --virtual loopback >/dev/full 2>"$tmp/err"
status=$?
fails

when "show of a webcam is a screen: its units, formats and settings in a line each"
run show --virtual $devices/trust-webcam.device 1-1
succeeds
has '    function of interfaces 0 to 1: Video, Video Interface Collection'
has '      3: processing of 1: Brightness, Contrast, Hue, Saturation'
has '      1: Camera Sensor: Auto-Exposure Priority'
has '      format 1: YUY2, 640 x 480 at 30 fps, 352 x 288 at 30 fps'
has '1280 x 1024 at 5 fps, 160 x 120 at 30 fps'
has '      setting 6: 0x81 isochronous IN, asynchronous, 3 x 1024 bytes every 125 us, at most 24.5 MB/s'
has '        terminal 3: PCM, mono, 16 bits, 8000 Hz, 11025 Hz'
[ "$(wc -l <"$tmp/out")" -le 40 ] || wrong "more than a screen"

when "show -v decodes video descriptors"
run show -v --virtual $devices/trust-webcam.device 1-1
row bcdUVC 1.00
row wTerminalType 0x0201 "Camera Sensor"
row bmControls 0x000004 "Auto-Exposure Priority"
row guidExtensionCode 28f03370-6311-4a2e-ba2c-6890eb334016
row guidFormat 32595559-0000-0010-8000-00aa00389b71 YUY2
row 'dwFrameInterval\[1\]' 400000 "25 fps"
row 'wHeight\[4\]' 120
row 'wHeight\[3\]' 144
row bMatrixCoefficients 4 "SMPTE 170M \(BT.601\)"
row 'tSamFreq\[6\]' 48000 Hz
row bmAttributes 0x01 "Sampling Frequency"

when "show -v decodes HID, and shows the report descriptor"
run show -v --virtual $devices/stadia-pad.device 1-1
succeeds
row bcdHID 1.11
row 'wDescriptorLength\[0\]' 156 bytes
row Usage 57 "Hat Switch"
row "Usage Page" 2 "Simulation Controls"
has "            Usage               48          X"
row PlatformCapabilityUUID 3408b638-09a9-47a0-8bfd-a0768815b665 WebUSB
row 'wMSOSDescriptorSetTotalLength\[0\]' 178 bytes
run show --virtual $devices/stadia-pad.device 1-1
has "      reports: Gamepad"

when "show -v shows the report descriptor of a HID descriptor behind its endpoint"
cat >"$tmp/old.device" <<END
descriptors
	12 01 00 01 00 00 00 08 fe ff 64 00 00 01 00 00 00 01
	09 02 22 00 01 01 00 80 32
	09 04 00 00 01 03 01 02 00
	07 05 81 03 08 00 0a
	09 21 00 01 00 01 22 06 00
control 81 06 2200 0000 answer 05 01 09 02 a1 01
END
run show -v --virtual "$tmp/old.device" fffe:0064
succeeds
row Usage 2 Mouse
run show --virtual "$tmp/old.device" fffe:0064
has "      reports: Mouse"

when "show decodes hubs, and -v their ports"
run show -v --virtual $devices/lenovo-hub.device 17ef:1005
succeeds
row bNbrPorts 4 ports
row bPwrOn2PwrGood 50 "100 ms"
row wHubCharacteristics 0x00e9 "power switching per port, over-current protection per port, TT think time \(FS bit times\) 32, port indicators"
row wPortStatus 0x0100 power
has "port 4 status"
has "device qualifier"
row wStatus 0x0001 "Self Powered"

when "show -v decodes the capabilities of SuperSpeed devices"
run show -v --virtual $devices/sandisk-uas.device 1-1
row bmAttributes 0x0000f41e "Link Power Management \(LPM\), BESL, baseline BESL, deep BESL, baseline BESL 4, deep BESL 15"
row 'bmSublinkSpeedAttr\[1\]' 0x000a40b0 "id 0: 10 Gbit/s transmit, symmetric, SuperSpeedPlus"
row wFunctionalitySupport 0x1100 "minimum sublink id 0, minimum receive lanes 1, minimum transmit lanes 1"
row bPipeID 3 "Data-in pipe"
run show --virtual $devices/sandisk-uas.device 1-1
has "      setting 1: Mass Storage, SCSI, UAS"
has "        0x84 bulk IN, packets of 1024 bytes in bursts of up to 16, 32 streams, Status pipe"

when "show -v decodes Billboard"
run show -v --virtual $devices/framework-hdmi.device 1-1
has "device capability: Billboard"
row 'wSVID\[0\]' 0xff01
row 'iAlternateModeString\[0\]' 8 "\(not readable\)"

when "show -v asks for the URL of WebUSB and for Microsoft's descriptors"
cat >"$tmp/platform.device" <<END
descriptors
	12 01 10 02 00 00 00 40 fe ff 63 00 00 01 00 00 00 01
	09 02 12 00 01 01 00 80 32
	09 04 00 00 00 ff 00 00 00
bos
	05 0f 39 00 02
	18 10 05 00 38 b6 08 34 a9 09 a0 47 8b fd a0 76 88 15 b6 65 00 01 21 01
	1c 10 05 00 df 60 dd d8 89 45 c7 4c 9c d2 65 9d 9e 64 8a 9f 00 00 03 06 2e 00 22 00
control c0 21 0001 0002 answer 0e 03 01 65 78 61 6d 70 6c 65 2e 63 6f 6d
control c0 22 0000 0007 answer 0a 00 00 00 00 00 03 06 2e 00 14 00 03 00 57 49 4e 55 53 42 00 00 00 00 00 00 00 00 00 00 10 00 04 00 07 00 04 00 41 00 42 00 02 00 01 02
END
run show -v --virtual "$tmp/platform.device" fffe:0063
succeeds
row bScheme 1 "https://"
row URL example.com
row CompatibleID WINUSB
row PropertyName AB
row wTotalLength 46 bytes
run show -v --json --virtual "$tmp/platform.device" fffe:0063
has '"URL": "example.com"'
has '"CompatibleID": "WINUSB"'

when "show decodes CDC, where it stands before the first interface too"
run show -v --virtual $devices/motorola-sbg900.device 1-1
row bcdCDC 1.10
row bMasterInterface 0
row 'bSlaveInterface\[0\]' 1
row iMacAddress 3 000000000001
row wMaxSegmentSize 1514 bytes
run show --virtual $devices/motorola-sbg900.device 1-1
has "Ethernet: MAC address 000000000001, segments of 1514 bytes"

when "show decodes DFU without a version, CCID, OTG and MIDI"
run show -v --virtual $devices/dell-bluetooth.device 1-1
row wDetachTimeOut 5000 ms
row wTransferSize 64 bytes
! grep -q '!.*ends before' "$tmp/out" || wrong "$(grep '!' "$tmp/out")"
run show --virtual $devices/qemu-ccid.device 1-1
has "CCID 1.10: T=0, 5.0 V, 3.0 V, 1.8 V"
run show --virtual $devices/kindle-otg.device 1-1
has "OTG: SRP (Session Request Protocol), HNP (Host Negotiation Protocol)"
run show --virtual $devices/worlde-keyboard.device 1-1
has "jack 4: External OUT, from 1"

when "show marks a class descriptor that ends early, and shows an unknown one as bytes"
cat >"$tmp/short.device" <<END
descriptors
	12 01 00 02 00 00 00 40 fe ff 61 00 00 01 00 00 00 01
	09 02 25 00 01 01 00 80 32
	09 04 00 00 00 0e 01 00 00
	07 24 02 01 01 02 00
	05 24 77 01 02
	07 44 01 02 03 04 05
END
run show -v --virtual "$tmp/short.device" 1-1
succeeds
row wTerminalType 0x0201 "Camera Sensor"
has "! ends before iTerminal"
has "unknown descriptor, class interface"
row data "77 01 02"
has "unknown descriptor, vendor type 0x44"
row data "01 02 03 04 05"

when "show tells all frames of a format that has very many"
{
	echo "descriptors"
	echo "	12 01 00 02 00 00 00 40 fe ff 65 00 00 01 00 00 00 01"
	echo "	09 02 81 06 01 01 00 80 32"
	echo "	09 04 00 00 00 0e 02 00 00"
	echo "	1b 24 04 01 32 59 55 59 32 00 00 10 00 80 00 00 aa 00 38 9b 71 10 01 00 00 00 00"
	for frame in 1 2 3 4 5 6 7 8 9 a b c d e f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 30 31 32 33 34 35 36; do
		echo "	1e 24 05 $(printf %02x 0x$frame) 00 80 02 $(printf %02x 0x$frame) 01 00 00 00 00 00 00 00 00 00 00 00 00 15 16 05 00 01 15 16 05 00"
	done
} >"$tmp/frames.device"
run show --virtual "$tmp/frames.device" fffe:0065
succeeds
[ "$(grep -o '640 x [0-9]* at 30 fps' "$tmp/out" | sort -u | wc -l)" -eq 54 ] || wrong "$(cat "$tmp/out")"

when "show tells the controls of several channels once"
run show --virtual $devices/every-class.device 1-1
succeeds
has "      3: controls of 1: Mute, Volume"
has_not "Volume, Volume"
has "format 1: MJPEG, 1920 x 1080 at 30 fps, 640 x 480 at 30 fps"
has "NCM: packet filter, crc mode"
run show -v --virtual $devices/every-class.device 1-1
succeeds
! grep -q '!\|^ *more ' "$tmp/out" || wrong "$(grep '!\|^ *more ' "$tmp/out")"

when "show -v shows the group terminal blocks of MIDI 2.0"
has "      group terminal block descriptor: Block"
row bGrpTrmBlkType 0 "IN and OUT"
row nNumGroupTrm 4 groups
row bMIDIProtocol 17 "MIDI 2.0"
row wMaxInputBandwidth 9600 "38400 kB/s"
row wMaxOutputBandwidth 1 "4 kB/s"
[ "$(grep -c 'group terminal block descriptor: Header' "$tmp/out")" -eq 1 ] || wrong "not of one setting alone"

when "show -v leaves out what a hub sends behind its descriptor"
write_hub high "10 02" "01 40" 29 09 "00 01" | sed 's/^control a0 .*/& 00 00 00 00/' >"$tmp/long.device"
run show -v --virtual "$tmp/long.device" fffe:0018
succeeds
row bHubContrCurrent 100 mA
has_not "malformed"
has_not " ! "

when "show of a hub that takes nothing from the bus tells no current"
run show --virtual $devices/via-hub-0822.device 2109:
succeeds
has "  Configuration 1  self powered, remote wakeup"

when "show -v shows a BOS that is cut as far as it goes"
sed 's/^	05 0f 39 00 02/	05 0f 2b 00 02/' "$tmp/platform.device" >"$tmp/cut.device"
run show -v --virtual "$tmp/cut.device" fffe:0063
succeeds
row bcdVersion 1.00
has "! malformed descriptor, 14 bytes left"
has "! ends before PlatformCapabilityUUID, with df 60 dd d8 89 45 c7 4c 9c d2"

when "show writes no colours to what is no terminal"
run show --virtual loopback
! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"

# `script` runs a command on a terminal of its own.
if command -v script >/dev/null; then
	on_terminal()
	{
		command="cusb $*"
		script -qec "env TERM=xterm COLUMNS=60 $WRAPPER $cusb $*" /dev/null >"$tmp/out" </dev/null
	}

	when "show on a terminal has bold headings and lines of its width"
	on_terminal show --virtual $devices/trust-webcam.device 1-1
	has "$(printf '\033[1m')Device 1-1"
	! sed 's/.\[[0-9]*m//g' "$tmp/out" | tr -d '\r' | grep -q '.\{61\}' || wrong "a line is longer than the terminal"

	when "show with NO_COLOR has no colours"
	NO_COLOR=1 on_terminal show --virtual loopback
	has "Device 1-1"
	! grep -q "$(printf '\033')" "$tmp/out" || wrong "an escape character in its output"
fi
