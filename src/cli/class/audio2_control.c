/* SPDX-License-Identifier: MIT */
/* Audio control interfaces: UAC 2.0, 4.7.2. */
#include "tables.h"

static const char categories[] =
	"1 Desktop Speaker|2 Home Theater|3 Microphone|4 Headset|5 Telephone|6 Converter|"
	"7 Voice/Sound Recorder|8 I/O Box|9 Musical Instrument|a Pro-Audio|b Audio/Video|"
	"c Control Panel|ff Other";

static const struct row header[] = {
	{"bcdADC", 2, AS_VERSION, 0, 0, NULL},
	{"bCategory", 1, AS_NAMED, 0, 0, categories},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Latency"},
	{0},
};

static const struct row input_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"bmChannelConfig", 4, AS_BITS, 0, 0, audio_channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bmControls", 2, AS_PAIRS, 0, 0,
	 "Copy Protect|Connector|Overload|Cluster|Underflow|Overflow"},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row output_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 2, AS_PAIRS, 0, 0, "Copy Protect|Connector|Overload|Underflow|Overflow"},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row mixer[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"bmChannelConfig", 4, AS_BITS, 0, 0, audio_channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bmMixerControls", SIZE_REST, AS_HEX, 0, 0, NULL},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Cluster|Underflow|Overflow"},
	{"iMixer", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row selector[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},	  {"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL}, {"bmControls", 1, AS_PAIRS, 0, 0, "Selector"},
	{"iSelector", 1, AS_STRING, 0, 0, NULL},  {0},
};

static const struct row feature[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmaControls", 4, AS_PAIRS, 0, TIMES_REST, audio_controls},
	{"iFeature", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row effect[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},	 {"wEffectType", 2, AS_NAMED, 0, 0, audio_effects},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL}, {"bmaControls", 4, AS_HEX, 0, TIMES_REST, NULL},
	{"iEffects", 1, AS_STRING, 0, 0, NULL},	 {0},
};

static const struct row processing[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wProcessType", 2, AS_NAMED, 0, 0, "1 Up/Down-mix|2 Dolby Prologic|3 Stereo Extender"},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"bmChannelConfig", 4, AS_BITS, 0, 0, audio_channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bmControls", 2, AS_PAIRS, 0, 0, "Enable|Mode Select|Cluster|Underflow|Overflow"},
	{"iProcessing", 1, AS_STRING, 0, 0, NULL},
	MAY_END,
	{"Process-Specific", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row extension[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wExtensionCode", 2, AS_HEX, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"bmChannelConfig", 4, AS_BITS, 0, 0, audio_channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Enable|Cluster|Underflow|Overflow"},
	{"iExtension", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row clock_source[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmAttributes", 1, AS_BITS, 0, 0,
	 "#2 =external/internal fixed/internal variable/internal programmable|"
	 "synchronized to SOF"},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Clock Frequency|Clock Validity"},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"iClockSource", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row clock_selector[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baCSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Clock Selector"},
	{"iClockSelector", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row clock_multiplier[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 1, AS_PAIRS, 0, 0, "Clock Numerator|Clock Denominator"},
	{"iClockMultiplier", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row rate_converter[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},	    {"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceInID", 1, AS_NUMBER, 0, 0, NULL}, {"bCSourceOutID", 1, AS_NUMBER, 0, 0, NULL},
	{"iSRC", 1, AS_STRING, 0, 0, NULL},	    {0},
};

const struct layout audio2_control_layouts[] = {
	{CS_INTERFACE(0x01), "Header", header, "Audio $bcdADC: $bCategory"},
	{CS_INTERFACE(0x02), "Input Terminal", input_terminal,
	 "$bTerminalID: $wTerminalType: $bmChannelConfig"},
	{CS_INTERFACE(0x03), "Output Terminal", output_terminal,
	 "$bTerminalID: $wTerminalType, from $bSourceID"},
	{CS_INTERFACE(0x04), "Mixer Unit", mixer, "$bUnitID: mixer of $baSourceID"},
	{CS_INTERFACE(0x05), "Selector Unit", selector, "$bUnitID: selector of $baSourceID"},
	{CS_INTERFACE(0x06), "Feature Unit", feature,
	 "$bUnitID: controls of $bSourceID: $bmaControls"},
	{CS_INTERFACE(0x07), "Effect Unit", effect, "$bUnitID: $wEffectType of $bSourceID"},
	{CS_INTERFACE(0x08), "Processing Unit", processing,
	 "$bUnitID: $wProcessType of $baSourceID"},
	{CS_INTERFACE(0x09), "Extension Unit", extension, "$bUnitID: extension of $baSourceID"},
	{CS_INTERFACE(0x0a), "Clock Source", clock_source, "$bClockID: clock, $bmAttributes"},
	{CS_INTERFACE(0x0b), "Clock Selector", clock_selector,
	 "$bClockID: clock selector of $baCSourceID"},
	{CS_INTERFACE(0x0c), "Clock Multiplier", clock_multiplier,
	 "$bClockID: clock multiplier of $bCSourceID"},
	{CS_INTERFACE(0x0d), "Sample Rate Converter", rate_converter,
	 "$bUnitID: rate converter of $bSourceID"},
	{0, NULL, NULL, NULL},
};
