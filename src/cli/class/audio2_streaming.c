/* SPDX-License-Identifier: MIT */
/* Audio streaming interfaces and endpoints: UAC 2.0, 4.9.2 and 4.10.1.2; Data Formats 2.0, 2.3. */
#include "tables.h"

static const char types[] = "1 Type I|2 Type II|3 Type III|4 Type IV";

static const struct row simple_formats[] = {
	{"bmFormats", 4, AS_BITS, 0, 0,
	 "PCM|PCM8|IEEE_FLOAT|ALAW|MULAW|||||||||||||||||||||||||||Raw Data"},
	{0},
};

static const struct row other_formats[] = {
	{"bmFormats", 4, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct layout formats[] = {
	{CHOSEN(1), NULL, simple_formats, NULL},
	{0, NULL, other_formats, NULL},
};

static const struct row general[] = {
	{"bTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Active Alternate Setting|Valid Alternate Settings"},
	{"bFormatType", 1, AS_NAMED, 1, 0, types},
	{"formats", 0, AS_CHOICE, 0, 1, formats},
	{"bNrChannels", 1, AS_NAMED, 0, 0, channel_counts},
	{"bmChannelConfig", 4, AS_BITS, 0, 0, audio_channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row samples[] = {
	{"bSubslotSize", 1, AS_NUMBER, 0, 0, "bytes"},
	{"bBitResolution", 1, AS_NUMBER, 0, 0, "bits"},
	{0},
};

static const struct row blocks[] = {
	{"wMaxBitRate", 2, AS_NUMBER, 0, 0, "kbit/s"},
	{"wSlotsPerFrame", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct layout type_rows[] = {
	{CHOSEN(1), NULL, samples, NULL},
	{CHOSEN(2), NULL, blocks, NULL},
	{CHOSEN(3), NULL, samples, NULL},
	{0, NULL, NULL, NULL},
};

static const struct row format[] = {
	{"bFormatType", 1, AS_NAMED, 1, 0, types},
	{"type", 0, AS_CHOICE, 0, 1, type_rows},
	{0},
};

static const struct row endpoint[] = {
	{"bmAttributes", 1, AS_BITS, 0, 0, "|||||||MaxPacketsOnly"},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Pitch|Data Overrun|Data Underrun"},
	{"bLockDelayUnits", 1, AS_NAMED, 0, 0, "0 Undefined|1 Milliseconds|2 Decoded PCM samples"},
	{"wLockDelay", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

const struct layout audio2_streaming_layouts[] = {
	{CS_INTERFACE(0x01), "General", general,
	 "terminal $bTerminalLink: $bmFormats, $bNrChannels"},
	{CS_INTERFACE(0x02), "Format Type", format, "+$bBitResolution"},
	{CS_ENDPOINT(0x01), "General Endpoint", endpoint, NULL},
	{0, NULL, NULL, NULL},
};
