/* SPDX-License-Identifier: MIT */
/* Printers: the descriptor of IPP over USB 1.0, 4.3. */
#include "table.h"

/* clang-format off */

const char printer_layouts[] =
	LAYOUT("21", "IPP over USB", "IPP: $wBasicCapabilities")
		FIELD("bcdReleaseNumber", 1, AS_HEX, "")
		KEPT(1, "bcdNumDescriptors", 1, AS_NUMBER, "")
		GROUP(1, "capabilities")
			KEPT(3, "bCapabilityType", 1, AS_NUMBER, "")
			/* It does not count the type and itself. */
			KEPT(2, "bCapabilityLength", 1, AS_NUMBER, "bytes")
			CHOICE(3, "capability")
			WHEN("0")
				FIELD("wBasicCapabilities", 2, AS_BITS,
				      "print|scan|fax|other|HTTP|"
				      "#2 authentication=none/user name/reserved/negotiable")
				FIELD("iIPPVersionsSupported", 1, AS_STRING, "")
				FIELD("iIPPPrinterUUID", 1, AS_STRING, "")
			OTHERWISE
				FIELD("data", KEPT_2, AS_BYTES, "")
			END
		END;
