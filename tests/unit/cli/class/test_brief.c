/* SPDX-License-Identifier: MIT */
/* Descriptors in one line. */
#include "decode.h"
#include "unit.h"

static const struct {
	uint8_t class, subclass, protocol;
	const char *hex, *brief;
} lines[] = {
	{14, 1, 0, "12 24 02 01 01 02 00 00 00 00 00 00 00 00 03 04 00 00",
	 "1: Camera Sensor: Auto-Exposure Priority"},
	{14, 1, 0, "12 24 02 01 01 02 00 00 00 00 00 00 00 00 03 00 00 00", "1: Camera Sensor"},
	{14, 1, 0, "09 24 04 05 02 0b 01 00 00", "5: selector of 11, 1"},
	{14, 2, 0,
	 "1b 24 04 01 06 4e 56 31 32 00 00 10 00 80 00 00 aa 00 38 9b 71 0c 01 00 00 00 00",
	 "format 1: NV12"},
	{14, 2, 0, "0b 24 06 02 01 01 01 00 00 00 00", "format 2: MJPEG"},
	{1, 2, 0, "11 24 02 01 02 02 10 03 40 1f 00 44 ac 00 80 bb 00",
	 "stereo, 16 bits, 8000 Hz, 44100 Hz, 48000 Hz"},
	{1, 2, 0, "0e 24 02 01 09 02 10 00 40 1f 00 80 bb 00", "9, 16 bits, 8000 Hz - 48000 Hz"},
	{1, 1, 32, "12 24 06 03 01 0c 00 00 00 0c 00 00 00 0c 00 00 00 07",
	 "3: controls of 1: Volume"},
	{2, 6, 0, "06 24 06 00 01 02", "interface 0 controls interface 1, 2"},
	{2, 6, 0, "05 24 06 00 01", "interface 0 controls interface 1"},
	{254, 1, 0, "07 21 07 88 13 40 00",
	 "DFU: download, upload, manifestation tolerant, blocks of 64 bytes"},
	{0, 0, 0, "03 09 03",
	 "OTG: SRP (Session Request Protocol), HNP (Host Negotiation Protocol)"},
	{14, 2, 0, "06 24 0d 01 01 04", ""},	     /* no line in the table */
	{255, 0, 0, "06 24 0d 01 01 04", ""},	     /* no table */
	{14, 2, 0, "06 24 04 01 06 4e", "format 1"}, /* cut: what is there */
};

CASE_PER_ROW(a_line_for_a_descriptor, lines)
{
	ck_assert_str_eq(decode_brief(lines[_i].class, lines[_i].subclass, lines[_i].protocol,
				      lines[_i].hex),
			 lines[_i].brief);
}
