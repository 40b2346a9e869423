/* SPDX-License-Identifier: MIT */
/* Video control interfaces: UVC 1.5, 3.7. */
#include "table.h"

/* clang-format off */

const char video_control_layouts[] =
	LAYOUT(CS_INTERFACE "01", "Header", "UVC $bcdUVC")
		FIELD("bcdUVC", 2, AS_VERSION, "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
		FIELD("dwClockFrequency", 4, AS_NUMBER, "Hz")
		KEPT(1, "bInCollection", 1, AS_NUMBER, "")
		LIST(1, "baInterfaceNr", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "02", "Input Terminal", "$bTerminalID: $wTerminalType: $bmControls")
		FIELD("bTerminalID", 1, AS_NUMBER, "")
		KEPT(1, "wTerminalType", 2, AS_NAMED, "@camera terminal types")
		FIELD("bAssocTerminal", 1, AS_NUMBER, "")
		FIELD("iTerminal", 1, AS_STRING, "")
		CHOICE(1, "terminal")
		WHEN("201")
			FIELD("wObjectiveFocalLengthMin", 2, AS_NUMBER, "")
			FIELD("wObjectiveFocalLengthMax", 2, AS_NUMBER, "")
			FIELD("wOcularFocalLength", 2, AS_NUMBER, "")
			KEPT(2, "bControlSize", 1, AS_NUMBER, "")
			FIELD("bmControls", KEPT_2, AS_BITS,
			      "Scanning Mode|Auto-Exposure Mode|Auto-Exposure Priority|"
			      "Exposure Time (Absolute)|Exposure Time (Relative)|Focus (Absolute)|"
			      "Focus (Relative)|Iris (Absolute)|Iris (Relative)|Zoom (Absolute)|"
			      "Zoom (Relative)|PanTilt (Absolute)|PanTilt (Relative)|"
			      "Roll (Absolute)|Roll (Relative)|||Focus, Auto|Privacy|"
			      "Focus, Simple|Window|Region of Interest")
		WHEN("202")
			KEPT(2, "bControlSize", 1, AS_NUMBER, "")
			FIELD("bmControls", KEPT_2, AS_BITS,
			      "Transport Control|Absolute Track Number|Media Information|Time Code")
			KEPT(3, "bTransportModeSize", 1, AS_NUMBER, "")
			FIELD("bmTransportModes", KEPT_3, AS_HEX, "")
		END
	LAYOUT(CS_INTERFACE "03", "Output Terminal",
	       "$bTerminalID: $wTerminalType, from $bSourceID")
		FIELD("bTerminalID", 1, AS_NUMBER, "")
		KEPT(1, "wTerminalType", 2, AS_NAMED, "@camera terminal types")
		FIELD("bAssocTerminal", 1, AS_NUMBER, "")
		FIELD("bSourceID", 1, AS_NUMBER, "")
		FIELD("iTerminal", 1, AS_STRING, "")
		CHOICE(1, "terminal")
		WHEN("302")
			KEPT(2, "bControlSize", 1, AS_NUMBER, "")
			FIELD("bmControls", KEPT_2, AS_BITS,
			      "Transport Control|Absolute Track Number|Media Information|Time Code")
			KEPT(3, "bTransportModeSize", 1, AS_NUMBER, "")
			FIELD("bmTransportModes", KEPT_3, AS_HEX, "")
		END
	LAYOUT(CS_INTERFACE "04", "Selector Unit", "$bUnitID: selector of $baSourceID")
		FIELD("bUnitID", 1, AS_NUMBER, "")
		KEPT(1, "bNrInPins", 1, AS_NUMBER, "")
		LIST(1, "baSourceID", 1, AS_NUMBER, "")
		FIELD("iSelector", 1, AS_STRING, "")
	LAYOUT(CS_INTERFACE "05", "Processing Unit",
	       "$bUnitID: processing of $bSourceID: $bmControls")
		FIELD("bUnitID", 1, AS_NUMBER, "")
		FIELD("bSourceID", 1, AS_NUMBER, "")
		FIELD("wMaxMultiplier", 2, AS_NUMBER, "")
		KEPT(2, "bControlSize", 1, AS_NUMBER, "")
		FIELD("bmControls", KEPT_2, AS_BITS,
		      "Brightness|Contrast|Hue|Saturation|Sharpness|Gamma|"
		      "White Balance Temperature|White Balance Component|Backlight Compensation|"
		      "Gain|Power Line Frequency|Hue, Auto|White Balance Temperature, Auto|"
		      "White Balance Component, Auto|Digital Multiplier|Digital Multiplier Limit|"
		      "Analog Video Standard|Analog Video Lock Status|Contrast, Auto")
		FIELD("iProcessing", 1, AS_STRING, "")
		MAY_END
		FIELD("bmVideoStandards", 1, AS_BITS,
		      "None|NTSC - 525/60|PAL - 625/50|SECAM - 625/50|NTSC - 625/50|PAL - 525/60")
	LAYOUT(CS_INTERFACE "06", "Extension Unit",
	       "$bUnitID: extension of $baSourceID: $bNumControls controls, $guidExtensionCode")
		FIELD("bUnitID", 1, AS_NUMBER, "")
		FIELD("guidExtensionCode", 16, AS_GUID, "")
		FIELD("bNumControls", 1, AS_NUMBER, "")
		KEPT(1, "bNrInPins", 1, AS_NUMBER, "")
		LIST(1, "baSourceID", 1, AS_NUMBER, "")
		KEPT(2, "bControlSize", 1, AS_NUMBER, "")
		FIELD("bmControls", KEPT_2, AS_HEX, "")
		FIELD("iExtension", 1, AS_STRING, "")
	LAYOUT(CS_INTERFACE "07", "Encoding Unit", "$bUnitID: encoding of $bSourceID")
		FIELD("bUnitID", 1, AS_NUMBER, "")
		FIELD("bSourceID", 1, AS_NUMBER, "")
		FIELD("iEncoding", 1, AS_STRING, "")
		KEPT(2, "bControlSize", 1, AS_NUMBER, "")
		FIELD("bmControls", KEPT_2, AS_BITS, "@encoding controls")
		FIELD("bmControlsRuntime", KEPT_2, AS_BITS, "@encoding controls")
	LAYOUT(CS_ENDPOINT "03", "Interrupt Endpoint", "")
		FIELD("wMaxTransferSize", 2, AS_NUMBER, "bytes");
