/* SPDX-License-Identifier: MIT */
/*
 * Answers to the requests of platform capabilities: WebUSB 4.3, and the Microsoft OS 2.0
 * Descriptors Specification.
 */
#include "table.h"

/* clang-format off */

const char webusb_url[] =
	FIELD("bLength", 1, AS_NUMBER, "")
	FIELD("bDescriptorType", 1, AS_NAMED, "3 URL")
	FIELD("bScheme", 1, AS_NAMED, "0 http://|1 https://")
	FIELD("URL", REST, AS_TEXT, "");

#define HEADER \
	FIELD("wLength", 2, AS_NUMBER, "bytes") \
	FIELD("wDescriptorType", 2, AS_NAMED, "@Microsoft OS 2.0 types")

const char ms_os_2_layouts[] =
	LAYOUT("0", "Microsoft OS 2.0 set", "")
		HEADER
		FIELD("dwWindowsVersion", 4, AS_HEX, "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
	LAYOUT("1", "Microsoft OS 2.0 configuration subset", "")
		HEADER
		FIELD("bConfigurationValue", 1, AS_NUMBER, "")
		FIELD("bReserved", 1, AS_NUMBER, "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
	LAYOUT("2", "Microsoft OS 2.0 function subset", "")
		HEADER
		FIELD("bFirstInterface", 1, AS_NUMBER, "")
		FIELD("bReserved", 1, AS_NUMBER, "")
		FIELD("wSubsetLength", 2, AS_NUMBER, "bytes")
	LAYOUT("3", "Microsoft OS 2.0 compatible ID", "")
		HEADER
		FIELD("CompatibleID", 8, AS_TEXT, "")
		FIELD("SubCompatibleID", 8, AS_TEXT, "")
	LAYOUT("4", "Microsoft OS 2.0 registry property", "")
		HEADER
		FIELD("wPropertyDataType", 2, AS_NAMED,
		      "1 REG_SZ|2 REG_EXPAND_SZ|3 REG_BINARY|4 REG_DWORD_LITTLE_ENDIAN|"
		      "5 REG_DWORD_BIG_ENDIAN|6 REG_LINK|7 REG_MULTI_SZ")
		KEPT(1, "wPropertyNameLength", 2, AS_NUMBER, "bytes")
		FIELD("PropertyName", KEPT_1, AS_TEXT, "")
		KEPT(2, "wPropertyDataLength", 2, AS_NUMBER, "bytes")
		FIELD("PropertyData", KEPT_2, AS_TEXT, "")
	LAYOUT("5", "Microsoft OS 2.0 minimum resume time", "")
		HEADER
		FIELD("bResumeRecoveryTime", 1, AS_NUMBER, "ms")
		FIELD("bResumeSignalingTime", 1, AS_NUMBER, "ms")
	LAYOUT("6", "Microsoft OS 2.0 model ID", "")
		HEADER
		FIELD("ModelID", 16, AS_GUID, "")
	LAYOUT("8", "Microsoft OS 2.0 vendor revision", "")
		HEADER
		FIELD("VendorRevision", 2, AS_NUMBER, "")
	LAYOUT("*", "Microsoft OS 2.0 feature", "")
		HEADER;
