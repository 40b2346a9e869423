/* SPDX-License-Identifier: MIT */
/* Smart card readers: CCID 1.1, 5.1. */
#include "tables.h"

static const char features[] =
	"|configuration by the ATR|activation on inserting|voltage selection|"
	"clock frequency change|baud rate change|parameters negotiation|PPS|"
	"clock stop|NAD other than 0|IFSD exchange|||||"
	"|TPDU exchange|short APDU exchange|short and extended APDU exchange||USB wake up";

static const struct row ccid[] = {
	{"bcdCCID", 2, AS_VERSION, 0, 0, NULL},
	{"nMaxSlotIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bVoltageSupport", 1, AS_BITS, 0, 0, "5.0 V|3.0 V|1.8 V"},
	{"dwProtocols", 4, AS_BITS, 0, 0, "T=0|T=1"},
	{"dwDefaultClock", 4, AS_NUMBER, 0, 0, "kHz"},
	{"dwMaxiumumClock", 4, AS_NUMBER, 0, 0, "kHz"},
	{"bNumClockSupported", 1, AS_NUMBER, 0, 0, NULL},
	{"dwDataRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwMaxDataRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"bNumDataRatesSupp.", 1, AS_NUMBER, 0, 0, NULL},
	{"dwMaxIFSD", 4, AS_NUMBER, 0, 0, "bytes"},
	{"dwSyncProtocols", 4, AS_BITS, 0, 0, "2-wire|3-wire|I2C"},
	{"dwMechanical", 4, AS_BITS, 0, 0, "accept|eject|capture|lock"},
	{"dwFeatures", 4, AS_BITS, 0, 0, features},
	{"dwMaxCCIDMsgLen", 4, AS_NUMBER, 0, 0, "bytes"},
	{"bClassGetResponse", 1, AS_HEX, 0, 0, NULL},
	{"bClassEnvelope", 1, AS_HEX, 0, 0, NULL},
	{"wLcdLayout", 2, AS_BITS, 0, 0, "#8 columns|#8 lines"},
	{"bPINSupport", 1, AS_BITS, 0, 0, "verification|modification"},
	{"bMaxCCIDBusySlots", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

/* Early readers have the type of a vendor. */
const struct layout ccid_layouts[] = {
	{0x21, "CCID", ccid, "CCID $bcdCCID: $dwProtocols, $bVoltageSupport, $dwFeatures"},
	{0xff, "CCID", ccid, "CCID $bcdCCID: $dwProtocols, $bVoltageSupport, $dwFeatures"},
	{0, NULL, NULL, NULL},
};
