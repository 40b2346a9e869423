/* SPDX-License-Identifier: MIT */
/* Audio streaming interfaces and endpoints: UAC 3.0, 4.7.2 and 4.8.1.2. */
#include "table.h"

/* clang-format off */

const char audio3_streaming_layouts[] =
	LAYOUT(CS_INTERFACE "01", "General", "terminal $bTerminalLink: $bmFormats, $bBitResolution")
		FIELD("bTerminalLink", 1, AS_NUMBER, "")
		FIELD("bmControls", 4, AS_PAIRS,
		      "Active Alternate Setting|Valid Alternate Settings|Audio Data Format")
		FIELD("wClusterDescrID", 2, AS_HEX, "")
		FIELD("bmFormats", 8, AS_BITS, "PCM|PCM8|IEEE_FLOAT|ALAW|MULAW|DSD")
		FIELD("bSubslotSize", 1, AS_NUMBER, "bytes")
		FIELD("bBitResolution", 1, AS_NUMBER, "bits")
		FIELD("bmAuxProtocols", 2, AS_HEX, "")
		FIELD("bControlSize", 1, AS_NUMBER, "bytes")
	LAYOUT(CS_ENDPOINT "01", "General Endpoint", "")
		FIELD("bmControls", 4, AS_PAIRS, "Pitch|Data Overrun|Data Underrun")
		FIELD("bLockDelayUnits", 1, AS_NAMED,
		      "0 Undefined|1 Milliseconds|2 Decoded PCM samples")
		FIELD("wLockDelay", 2, AS_NUMBER, "");
