/* SPDX-License-Identifier: MIT */
/* Human interface devices: HID 1.11, 6.2.1. */
#include "tables.h"

static const struct row class_descriptor[] = {
	{"bDescriptorType", 1, AS_NAMED, 0, 0, "22 Report|23 Physical"},
	{"wDescriptorLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row hid[] = {
	{"bcdHID", 2, AS_VERSION, 0, 0, NULL},
	{"bCountryCode", 1, AS_NAMED, 0, 0,
	 "0 Not supported|1 Arabic|2 Belgian|3 Canadian-Bilingual|4 Canadian-French|5 Czech Republic|"
	 "6 Danish|7 Finnish|8 French|9 German|a Greek|b Hebrew|c Hungary|d International (ISO)|"
	 "e Italian|f Japan (Katakana)|10 Korean|11 Latin American|12 Netherlands/Dutch|13 Norwegian|"
	 "14 Persian (Farsi)|15 Poland|16 Portuguese|17 Russia|18 Slovakia|19 Spanish|1a Swedish|"
	 "1b Swiss/French|1c Swiss/German|1d Switzerland|1e Taiwan|1f Turkish-Q|20 UK|21 US|"
	 "22 Yugoslavia|23 Turkish-F"},
	{"bNumDescriptors", 1, AS_NUMBER, 1, 0, NULL},
	{"descriptors", 0, AS_GROUP, 0, 1, class_descriptor},
	{0},
};

const struct layout hid_layouts[] = {
	{0x21, "HID", hid, NULL},
	{0, NULL, NULL, NULL},
};
