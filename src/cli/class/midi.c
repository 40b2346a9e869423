/* SPDX-License-Identifier: MIT */
/* MIDI streaming interfaces and endpoints: USB MIDI 1.0, 6.1 and 6.2; USB MIDI 2.0, 5.3 and 5.4. */
#include "tables.h"

#define GROUP_TERMINAL(subtype) (0x2600 | (subtype)) /* asked for, see answers_blocks() */

static const char jack_types[] = "1 Embedded|2 External";

static const struct row pin[] = {
	{"baSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"BaSourcePin", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row header[] = {
	{"bcdMSC", 2, AS_VERSION, 0, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row in_jack[] = {
	{"bJackType", 1, AS_NAMED, 0, 0, jack_types},
	{"bJackID", 1, AS_NUMBER, 0, 0, NULL},
	{"iJack", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row out_jack[] = {
	{"bJackType", 1, AS_NAMED, 0, 0, jack_types}, {"bJackID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInputPins", 1, AS_NUMBER, 1, 0, NULL},   {"pins", 0, AS_GROUP, 0, 1, pin},
	{"iJack", 1, AS_STRING, 0, 0, NULL},	      {0},
};

static const struct row element[] = {
	{"bElementID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInputPins", 1, AS_NUMBER, 1, 0, NULL},
	{"pins", 0, AS_GROUP, 0, 1, pin},
	{"bNrOutputPins", 1, AS_NUMBER, 0, 0, NULL},
	{"bInTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bOutTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bElCapsSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmElementCaps", SIZE_KEPT(2), AS_BITS, 0, 0,
	 "Custom|MIDI clock|MIDI Time Code|MMC|GM1|GM2|GS|XG|EFX|MIDI Patch Bay|DLS1|"
	 "DLS2"},
	{"iElement", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row endpoint[] = {
	{"bNumEmbMIDIJack", 1, AS_NUMBER, 1, 0, NULL},
	{"baAssocJackID", 1, AS_NUMBER, 0, 1, NULL},
	{0},
};

static const struct row endpoint_2[] = {
	{"bNumGrpTrmBlock", 1, AS_NUMBER, 1, 0, NULL},
	{"baAssoGrpTrmBlkID", 1, AS_NUMBER, 0, 1, NULL},
	{0},
};

static const struct row blocks[] = {
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row block[] = {
	{"bGrpTrmBlkID", 1, AS_NUMBER, 0, 0, NULL},
	{"bGrpTrmBlkType", 1, AS_NAMED, 0, 0, "0 IN and OUT|1 IN|2 OUT"},
	{"nGroupTrm", 1, AS_NUMBER, 0, 0, NULL},
	{"nNumGroupTrm", 1, AS_NUMBER, 0, 0, "groups"},
	{"iBlockItem", 1, AS_STRING, 0, 0, NULL},
	{"bMIDIProtocol", 1, AS_NAMED, 0, 0,
	 "0 by MIDI-CI|1 MIDI 1.0|2 MIDI 1.0, time stamps|3 MIDI 1.0, 128 bits|"
	 "4 MIDI 1.0, 128 bits, time stamps|11 MIDI 2.0|12 MIDI 2.0, time stamps"},
	{"wMaxInputBandwidth", 2, AS_NUMBER, 0, 0, "*4 kB/s"},
	{"wMaxOutputBandwidth", 2, AS_NUMBER, 0, 0, "*4 kB/s"},
	{0},
};

const struct layout midi_layouts[] = {
	{CS_INTERFACE(0x01), "MIDI Header", header, "MIDI $bcdMSC"},
	{CS_INTERFACE(0x02), "MIDI IN Jack", in_jack, "jack $bJackID: $bJackType IN"},
	{CS_INTERFACE(0x03), "MIDI OUT Jack", out_jack,
	 "jack $bJackID: $bJackType OUT, from $baSourceID"},
	{CS_INTERFACE(0x04), "MIDI Element", element,
	 "element $bElementID, from $baSourceID: $bmElementCaps"},
	{CS_ENDPOINT(0x01), "MIDI Endpoint", endpoint, NULL},
	{CS_ENDPOINT(0x02), "MIDI 2.0 Endpoint", endpoint_2, NULL},
	{GROUP_TERMINAL(0x01), "Header", blocks, NULL},
	{GROUP_TERMINAL(0x02), "Block", block, NULL},
	{0, NULL, NULL, NULL},
};
