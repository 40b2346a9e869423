/* SPDX-License-Identifier: MIT */
/* Descriptors that are shorter than their fields, their length or their counts. */
#include <string.h>

#include "decode.h"
#include "unit.h"

static const struct {
	uint8_t class, subclass, protocol;
	const char *hex, *fault;
} cut[] = {
	{0, 0, 0, "01", "! ends before bDescriptorType\n"},
	{0, 0, 0, "00 05 81", "! ends before bDescriptorType\n"},
	{0, 0, 0, "06 05 81 02 00 02", "! ends before bInterval\n"},
	{0, 0, 0, "05 05 81 02 00", "! ends before wMaxPacketSize, with 00\n"},
	{0, 0, 0, "07 05 81 02 00",
	 "! ends before wMaxPacketSize, with 00\n! bLength goes past the end\n"},
	{0, 0, 0, "08 05 81 02 00 02 00 01", "! ends before bSynchAddress\n"},
	/* counts: of elements, of groups, of bytes */
	{14, 1, 0, "08 24 04 05 04 01 02 03", "! ends before baSourceID\n"},
	{3, 0, 0, "09 21 11 01 00 02 22 53 00", "! ends before bDescriptorType\n"},
	{14, 1, 0, "0a 24 05 03 01 00 00 ff 3f 07", "! ends before bmControls, with 3f 07\n"},
	{1, 1, 0, "0a 24 06 02 01 00 03 02 02 00", ""}, /* controls of no bytes */
	{2, 6, 0, "04 24 06 00", ""},			/* a list of nothing */
	{14, 2, 0, "0d 24 01 00 4d 00 81 00 02 00 00 00 00", ""},
};

CASE_PER_ROW(a_fault_is_marked, cut)
{
	const char *text =
		decode_rows(cut[_i].class, cut[_i].subclass, cut[_i].protocol, cut[_i].hex);
	const char *fault = strchr(text, '!');

	ck_assert_str_eq(fault ? fault : "", cut[_i].fault);
}
