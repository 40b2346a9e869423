/* SPDX-License-Identifier: MIT */
/* Audio control interfaces: UAC 3.0, 4.5.2. Their strings have ids of their own, not indexes. */
#include "tables.h"

static const char categories[] =
	"1 Desktop Speaker|2 Home Theater|3 Microphone|4 Headset|5 Telephone|6 Converter|"
	"7 Voice/Sound Recorder|8 I/O Box|9 Musical Instrument|a Pro-Audio|b Audio/Video|"
	"c Control Panel|d Headphone|e Generic Speaker|f Headset Adapter|10 Speakerphone|"
	"ff Other";

static const char terminal_controls[] = "Insertion|Overload|Underflow|Overflow";

static const struct row header[] = {
	{"bCategory", 1, AS_NAMED, 0, 0, categories},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Latency"},
	{0},
};

static const struct row input_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, terminal_controls},
	{"wClusterDescrID", 2, AS_HEX, 0, 0, NULL},
	{"wExTerminalDescrID", 2, AS_HEX, 0, 0, NULL},
	{"wConnectorsDescrID", 2, AS_HEX, 0, 0, NULL},
	{"wTerminalDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row output_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, terminal_controls},
	{"wExTerminalDescrID", 2, AS_HEX, 0, 0, NULL},
	{"wConnectorsDescrID", 2, AS_HEX, 0, 0, NULL},
	{"wTerminalDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row mixer[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"wClusterDescrID", 2, AS_HEX, 0, 0, NULL},
	{"bmMixerControls", SIZE_REST, AS_HEX, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Underflow|Overflow"},
	{"wMixerDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row selector[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},	      {"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},     {"bmControls", 4, AS_PAIRS, 0, 0, "Selector"},
	{"wSelectorDescrStr", 2, AS_HEX, 0, 0, NULL}, {0},
};

static const struct row feature[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmaControls", 4, AS_PAIRS, 0, TIMES_REST, audio_controls},
	{"wFeatureDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row effect[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wEffectType", 2, AS_NAMED, 0, 0, audio_effects},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmaControls", 4, AS_HEX, 0, TIMES_REST, NULL},
	{"wEffectsDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row processing[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wProcessType", 2, AS_NAMED, 0, 0, "1 Up/Down-mix|2 Stereo Extender|3 Multi Function"},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"wProcessingDescrStr", 2, AS_HEX, 0, 0, NULL},
	MAY_END,
	{"Process-Specific", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row extension[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wExtensionCode", 2, AS_HEX, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"wExtensionDescrStr", 2, AS_HEX, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Underflow|Overflow"},
	{"wClusterDescrID", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row clock_source[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmAttributes", 1, AS_BITS, 0, 0, "#1 =external/internal|synchronized to SOF"},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Clock Frequency|Clock Validity"},
	{"bReferenceTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"wClockSourceStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row clock_selector[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baCSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Clock Selector"},
	{"wCSelectorDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row clock_multiplier[] = {
	{"bClockID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bmControls", 4, AS_PAIRS, 0, 0, "Clock Numerator|Clock Denominator"},
	{"wCMultiplierDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row rate_converter[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},	    {"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bCSourceInID", 1, AS_NUMBER, 0, 0, NULL}, {"bCSourceOutID", 1, AS_NUMBER, 0, 0, NULL},
	{"wSRCDescrStr", 2, AS_HEX, 0, 0, NULL},    {0},
};

static const struct row power_domain[] = {
	{"bPowerDomainID", 1, AS_NUMBER, 0, 0, NULL},
	{"waRecoveryTime1", 2, AS_NUMBER, 0, 0, "*50 us"},
	{"waRecoveryTime2", 2, AS_NUMBER, 0, 0, "*50 us"},
	{"bNrEntities", 1, AS_NUMBER, 1, 0, NULL},
	{"baEntityID", 1, AS_NUMBER, 0, 1, NULL},
	{"wPDomainDescrStr", 2, AS_HEX, 0, 0, NULL},
	{0},
};

const struct layout audio3_control_layouts[] = {
	{CS_INTERFACE(0x01), "Header", header, "Audio 3.0: $bCategory"},
	{CS_INTERFACE(0x02), "Input Terminal", input_terminal, "$bTerminalID: $wTerminalType"},
	{CS_INTERFACE(0x03), "Output Terminal", output_terminal,
	 "$bTerminalID: $wTerminalType, from $bSourceID"},
	{CS_INTERFACE(0x05), "Mixer Unit", mixer, "$bUnitID: mixer of $baSourceID"},
	{CS_INTERFACE(0x06), "Selector Unit", selector, "$bUnitID: selector of $baSourceID"},
	{CS_INTERFACE(0x07), "Feature Unit", feature,
	 "$bUnitID: controls of $bSourceID: $bmaControls"},
	{CS_INTERFACE(0x08), "Effect Unit", effect, "$bUnitID: $wEffectType of $bSourceID"},
	{CS_INTERFACE(0x09), "Processing Unit", processing,
	 "$bUnitID: $wProcessType of $baSourceID"},
	{CS_INTERFACE(0x0a), "Extension Unit", extension, "$bUnitID: extension of $baSourceID"},
	{CS_INTERFACE(0x0b), "Clock Source", clock_source, "$bClockID: clock, $bmAttributes"},
	{CS_INTERFACE(0x0c), "Clock Selector", clock_selector,
	 "$bClockID: clock selector of $baCSourceID"},
	{CS_INTERFACE(0x0d), "Clock Multiplier", clock_multiplier,
	 "$bClockID: clock multiplier of $bCSourceID"},
	{CS_INTERFACE(0x0e), "Sample Rate Converter", rate_converter,
	 "$bUnitID: rate converter of $bSourceID"},
	{CS_INTERFACE(0x10), "Power Domain", power_domain, NULL},
	{0, NULL, NULL, NULL},
};
