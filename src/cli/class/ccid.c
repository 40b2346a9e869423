/* SPDX-License-Identifier: MIT */
/* Smart card readers: CCID 1.1, 5.1. */
#include "table.h"

/* clang-format off */

/* Early readers have the type of a vendor. */
const char ccid_layouts[] =
	LAYOUT("21", "CCID", "CCID $bcdCCID: $dwProtocols, $bVoltageSupport, $dwFeatures")
	LAYOUT("ff", "CCID", "CCID $bcdCCID: $dwProtocols, $bVoltageSupport, $dwFeatures")
		FIELD("bcdCCID", 2, AS_VERSION, "")
		FIELD("nMaxSlotIndex", 1, AS_NUMBER, "")
		FIELD("bVoltageSupport", 1, AS_BITS, "5.0 V|3.0 V|1.8 V")
		FIELD("dwProtocols", 4, AS_BITS, "T=0|T=1")
		FIELD("dwDefaultClock", 4, AS_NUMBER, "kHz")
		FIELD("dwMaxiumumClock", 4, AS_NUMBER, "kHz")
		FIELD("bNumClockSupported", 1, AS_NUMBER, "")
		FIELD("dwDataRate", 4, AS_NUMBER, "bit/s")
		FIELD("dwMaxDataRate", 4, AS_NUMBER, "bit/s")
		FIELD("bNumDataRatesSupp.", 1, AS_NUMBER, "")
		FIELD("dwMaxIFSD", 4, AS_NUMBER, "bytes")
		FIELD("dwSyncProtocols", 4, AS_BITS, "2-wire|3-wire|I2C")
		FIELD("dwMechanical", 4, AS_BITS, "accept|eject|capture|lock")
		FIELD("dwFeatures", 4, AS_BITS,
		      "|configuration by the ATR|activation on inserting|voltage selection|"
		      "clock frequency change|baud rate change|parameters negotiation|PPS|"
		      "clock stop|NAD other than 0|IFSD exchange||||||TPDU exchange|"
		      "short APDU exchange|short and extended APDU exchange||USB wake up")
		FIELD("dwMaxCCIDMsgLen", 4, AS_NUMBER, "bytes")
		FIELD("bClassGetResponse", 1, AS_HEX, "")
		FIELD("bClassEnvelope", 1, AS_HEX, "")
		FIELD("wLcdLayout", 2, AS_BITS, "#8 columns|#8 lines")
		FIELD("bPINSupport", 1, AS_BITS, "verification|modification")
		FIELD("bMaxCCIDBusySlots", 1, AS_NUMBER, "");
