/* SPDX-License-Identifier: MIT */
/* MIDI streaming interfaces and endpoints: USB MIDI 1.0, 6.1 and 6.2; USB MIDI 2.0, 5.3 and 5.4. */
#include "table.h"

#define GROUP_TERMINAL "26" /* asked for, see answers_blocks() */

/* clang-format off */

#define JACK_TYPES "1 Embedded|2 External"

const char midi_layouts[] =
	LAYOUT(CS_INTERFACE "01", "MIDI Header", "MIDI $bcdMSC")
		FIELD("bcdMSC", 2, AS_VERSION, "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
	LAYOUT(CS_INTERFACE "02", "MIDI IN Jack", "jack $bJackID: $bJackType IN")
		FIELD("bJackType", 1, AS_NAMED, JACK_TYPES)
		FIELD("bJackID", 1, AS_NUMBER, "")
		FIELD("iJack", 1, AS_STRING, "")
	LAYOUT(CS_INTERFACE "03", "MIDI OUT Jack",
	       "jack $bJackID: $bJackType OUT, from $baSourceID")
		FIELD("bJackType", 1, AS_NAMED, JACK_TYPES)
		FIELD("bJackID", 1, AS_NUMBER, "")
		KEPT(1, "bNrInputPins", 1, AS_NUMBER, "")
		GROUP(1, "pins")
			FIELD("baSourceID", 1, AS_NUMBER, "")
			FIELD("BaSourcePin", 1, AS_NUMBER, "")
		END
		FIELD("iJack", 1, AS_STRING, "")
	LAYOUT(CS_INTERFACE "04", "MIDI Element",
	       "element $bElementID, from $baSourceID: $bmElementCaps")
		FIELD("bElementID", 1, AS_NUMBER, "")
		KEPT(1, "bNrInputPins", 1, AS_NUMBER, "")
		GROUP(1, "pins")
			FIELD("baSourceID", 1, AS_NUMBER, "")
			FIELD("BaSourcePin", 1, AS_NUMBER, "")
		END
		FIELD("bNrOutputPins", 1, AS_NUMBER, "")
		FIELD("bInTerminalLink", 1, AS_NUMBER, "")
		FIELD("bOutTerminalLink", 1, AS_NUMBER, "")
		KEPT(2, "bElCapsSize", 1, AS_NUMBER, "")
		FIELD("bmElementCaps", KEPT_2, AS_BITS,
		      "Custom|MIDI clock|MIDI Time Code|MMC|GM1|GM2|GS|XG|EFX|MIDI Patch Bay|DLS1|"
		      "DLS2")
		FIELD("iElement", 1, AS_STRING, "")
	LAYOUT(CS_ENDPOINT "01", "MIDI Endpoint", "")
		KEPT(1, "bNumEmbMIDIJack", 1, AS_NUMBER, "")
		LIST(1, "baAssocJackID", 1, AS_NUMBER, "")
	LAYOUT(CS_ENDPOINT "02", "MIDI 2.0 Endpoint", "")
		KEPT(1, "bNumGrpTrmBlock", 1, AS_NUMBER, "")
		LIST(1, "baAssoGrpTrmBlkID", 1, AS_NUMBER, "")
	LAYOUT(GROUP_TERMINAL "01", "Header", "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
	LAYOUT(GROUP_TERMINAL "02", "Block", "")
		FIELD("bGrpTrmBlkID", 1, AS_NUMBER, "")
		FIELD("bGrpTrmBlkType", 1, AS_NAMED, "0 IN and OUT|1 IN|2 OUT")
		FIELD("nGroupTrm", 1, AS_NUMBER, "")
		FIELD("nNumGroupTrm", 1, AS_NUMBER, "groups")
		FIELD("iBlockItem", 1, AS_STRING, "")
		FIELD("bMIDIProtocol", 1, AS_NAMED,
		      "0 by MIDI-CI|1 MIDI 1.0|2 MIDI 1.0, time stamps|3 MIDI 1.0, 128 bits|"
		      "4 MIDI 1.0, 128 bits, time stamps|11 MIDI 2.0|12 MIDI 2.0, time stamps")
		FIELD("wMaxInputBandwidth", 2, AS_NUMBER, "*4 kB/s")
		FIELD("wMaxOutputBandwidth", 2, AS_NUMBER, "*4 kB/s");
