/* SPDX-License-Identifier: MIT */
/*
 * Communication devices: CDC 1.2, 5.2.3; PSTN 1.2, 5.3; ECM 1.2, 5.4; NCM 1.0, 5.2; MBIM 1.0, 6.4;
 * WMC 1.1, 8.1.
 */
#include "table.h"

/* clang-format off */

const char cdc_layouts[] =
	LAYOUT(CS_INTERFACE "00", "CDC Header", "")
		FIELD("bcdCDC", 2, AS_VERSION, "")
	LAYOUT(CS_INTERFACE "01", "CDC Call Management", "")
		FIELD("bmCapabilities", 1, AS_BITS,
		      "handles call management|call management over the data interface")
		FIELD("bDataInterface", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "02", "CDC ACM", "ACM: $bmCapabilities")
		FIELD("bmCapabilities", 1, AS_BITS,
		      "communication features|line coding and serial state|sends break|"
		      "connection notifications")
	LAYOUT(CS_INTERFACE "03", "CDC Direct Line", "")
		FIELD("bmCapabilities", 1, AS_BITS,
		      "pulse setup|auxiliary setup|needs extra pulse setup")
	LAYOUT(CS_INTERFACE "04", "CDC Telephone Ringer", "")
		FIELD("bRingerVolSteps", 1, AS_NUMBER, "")
		FIELD("bNumRingerPatterns", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "05", "CDC Call State Reporting", "")
		FIELD("bmCapabilities", 4, AS_BITS,
		      "interrupted dial tone|ringback, busy, fast busy|caller ID|"
		      "distinctive ringing|call waiting|line state change")
	LAYOUT(CS_INTERFACE "06", "CDC Union",
	       "interface $bMasterInterface controls interface $bSlaveInterface")
		FIELD("bMasterInterface", 1, AS_NUMBER, "")
		LIST(REST, "bSlaveInterface", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "07", "Country Selection", "")
		FIELD("iCountryCodeRelDate", 1, AS_STRING, "")
		LIST(REST, "wCountryCode", 2, AS_HEX, "")
	LAYOUT(CS_INTERFACE "08", "CDC Telephone Operations", "")
		FIELD("bmCapabilities", 1, AS_BITS,
		      "simple mode|standalone mode|computer centric mode")
	LAYOUT(CS_INTERFACE "09", "CDC USB Terminal", "")
		FIELD("bEntityId", 1, AS_NUMBER, "")
		FIELD("bInInterfaceNo", 1, AS_NUMBER, "")
		FIELD("bOutInterfaceNo", 1, AS_NUMBER, "")
		FIELD("bmOptions", 1, AS_BITS, "protocol wrapper")
		LIST(REST, "bChildId", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "0a", "CDC Network Channel Terminal", "")
		FIELD("bEntityId", 1, AS_NUMBER, "")
		FIELD("iName", 1, AS_STRING, "")
		FIELD("bChannelIndex", 1, AS_NUMBER, "")
		FIELD("bPhysicalInterface", 1, AS_NAMED, "0 none|1 ISDN")
	LAYOUT(CS_INTERFACE "0b", "CDC Protocol Unit", "")
		FIELD("bEntityId", 1, AS_NUMBER, "")
		FIELD("bProtocol", 1, AS_HEX, "")
		LIST(REST, "bChildId", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "0c", "CDC Extension Unit", "")
		FIELD("bEntityId", 1, AS_NUMBER, "")
		FIELD("bExtensionCode", 1, AS_NUMBER, "")
		FIELD("iName", 1, AS_STRING, "")
		LIST(REST, "bChildId", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "0f", "CDC Ethernet",
	       "Ethernet: MAC address $iMacAddress, segments of $wMaxSegmentSize")
		FIELD("iMacAddress", 1, AS_STRING, "")
		FIELD("bmEthernetStatistics", 4, AS_HEX, "")
		FIELD("wMaxSegmentSize", 2, AS_NUMBER, "bytes")
		FIELD("wNumberMCFilters", 2, AS_HEX, "")
		FIELD("bNumberPowerFilters", 1, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "10", "CDC ATM Networking", "")
		FIELD("iEndSystemIdentifier", 1, AS_STRING, "")
		FIELD("bmDataCapabilities", 1, AS_BITS, "|type 1 (AAL5 SDU)|type 2|type 3")
		FIELD("bmATMDeviceStatistics", 1, AS_HEX, "")
		FIELD("wType2MaxSegmentSize", 2, AS_NUMBER, "bytes")
		FIELD("wType3MaxSegmentSize", 2, AS_NUMBER, "bytes")
		FIELD("wMaxVC", 2, AS_NUMBER, "")
	LAYOUT(CS_INTERFACE "12", "CDC MDLM", "")
		FIELD("bcdVersion", 2, AS_VERSION, "")
		FIELD("bGUID", 16, AS_GUID, "")
	LAYOUT(CS_INTERFACE "13", "CDC MDLM detail", "")
		FIELD("bGuidDescriptorType", 1, AS_HEX, "")
		FIELD("bDetailData", REST, AS_BYTES, "")
	LAYOUT(CS_INTERFACE "14", "CDC Device Management", "")
		FIELD("bcdVersion", 2, AS_VERSION, "")
		FIELD("wMaxCommand", 2, AS_NUMBER, "bytes")
	LAYOUT(CS_INTERFACE "15", "CDC OBEX", "")
		FIELD("bcdVersion", 2, AS_VERSION, "")
	LAYOUT(CS_INTERFACE "1a", "CDC NCM", "NCM: $bmNetworkCapabilities")
		FIELD("bcdNcmVersion", 2, AS_VERSION, "")
		FIELD("bmNetworkCapabilities", 1, AS_BITS,
		      "packet filter|net address|encapsulated commands|max datagram size|crc mode|"
		      "8-byte ntb input size")
	LAYOUT(CS_INTERFACE "1b", "CDC MBIM", "MBIM: $bmNetworkCapabilities")
		FIELD("bcdMBIMVersion", 2, AS_VERSION, "")
		FIELD("wMaxControlMessage", 2, AS_NUMBER, "bytes")
		FIELD("bNumberFilters", 1, AS_NUMBER, "")
		FIELD("bMaxFilterSize", 1, AS_NUMBER, "")
		FIELD("wMaxSegmentSize", 2, AS_NUMBER, "bytes")
		FIELD("bmNetworkCapabilities", 1, AS_BITS,
		      "|||max datagram size||8-byte ntb input size")
	LAYOUT(CS_INTERFACE "1c", "CDC MBIM Extended", "")
		FIELD("bcdMBIMExtendedVersion", 2, AS_VERSION, "")
		FIELD("bMaxOutstandingCommandMessages", 1, AS_NUMBER, "")
		FIELD("wMTU", 2, AS_NUMBER, "bytes");
