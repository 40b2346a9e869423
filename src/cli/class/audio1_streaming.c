/* SPDX-License-Identifier: MIT */
/*
 * Audio streaming interfaces and endpoints: UAC 1.0, 4.5.2 and 4.6.1.2; formats: its document Data
 * Formats 1.0, 2.
 */
#include "table.h"

/* clang-format off */

const char audio1_streaming_layouts[] =
	LAYOUT(CS_INTERFACE "01", "General", "terminal $bTerminalLink: $wFormatTag")
		FIELD("bTerminalLink", 1, AS_NUMBER, "")
		FIELD("bDelay", 1, AS_NUMBER, "frames")
		FIELD("wFormatTag", 2, AS_NAMED, "@format tags")
	LAYOUT(CS_INTERFACE "02", "Format Type",
	       "+$bNrChannels, $bBitResolution, $tSamFreq, $tLowerSamFreq - $tUpperSamFreq")
		KEPT(1, "bFormatType", 1, AS_NAMED, "1 Type I|2 Type II|3 Type III")
		CHOICE(1, "type")
		WHEN("1")
		WHEN("3")
			FIELD("bNrChannels", 1, AS_NAMED, "@channel counts")
			FIELD("bSubframeSize", 1, AS_NUMBER, "bytes")
			FIELD("bBitResolution", 1, AS_NUMBER, "bits")
			KEPT(2, "bSamFreqType", 1, AS_NUMBER, "")
			CHOICE(2, "rates")
			WHEN("0")
				FIELD("tLowerSamFreq", 3, AS_NUMBER, "Hz")
				FIELD("tUpperSamFreq", 3, AS_NUMBER, "Hz")
			OTHERWISE
				LIST(2, "tSamFreq", 3, AS_NUMBER, "Hz")
			END
		WHEN("2")
			FIELD("wMaxBitRate", 2, AS_NUMBER, "kbit/s")
			FIELD("wSamplesPerFrame", 2, AS_NUMBER, "")
			KEPT(2, "bSamFreqType", 1, AS_NUMBER, "")
			CHOICE(2, "rates")
			WHEN("0")
				FIELD("tLowerSamFreq", 3, AS_NUMBER, "Hz")
				FIELD("tUpperSamFreq", 3, AS_NUMBER, "Hz")
			OTHERWISE
				LIST(2, "tSamFreq", 3, AS_NUMBER, "Hz")
			END
		END
	LAYOUT(CS_INTERFACE "03", "Format Specific", "")
		FIELD("wFormatTag", 2, AS_NAMED, "@format tags")
		FIELD("data", REST, AS_BYTES, "")
	LAYOUT(CS_ENDPOINT "01", "General Endpoint", "")
		FIELD("bmAttributes", 1, AS_BITS, "Sampling Frequency|Pitch||||||MaxPacketsOnly")
		FIELD("bLockDelayUnits", 1, AS_NAMED,
		      "0 Undefined|1 Milliseconds|2 Decoded PCM samples")
		FIELD("wLockDelay", 2, AS_NUMBER, "");
