/* SPDX-License-Identifier: MIT */
/* Human interface devices: HID 1.11, 6.2.1. */
#include "table.h"

/* clang-format off */

const char hid_layouts[] =
	LAYOUT("21", "HID", "")
		FIELD("bcdHID", 2, AS_VERSION, "")
		FIELD("bCountryCode", 1, AS_NAMED,
		      "0 Not supported|1 Arabic|2 Belgian|3 Canadian-Bilingual|4 Canadian-French|"
		      "5 Czech Republic|6 Danish|7 Finnish|8 French|9 German|a Greek|b Hebrew|"
		      "c Hungary|d International (ISO)|e Italian|f Japan (Katakana)|10 Korean|"
		      "11 Latin American|12 Netherlands/Dutch|13 Norwegian|14 Persian (Farsi)|"
		      "15 Poland|16 Portuguese|17 Russia|18 Slovakia|19 Spanish|1a Swedish|"
		      "1b Swiss/French|1c Swiss/German|1d Switzerland|1e Taiwan|1f Turkish-Q|"
		      "20 UK|21 US|22 Yugoslavia|23 Turkish-F")
		KEPT(1, "bNumDescriptors", 1, AS_NUMBER, "")
		GROUP(1, "descriptors")
			FIELD("bDescriptorType", 1, AS_NAMED, "22 Report|23 Physical")
			FIELD("wDescriptorLength", 2, AS_NUMBER, "bytes")
		END;
