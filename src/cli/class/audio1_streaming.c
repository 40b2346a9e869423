/* SPDX-License-Identifier: MIT */
/*
 * Audio streaming interfaces and endpoints: UAC 1.0, 4.5.2 and 4.6.1.2; formats: its document Data
 * Formats 1.0, 2.
 */
#include "tables.h"

static const char format_tags[] =
	"0 Undefined|1 PCM|2 PCM8|3 IEEE_FLOAT|4 ALAW|5 MULAW|1000 MPEG Undefined|"
	"1001 MPEG|1002 AC-3|2001 IEC1937 AC-3|2002 IEC1937 MPEG-1 layer 1|"
	"2003 IEC1937 MPEG-1 layer 2 or 3|2004 IEC1937 MPEG-2 EXT|"
	"2005 IEC1937 MPEG-2 layer 1 LS|2006 IEC1937 MPEG-2 layer 2 or 3 LS";

static const struct row general[] = {
	{"bTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bDelay", 1, AS_NUMBER, 0, 0, "frames"},
	{"wFormatTag", 2, AS_NAMED, 0, 0, format_tags},
	{0},
};

static const struct row rate_range[] = {
	{"tLowerSamFreq", 3, AS_NUMBER, 0, 0, "Hz"},
	{"tUpperSamFreq", 3, AS_NUMBER, 0, 0, "Hz"},
	{0},
};

static const struct row rate_list[] = {
	{"tSamFreq", 3, AS_NUMBER, 0, 2, "Hz"},
	{0},
};

static const struct layout rates[] = {
	{CHOSEN(0), NULL, rate_range, NULL},
	{0, NULL, rate_list, NULL},
};

static const struct row samples[] = {
	{"bNrChannels", 1, AS_NAMED, 0, 0, channel_counts},
	{"bSubframeSize", 1, AS_NUMBER, 0, 0, "bytes"},
	{"bBitResolution", 1, AS_NUMBER, 0, 0, "bits"},
	{"bSamFreqType", 1, AS_NUMBER, 2, 0, NULL},
	{"rates", 0, AS_CHOICE, 0, 2, rates},
	{0},
};

static const struct row blocks[] = {
	{"wMaxBitRate", 2, AS_NUMBER, 0, 0, "kbit/s"},
	{"wSamplesPerFrame", 2, AS_NUMBER, 0, 0, NULL},
	{"bSamFreqType", 1, AS_NUMBER, 2, 0, NULL},
	{"rates", 0, AS_CHOICE, 0, 2, rates},
	{0},
};

static const struct layout types[] = {
	{CHOSEN(1), NULL, samples, NULL},
	{CHOSEN(2), NULL, blocks, NULL},
	{CHOSEN(3), NULL, samples, NULL},
	{0, NULL, NULL, NULL},
};

static const struct row format[] = {
	{"bFormatType", 1, AS_NAMED, 1, 0, "1 Type I|2 Type II|3 Type III"},
	{"type", 0, AS_CHOICE, 0, 1, types},
	{0},
};

static const struct row specific[] = {
	{"wFormatTag", 2, AS_NAMED, 0, 0, format_tags},
	{"data", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row endpoint[] = {
	{"bmAttributes", 1, AS_BITS, 0, 0, "Sampling Frequency|Pitch||||||MaxPacketsOnly"},
	{"bLockDelayUnits", 1, AS_NAMED, 0, 0, "0 Undefined|1 Milliseconds|2 Decoded PCM samples"},
	{"wLockDelay", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

const struct layout audio1_streaming_layouts[] = {
	{CS_INTERFACE(0x01), "General", general, "terminal $bTerminalLink: $wFormatTag"},
	{CS_INTERFACE(0x02), "Format Type", format,
	 "+$bNrChannels, $bBitResolution, $tSamFreq, $tLowerSamFreq - $tUpperSamFreq"},
	{CS_INTERFACE(0x03), "Format Specific", specific, NULL},
	{CS_ENDPOINT(0x01), "General Endpoint", endpoint, NULL},
	{0, NULL, NULL, NULL},
};
