/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "cli/class/hid_items.h"
#include "decode.h"
#include "unit.h"

static char all[2048];

static void give(void *user, const struct hid_item *item)
{
	size_t used = strlen(all);

	(void)user;
	snprintf(all + used, sizeof all - used, "%u %s %lld%s%s%s;", item->depth, item->name,
		 (long long)item->number, item->meaning.length ? " " : "", item->meaning.text,
		 item->cut ? " cut" : "");
}

static const struct {
	const char *hex, *items;
} reports[] = {
	{"05 01 09 02 a1 01",
	 "0 Usage Page 1 Generic Desktop;0 Usage 2 Mouse;0 Collection 1 Application;"},
	{"a1 00 75 08 c0", "0 Collection 0 Physical;1 Report Size 8;0 End Collection 0;"},
	{"c0 c0", "0 End Collection 0;0 End Collection 0;"},
	{"15 81 25 7f", "0 Logical Minimum -127;0 Logical Maximum 127;"},
	{"16 00 80 27 ff ff 00 00", "0 Logical Minimum -32768;0 Logical Maximum 65535;"},
	{"17 00 00 00 80", "0 Logical Minimum -2147483648;"},
	{"81 02", "0 Input 2 Data, Variable, Absolute, No Wrap, Linear, Preferred State, "
		  "No Null Position, Non Volatile, Bitfield;"},
	{"b2 23 01", "0 Feature 291 Constant, Variable, Absolute, No Wrap, Linear, No Preferred, "
		     "No Null Position, Non Volatile, Buffered Bytes;"},
	{"05 09 19 01 29 05",
	 "0 Usage Page 9 Button;0 Usage Minimum 1 Button 1;0 Usage Maximum 5 Button 5;"},
	{"05 07 09 04 09 27 09 45 09 e7",
	 "0 Usage Page 7 Keyboard;0 Usage 4 A;0 Usage 39 0;0 Usage 69 F12;0 Usage 231 Right GUI;"},
	{"0b 38 02 0c 00", "0 Usage 787000 Pan;"}, /* with its page */
	{"06 d0 f1 09 01", "0 Usage Page 61904 FIDO Alliance;0 Usage 1 U2F Authenticator Device;"},
	{"06 00 ff 09 01", "0 Usage Page 65280 Vendor Defined;0 Usage 1 Vendor Defined;"},
	{"05 01 a4 05 0c b4 09 30",
	 "0 Usage Page 1 Generic Desktop;0 Push 0;0 Usage Page 12 Consumer;"
	 "0 Pop 0;0 Usage 48 X;"},
	{"26 ff", "0 Logical Maximum -1 cut;"},
	{"27", "0 Logical Maximum 0 cut;"},
	{"fe 02 10 aa bb 05 01", "0 Long Item 48042;0 Usage Page 1 Generic Desktop;"},
	{"fe 05 10 aa", "0 Long Item 170 cut;"},
	{"fe", "0 Long Item 0 cut;"},
	{"f4", "0 Reserved 0;"},
};

CASE_PER_ROW(the_items_of_a_report, reports)
{
	size_t length;
	uint8_t *bytes = decode_hex(reports[_i].hex, &length);

	all[0] = '\0';
	hid_items(bytes, length, give, NULL);
	free(bytes);
	ck_assert_str_eq(all, reports[_i].items);
}

CASE(the_purpose_is_that_of_the_outermost_collections)
{
	struct class_text text = {0};
	size_t length;
	uint8_t *bytes =
		decode_hex("05 01 09 06 a1 01 09 01 a1 00 c0 c0 09 02 a1 01 c0 05 0c 09 01 a1 "
			   "01 c0 05 55 09 01 a1 01",
			   &length);

	hid_purpose(&text, bytes, length);
	free(bytes);
	ck_assert_str_eq(text.text, "Keyboard, Mouse, Consumer Control, unknown usage");
}
