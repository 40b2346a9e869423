/* SPDX-License-Identifier: MIT */
/* Audio control interfaces: UAC 1.0, 4.3.2. */
#include "tables.h"

static const char channels[] =
	"Left Front (L)|Right Front (R)|Center Front (C)|Low Frequency Enhancement (LFE)|"
	"Left Surround (LS)|Right Surround (RS)|Left of Center (LC)|Right of Center (RC)|"
	"Surround (S)|Side Left (SL)|Side Right (SR)|Top (T)";

static const char feature_controls[] =
	"Mute|Volume|Bass|Mid|Treble|Graphic Equalizer|Automatic Gain|Delay|Bass Boost|"
	"Loudness";

static const char processes[] =
	"0 Undefined|1 Up/Down-mix|2 Dolby Prologic|3 3D-Stereo Extender|4 Reverberation|"
	"5 Chorus|6 Dynamic Range Compressor";

static const struct row header[] = {
	{"bcdADC", 2, AS_VERSION, 0, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bInCollection", 1, AS_NUMBER, 1, 0, NULL},
	{"baInterfaceNr", 1, AS_NUMBER, 0, 1, NULL},
	{0},
};

static const struct row input_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"wChannelConfig", 2, AS_BITS, 0, 0, channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row output_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 0, 0, terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row mixer[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"wChannelConfig", 2, AS_BITS, 0, 0, channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bmControls", SIZE_REST, AS_HEX, 0, 0, NULL},
	{"iMixer", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row selector[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"iSelector", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row feature[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmaControls", SIZE_KEPT(2), AS_BITS, 0, TIMES_REST, feature_controls},
	{"iFeature", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row processing[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"wProcessType", 2, AS_NAMED, 0, 0, processes},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bNrChannels", 1, AS_NUMBER, 0, 0, NULL},
	{"wChannelConfig", 2, AS_BITS, 0, 0, channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, "Enable"},
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
	{"wChannelConfig", 2, AS_BITS, 0, 0, channels},
	{"iChannelNames", 1, AS_STRING, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, "Enable"},
	{"iExtension", 1, AS_STRING, 0, 0, NULL},
	{0},
};

const struct layout audio1_control_layouts[] = {
	{CS_INTERFACE(0x01), "Header", header, "Audio $bcdADC"},
	{CS_INTERFACE(0x02), "Input Terminal", input_terminal,
	 "$bTerminalID: $wTerminalType: $wChannelConfig"},
	{CS_INTERFACE(0x03), "Output Terminal", output_terminal,
	 "$bTerminalID: $wTerminalType, from $bSourceID"},
	{CS_INTERFACE(0x04), "Mixer Unit", mixer, "$bUnitID: mixer of $baSourceID"},
	{CS_INTERFACE(0x05), "Selector Unit", selector, "$bUnitID: selector of $baSourceID"},
	{CS_INTERFACE(0x06), "Feature Unit", feature,
	 "$bUnitID: controls of $bSourceID: $bmaControls"},
	{CS_INTERFACE(0x07), "Processing Unit", processing,
	 "$bUnitID: $wProcessType of $baSourceID"},
	{CS_INTERFACE(0x08), "Extension Unit", extension, "$bUnitID: extension of $baSourceID"},
	{0, NULL, NULL, NULL},
};
