/* SPDX-License-Identifier: MIT */
/*
 * Communication devices: CDC 1.2, 5.2.3; PSTN 1.2, 5.3; ECM 1.2, 5.4; NCM 1.0, 5.2; MBIM 1.0, 6.4;
 * WMC 1.1, 8.1.
 */
#include "tables.h"

static const struct row header[] = {
	{"bcdCDC", 2, AS_VERSION, 0, 0, NULL},
	{0},
};

static const struct row call_management[] = {
	{"bmCapabilities", 1, AS_BITS, 0, 0,
	 "handles call management|call management over the data interface"},
	{"bDataInterface", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row acm[] = {
	{"bmCapabilities", 1, AS_BITS, 0, 0,
	 "communication features|line coding and serial state|sends break|connection notifications"},
	{0},
};

static const struct row direct_line[] = {
	{"bmCapabilities", 1, AS_BITS, 0, 0, "pulse setup|auxiliary setup|needs extra pulse setup"},
	{0},
};

static const struct row ringer[] = {
	{"bRingerVolSteps", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumRingerPatterns", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row call_reporting[] = {
	{"bmCapabilities", 4, AS_BITS, 0, 0,
	 "interrupted dial tone|ringback, busy, fast busy|caller ID|distinctive ringing|call waiting|"
	 "line state change"},
	{0},
};

static const struct row union_[] = {
	{"bMasterInterface", 1, AS_NUMBER, 0, 0, NULL},
	{"bSlaveInterface", 1, AS_NUMBER, 0, TIMES_REST, NULL},
	{0},
};

static const struct row country[] = {
	{"iCountryCodeRelDate", 1, AS_STRING, 0, 0, NULL},
	{"wCountryCode", 2, AS_HEX, 0, TIMES_REST, NULL},
	{0},
};

static const struct row operational_modes[] = {
	{"bmCapabilities", 1, AS_BITS, 0, 0, "simple mode|standalone mode|computer centric mode"},
	{0},
};

static const struct row usb_terminal[] = {
	{"bEntityId", 1, AS_NUMBER, 0, 0, NULL},
	{"bInInterfaceNo", 1, AS_NUMBER, 0, 0, NULL},
	{"bOutInterfaceNo", 1, AS_NUMBER, 0, 0, NULL},
	{"bmOptions", 1, AS_BITS, 0, 0, "protocol wrapper"},
	{"bChildId", 1, AS_NUMBER, 0, TIMES_REST, NULL},
	{0},
};

static const struct row network_terminal[] = {
	{"bEntityId", 1, AS_NUMBER, 0, 0, NULL},
	{"iName", 1, AS_STRING, 0, 0, NULL},
	{"bChannelIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bPhysicalInterface", 1, AS_NAMED, 0, 0, "0 none|1 ISDN"},
	{0},
};

static const struct row protocol_unit[] = {
	{"bEntityId", 1, AS_NUMBER, 0, 0, NULL},
	{"bProtocol", 1, AS_HEX, 0, 0, NULL},
	{"bChildId", 1, AS_NUMBER, 0, TIMES_REST, NULL},
	{0},
};

static const struct row extension_unit[] = {
	{"bEntityId", 1, AS_NUMBER, 0, 0, NULL},
	{"bExtensionCode", 1, AS_NUMBER, 0, 0, NULL},
	{"iName", 1, AS_STRING, 0, 0, NULL},
	{"bChildId", 1, AS_NUMBER, 0, TIMES_REST, NULL},
	{0},
};

static const struct row ethernet[] = {
	{"iMacAddress", 1, AS_STRING, 0, 0, NULL},
	{"bmEthernetStatistics", 4, AS_HEX, 0, 0, NULL},
	{"wMaxSegmentSize", 2, AS_NUMBER, 0, 0, "bytes"},
	{"wNumberMCFilters", 2, AS_HEX, 0, 0, NULL},
	{"bNumberPowerFilters", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row atm[] = {
	{"iEndSystemIdentifier", 1, AS_STRING, 0, 0, NULL},
	{"bmDataCapabilities", 1, AS_BITS, 0, 0, "|type 1 (AAL5 SDU)|type 2|type 3"},
	{"bmATMDeviceStatistics", 1, AS_HEX, 0, 0, NULL},
	{"wType2MaxSegmentSize", 2, AS_NUMBER, 0, 0, "bytes"},
	{"wType3MaxSegmentSize", 2, AS_NUMBER, 0, 0, "bytes"},
	{"wMaxVC", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row mdlm[] = {
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bGUID", 16, AS_GUID, 0, 0, NULL},
	{0},
};

static const struct row mdlm_detail[] = {
	{"bGuidDescriptorType", 1, AS_HEX, 0, 0, NULL},
	{"bDetailData", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row device_management[] = {
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{"wMaxCommand", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row obex[] = {
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{0},
};

static const struct row ncm[] = {
	{"bcdNcmVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bmNetworkCapabilities", 1, AS_BITS, 0, 0,
	 "packet filter|net address|encapsulated commands|max datagram size|crc mode|"
	 "8-byte ntb input size"},
	{0},
};

static const struct row mbim[] = {
	{"bcdMBIMVersion", 2, AS_VERSION, 0, 0, NULL},
	{"wMaxControlMessage", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bNumberFilters", 1, AS_NUMBER, 0, 0, NULL},
	{"bMaxFilterSize", 1, AS_NUMBER, 0, 0, NULL},
	{"wMaxSegmentSize", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bmNetworkCapabilities", 1, AS_BITS, 0, 0, "|||max datagram size||8-byte ntb input size"},
	{0},
};

static const struct row mbim_extended[] = {
	{"bcdMBIMExtendedVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bMaxOutstandingCommandMessages", 1, AS_NUMBER, 0, 0, NULL},
	{"wMTU", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

const struct layout cdc_layouts[] = {
	{CS_INTERFACE(0x00), "CDC Header", header, NULL},
	{CS_INTERFACE(0x01), "CDC Call Management", call_management, NULL},
	{CS_INTERFACE(0x02), "CDC ACM", acm, "ACM: $bmCapabilities"},
	{CS_INTERFACE(0x03), "CDC Direct Line", direct_line, NULL},
	{CS_INTERFACE(0x04), "CDC Telephone Ringer", ringer, NULL},
	{CS_INTERFACE(0x05), "CDC Call State Reporting", call_reporting, NULL},
	{CS_INTERFACE(0x06), "CDC Union", union_,
	 "interface $bMasterInterface controls interface $bSlaveInterface"},
	{CS_INTERFACE(0x07), "Country Selection", country, NULL},
	{CS_INTERFACE(0x08), "CDC Telephone Operations", operational_modes, NULL},
	{CS_INTERFACE(0x09), "CDC USB Terminal", usb_terminal, NULL},
	{CS_INTERFACE(0x0a), "CDC Network Channel Terminal", network_terminal, NULL},
	{CS_INTERFACE(0x0b), "CDC Protocol Unit", protocol_unit, NULL},
	{CS_INTERFACE(0x0c), "CDC Extension Unit", extension_unit, NULL},
	{CS_INTERFACE(0x0f), "CDC Ethernet", ethernet,
	 "Ethernet: MAC address $iMacAddress, segments of $wMaxSegmentSize"},
	{CS_INTERFACE(0x10), "CDC ATM Networking", atm, NULL},
	{CS_INTERFACE(0x12), "CDC MDLM", mdlm, NULL},
	{CS_INTERFACE(0x13), "CDC MDLM detail", mdlm_detail, NULL},
	{CS_INTERFACE(0x14), "CDC Device Management", device_management, NULL},
	{CS_INTERFACE(0x15), "CDC OBEX", obex, NULL},
	{CS_INTERFACE(0x1a), "CDC NCM", ncm, "NCM: $bmNetworkCapabilities"},
	{CS_INTERFACE(0x1b), "CDC MBIM", mbim, "MBIM: $bmNetworkCapabilities"},
	{CS_INTERFACE(0x1c), "CDC MBIM Extended", mbim_extended, NULL},
	{0, NULL, NULL, NULL},
};
