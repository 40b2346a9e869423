/* SPDX-License-Identifier: MIT */
/* A descriptor of each class, and a row of it. */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "unit.h"

#define ROW(name, value, meaning) name, value, meaning

static const struct {
	uint8_t class, subclass, protocol;
	const char *hex, *name, *value, *meaning;
} rows[] = {
	/* standard ones, of any class */
	{0, 0, 0, "12 01 10 03 00 00 00 09 fe ff 01 00 23 01 01 02 63 01",
	 ROW("bcdUSB", "3.10", "")},
	{0, 0, 0, "12 01 10 03 00 00 00 09 fe ff 01 00 23 01 01 02 63 01",
	 ROW("iSerialNumber", "99", "(not readable)")},
	{0, 0, 0, "12 01 10 03 ef 02 01 09 fe ff 01 00 23 01 01 02 63 01",
	 ROW("bDeviceProtocol", "1", "Interface Association")},
	{0, 0, 0, "09 02 20 00 01 01 00 e0 32",
	 ROW("bmAttributes", "0xe0", "Remote Wakeup, Self Powered")},
	{0, 0, 0, "09 04 00 00 02 08 06 50 00", ROW("bInterfaceProtocol", "80", "Bulk-Only")},
	{0, 0, 0, "09 04 00 00 02 00 00 00 00", ROW("bInterfaceClass", "0", "Reserved")},
	{0, 0, 0, "09 04 00 00 02 ff ff ff 00",
	 ROW("bInterfaceSubClass", "255", "Vendor Specific")},
	{0, 0, 0, "07 05 81 05 20 13 01", ROW("bmAttributes", "0x05", "Isochronous, Asynchronous")},
	{0, 0, 0, "07 05 81 13 10 00 01",
	 ROW("bmAttributes", "0x13", "Interrupt, Feedback or Notification")},
	{0, 0, 0, "09 05 81 25 20 00 01 02 83", ROW("bSynchAddress", "131", "")},
	{0, 0, 0, "05 09 03 00 02", ROW("bcdOTG", "2.00", "")},
	{0, 0, 0, "04 0a 81 02", ROW("bDebugOutEndpoint", "0x02", "EP 2 OUT")},
	{0, 0, 0, "08 0b 01 02 0e 03 00 05",
	 ROW("bFunctionSubClass", "3", "Video Interface Collection")},
	{0, 0, 0, "06 30 0f 05 00 04", ROW("wBytesPerInterval", "1024", "bytes")},
	{0, 0, 0, "08 31 00 00 00 c0 00 00", ROW("dwBytesPerInterval", "49152", "bytes")},
	/* capabilities */
	{0, 0, 0, "0a 10 03 02 0e 00 01 0a ff 07", ROW("bU2DevExitLat", "2047", "us")},
	{0, 0, 0, "14 10 04 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10",
	 ROW("ContainerID", "04030201-0605-0807-090a-0b0c0d0e0f10", "")},
	{0, 0, 0, "18 10 05 00 38 b6 08 34 a9 09 a0 47 8b fd a0 76 88 15 b6 65 00 01 21 01",
	 ROW("bVendorCode", "33", "")},
	{0, 0, 0, "07 10 99 01 02 03 04", ROW("CapabilityData", "01 02 03 04", "")},
	/* classes */
	{1, 1, 0, "0a 24 06 02 01 01 03 02 02 00", ROW("bmaControls[0]", "0x03", "Mute, Volume")},
	{1, 1, 0, "0a 24 06 02 01 01 03 02 02 00", ROW("bmaControls[2]", "0x02", "Volume")},
	{1, 2, 0, "0e 24 02 01 02 02 10 00 40 1f 00 80 bb 00", ROW("tUpperSamFreq", "48000", "Hz")},
	{1, 2, 0, "0e 24 02 01 02 02 10 02 40 1f 00 80 bb 00", ROW("tSamFreq[1]", "48000", "Hz")},
	{1, 1, 32, "12 24 06 03 01 0f 00 00 00 0c 00 00 00 04 00 00 00 07",
	 ROW("bmaControls[0]", "0x0000000f", "Mute, Volume")},
	{1, 1, 32, "12 24 06 03 01 0f 00 00 00 0c 00 00 00 04 00 00 00 07",
	 ROW("bmaControls[2]", "0x00000004", "Volume (read-only)")},
	{1, 1, 32, "12 24 06 03 01 0f 00 00 00 0c 00 00 00 04 00 00 00 07",
	 ROW("iFeature", "7", "string 7")},
	{1, 1, 32, "08 24 0a 09 03 07 00 00", ROW("bmAttributes", "0x03", "internal programmable")},
	{1, 2, 32, "10 24 01 01 05 01 01 00 00 80 02 03 00 00 00 00",
	 ROW("bmFormats", "0x80000001", "PCM, Raw Data")},
	{1, 2, 48, "17 24 01 01 05 00 00 00 00 01 01 00 00 00 00 00 00 00 04 20 00 00 00",
	 ROW("bmFormats", "0x0000000000000001", "PCM")},
	{1, 3, 0, "0b 24 03 02 02 02 01 01 05 02 09", ROW("BaSourcePin[1]", "2", "")},
	{1, 3, 0, "05 25 02 01 07", ROW("baAssoGrpTrmBlkID[0]", "7", "")},
	{1, 3, 0, "0d 26 02 01 02 03 04 05 12 80 25 01 00", ROW("bGrpTrmBlkType", "2", "OUT")},
	{1, 3, 0, "0d 26 02 01 02 03 04 05 12 80 25 01 00",
	 ROW("bMIDIProtocol", "18", "MIDI 2.0, time stamps")},
	{1, 3, 0, "0d 26 02 01 02 03 04 05 12 80 25 01 00",
	 ROW("wMaxInputBandwidth", "9600", "38400 kB/s")},
	{1, 3, 0, "05 26 01 12 00", ROW("wTotalLength", "18", "bytes")},
	{2, 6, 0, "0d 24 0f 03 00 00 00 00 ea 05 00 00 00", ROW("iMacAddress", "3", "string 3")},
	{2, 13, 0, "06 24 1a 00 01 1f", ROW("bcdNcmVersion", "1.00", "")},
	{2, 14, 0, "0c 24 1b 00 01 00 10 10 c0 00 08 20",
	 ROW("bmNetworkCapabilities", "0x20", "8-byte ntb input size")},
	{3, 0, 0, "09 21 11 01 21 01 22 9c 00", ROW("bCountryCode", "33", "US")},
	{3, 0, 0, "09 21 11 01 21 01 22 9c 00", ROW("wDescriptorLength[0]", "156", "bytes")},
	{7, 1, 4, "0a 21 10 01 00 04 23 00 01 05",
	 ROW("wBasicCapabilities[0]", "0x0023", "print, scan, authentication user name")},
	{7, 1, 4, "0a 21 10 01 00 04 23 00 01 05", ROW("iIPPPrinterUUID[0]", "5", "string 5")},
	{7, 1, 4, "08 21 10 01 07 02 03 04", ROW("data[0]", "03 04", "")},
	{8, 6, 0x62, "04 24 03 00", ROW("bPipeID", "3", "Data-in pipe")},
	{9, 0, 0, "09 29 04 e9 00 32 64 00 ff", ROW("bPwrOn2PwrGood", "50", "100 ms")},
	{9, 0, 3, "0c 2a 04 09 00 af 00 04 f4 08 00 00", ROW("wHubDelay", "2292", "ns")},
	{14, 1, 0, "0b 24 05 03 01 00 00 02 3f 07 08", ROW("iProcessing", "8", "string 8")},
	{14, 1, 1, "0e 24 05 03 01 00 00 03 3f 07 00 08 0d 00",
	 ROW("bmVideoStandards", "0x0d", "None, PAL - 625/50, SECAM - 625/50")},
	{14, 2, 0,
	 "1e 24 05 05 00 00 05 00 04 00 00 40 06 00 00 40 06 00 00 28 00 80 84 1e 00 01 80 "
	 "84 1e 00",
	 ROW("dwFrameInterval[0]", "2000000", "5 fps")},
	{14, 2, 0,
	 "26 24 07 01 03 80 02 e0 01 00 00 77 01 00 00 ca 08 00 60 09 00 15 16 05 00 00 15 "
	 "16 05 00 80 84 1e 00 01 00 00 00",
	 ROW("dwMaxFrameInterval", "2000000", "5 fps")},
	{254, 1, 1, "09 21 0f e8 03 00 10 10 01", ROW("wTransferSize", "4096", "bytes")},
	{254, 1, 1, "09 21 0f e8 03 00 10 10 01",
	 ROW("bmAttributes", "0x0f", "download, upload, manifestation tolerant, will detach")},
	/* unknown ones */
	{254, 1, 1, "05 24 01 02 03", ROW("bDescriptorType", "36", "class interface")},
	{254, 1, 1, "05 24 01 02 03", ROW("data", "01 02 03", "")},
	{255, 1, 1, "04 41 02 03", ROW("bDescriptorType", "65", "vendor type 0x41")},
	/* longer ones than their table */
	{2, 6, 0, "08 24 00 10 01 02 03 04", ROW("more", "02 03 04", "")},
};

/* The row of `name`, with one blank between its parts; "" if there is none. */
static void find_row(const char *text, const char *name, char *row, size_t size)
{
	size_t length = strlen(name), used = 0;

	while (*text && (strncmp(text, name, length) != 0 || text[length] != ' ')) {
		text = strchr(text, '\n');
		text += text != NULL;
	}
	for (; *text && *text != '\n' && used + 1 < size; text++)
		if (*text != ' ' || text[1] != ' ')
			row[used++] = *text;
	row[used] = '\0';
}

CASE_PER_ROW(the_meaning_of_a_field, rows)
{
	const char *text =
		decode_rows(rows[_i].class, rows[_i].subclass, rows[_i].protocol, rows[_i].hex);
	char row[256], want[256];

	find_row(text, rows[_i].name, row, sizeof row);
	snprintf(want, sizeof want, "%s %s%s%s", rows[_i].name, rows[_i].value,
		 rows[_i].meaning[0] ? " " : "", rows[_i].meaning);
	ck_assert_msg(strcmp(row, want) == 0, "'%s' in place of '%s' in:\n%s", row, want, text);
}
