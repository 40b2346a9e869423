/* SPDX-License-Identifier: MIT */
/* Audio streaming interfaces and endpoints: UAC 2.0, 4.9.2 and 4.10.1.2; Data Formats 2.0, 2.3. */
#include "table.h"

/* clang-format off */

#define TYPES "1 Type I|2 Type II|3 Type III|4 Type IV"

const char audio2_streaming_layouts[] =
	LAYOUT(CS_INTERFACE "01", "General", "terminal $bTerminalLink: $bmFormats, $bNrChannels")
		FIELD("bTerminalLink", 1, AS_NUMBER, "")
		FIELD("bmControls", 1, AS_PAIRS,
		      "Active Alternate Setting|Valid Alternate Settings")
		KEPT(1, "bFormatType", 1, AS_NAMED, TYPES)
		CHOICE(1, "formats")
		WHEN("1")
			FIELD("bmFormats", 4, AS_BITS,
			      "PCM|PCM8|IEEE_FLOAT|ALAW|MULAW|||||||||||||||||||||||||||Raw Data")
		OTHERWISE
			FIELD("bmFormats", 4, AS_HEX, "")
		END
		FIELD("bNrChannels", 1, AS_NAMED, "@channel counts")
		FIELD("bmChannelConfig", 4, AS_BITS, "@audio channels")
		FIELD("iChannelNames", 1, AS_STRING, "")
	LAYOUT(CS_INTERFACE "02", "Format Type", "+$bBitResolution")
		KEPT(1, "bFormatType", 1, AS_NAMED, TYPES)
		CHOICE(1, "type")
		WHEN("1")
			FIELD("bSubslotSize", 1, AS_NUMBER, "bytes")
			FIELD("bBitResolution", 1, AS_NUMBER, "bits")
		WHEN("2")
			FIELD("wMaxBitRate", 2, AS_NUMBER, "kbit/s")
			FIELD("wSlotsPerFrame", 2, AS_NUMBER, "")
		WHEN("3")
			FIELD("bSubslotSize", 1, AS_NUMBER, "bytes")
			FIELD("bBitResolution", 1, AS_NUMBER, "bits")
		END
	LAYOUT(CS_ENDPOINT "01", "General Endpoint", "")
		FIELD("bmAttributes", 1, AS_BITS, "|||||||MaxPacketsOnly")
		FIELD("bmControls", 1, AS_PAIRS, "Pitch|Data Overrun|Data Underrun")
		FIELD("bLockDelayUnits", 1, AS_NAMED,
		      "0 Undefined|1 Milliseconds|2 Decoded PCM samples")
		FIELD("wLockDelay", 2, AS_NUMBER, "");
