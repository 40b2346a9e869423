/* SPDX-License-Identifier: MIT */
/* Video control interfaces: UVC 1.5, 3.7. */
#include "tables.h"

static const char camera_controls[] =
	"Scanning Mode|Auto-Exposure Mode|Auto-Exposure Priority|Exposure Time (Absolute)|"
	"Exposure Time (Relative)|Focus (Absolute)|Focus (Relative)|Iris (Absolute)|Iris (Relative)|"
	"Zoom (Absolute)|Zoom (Relative)|PanTilt (Absolute)|PanTilt (Relative)|Roll (Absolute)|"
	"Roll (Relative)|||Focus, Auto|Privacy|Focus, Simple|Window|Region of Interest";

static const char processing_controls[] =
	"Brightness|Contrast|Hue|Saturation|Sharpness|Gamma|White Balance Temperature|"
	"White Balance Component|Backlight Compensation|Gain|Power Line Frequency|Hue, Auto|"
	"White Balance Temperature, Auto|White Balance Component, Auto|Digital Multiplier|"
	"Digital Multiplier Limit|Analog Video Standard|Analog Video Lock Status|Contrast, Auto";

static const char video_standards[] =
	"None|NTSC - 525/60|PAL - 625/50|SECAM - 625/50|NTSC - 625/50|PAL - 525/60";

static const char encoding_controls[] =
	"Select Layer|Profile and Toolset|Video Resolution|Minimum Frame Interval|Slice Mode|"
	"Rate Control Mode|Average Bit Rate|CPB Size|Peak Bit Rate|Quantization Parameter|"
	"Synchronization and Long-Term Reference Frame|Long-Term Buffer|"
	"Picture Long-Term Reference|LTR Validation|Level IDC|SEI Message|QP Range|Priority ID|"
	"Start or Stop Layer/View|Error Resiliency";

static const char transport_controls[] =
	"Transport Control|Absolute Track Number|Media Information|Time Code";

static const struct row header[] = {
	{"bcdUVC", 2, AS_VERSION, 0, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"dwClockFrequency", 4, AS_NUMBER, 0, 0, "Hz"},
	{"bInCollection", 1, AS_NUMBER, 1, 0, NULL},
	{"baInterfaceNr", 1, AS_NUMBER, 0, 1, NULL},
	{0},
};

static const struct row camera[] = {
	{"wObjectiveFocalLengthMin", 2, AS_NUMBER, 0, 0, NULL},
	{"wObjectiveFocalLengthMax", 2, AS_NUMBER, 0, 0, NULL},
	{"wOcularFocalLength", 2, AS_NUMBER, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, camera_controls},
	{0},
};

static const struct row transport[] = {
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, transport_controls},
	{"bTransportModeSize", 1, AS_NUMBER, 3, 0, NULL},
	{"bmTransportModes", SIZE_KEPT(3), AS_HEX, 0, 0, NULL},
	{0},
};

static const struct layout input_kinds[] = {
	{CHOSEN(0x201), NULL, camera, NULL},
	{CHOSEN(0x202), NULL, transport, NULL},
	{0, NULL, NULL, NULL},
};

static const struct layout output_kinds[] = {
	{CHOSEN(0x302), NULL, transport, NULL},
	{0, NULL, NULL, NULL},
};

static const struct row input_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 1, 0, camera_terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{"terminal", 0, AS_CHOICE, 0, 1, input_kinds},
	{0},
};

static const struct row output_terminal[] = {
	{"bTerminalID", 1, AS_NUMBER, 0, 0, NULL},
	{"wTerminalType", 2, AS_NAMED, 1, 0, camera_terminal_types},
	{"bAssocTerminal", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"iTerminal", 1, AS_STRING, 0, 0, NULL},
	{"terminal", 0, AS_CHOICE, 0, 1, output_kinds},
	{0},
};

static const struct row selector[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"iSelector", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row processing[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"wMaxMultiplier", 2, AS_NUMBER, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, processing_controls},
	{"iProcessing", 1, AS_STRING, 0, 0, NULL},
	MAY_END,
	{"bmVideoStandards", 1, AS_BITS, 0, 0, video_standards},
	{0},
};

static const struct row extension[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"guidExtensionCode", 16, AS_GUID, 0, 0, NULL},
	{"bNumControls", 1, AS_NUMBER, 0, 0, NULL},
	{"bNrInPins", 1, AS_NUMBER, 1, 0, NULL},
	{"baSourceID", 1, AS_NUMBER, 0, 1, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_HEX, 0, 0, NULL},
	{"iExtension", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row encoding[] = {
	{"bUnitID", 1, AS_NUMBER, 0, 0, NULL},
	{"bSourceID", 1, AS_NUMBER, 0, 0, NULL},
	{"iEncoding", 1, AS_STRING, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmControls", SIZE_KEPT(2), AS_BITS, 0, 0, encoding_controls},
	{"bmControlsRuntime", SIZE_KEPT(2), AS_BITS, 0, 0, encoding_controls},
	{0},
};

static const struct row interrupt[] = {
	{"wMaxTransferSize", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

const struct layout video_control_layouts[] = {
	{CS_INTERFACE(1), "Header", header, "UVC $bcdUVC"},
	{CS_INTERFACE(2), "Input Terminal", input_terminal,
	 "$bTerminalID: $wTerminalType: $bmControls"},
	{CS_INTERFACE(3), "Output Terminal", output_terminal,
	 "$bTerminalID: $wTerminalType, from $bSourceID"},
	{CS_INTERFACE(4), "Selector Unit", selector, "$bUnitID: selector of $baSourceID"},
	{CS_INTERFACE(5), "Processing Unit", processing,
	 "$bUnitID: processing of $bSourceID: $bmControls"},
	{CS_INTERFACE(6), "Extension Unit", extension,
	 "$bUnitID: extension of $baSourceID: $bNumControls controls, $guidExtensionCode"},
	{CS_INTERFACE(7), "Encoding Unit", encoding, "$bUnitID: encoding of $bSourceID"},
	{CS_ENDPOINT(3), "Interrupt Endpoint", interrupt, NULL},
	{0, NULL, NULL, NULL},
};
