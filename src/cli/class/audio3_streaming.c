/* SPDX-License-Identifier: MIT */
/* Audio streaming interfaces and endpoints: UAC 3.0, 4.7.2 and 4.8.1.2. */
#include "tables.h"

static const struct row general[] = {
	{"bTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0,
	 "Active Alternate Setting|Valid Alternate Settings|Audio Data Format"},
	{"wClusterDescrID", 2, AS_HEX, 0, 0, NULL},
	{"bmFormats", 8, AS_BITS, 0, 0, "PCM|PCM8|IEEE_FLOAT|ALAW|MULAW|DSD"},
	{"bSubslotSize", 1, AS_NUMBER, 0, 0, "bytes"},
	{"bBitResolution", 1, AS_NUMBER, 0, 0, "bits"},
	{"bmAuxProtocols", 2, AS_HEX, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row endpoint[] = {
	{"bmControls", 4, AS_PAIRS, 0, 0, "Pitch|Data Overrun|Data Underrun"},
	{"bLockDelayUnits", 1, AS_NAMED, 0, 0, "0 Undefined|1 Milliseconds|2 Decoded PCM samples"},
	{"wLockDelay", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

const struct layout audio3_streaming_layouts[] = {
	{CS_INTERFACE(0x01), "General", general,
	 "terminal $bTerminalLink: $bmFormats, $bBitResolution"},
	{CS_ENDPOINT(0x01), "General Endpoint", endpoint, NULL},
	{0, NULL, NULL, NULL},
};
