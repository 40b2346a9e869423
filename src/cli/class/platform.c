/* SPDX-License-Identifier: MIT */
/*
 * Answers to the requests of platform capabilities: WebUSB 4.3, and the Microsoft OS 2.0
 * Descriptors Specification.
 */
#include "tables.h"

const struct row webusb_url[] = {
	{"bLength", 1, AS_NUMBER, 0, 0, NULL},
	{"bDescriptorType", 1, AS_NAMED, 0, 0, "3 URL"},
	{"bScheme", 1, AS_NAMED, 0, 0, "0 http://|1 https://"},
	{"URL", SIZE_REST, AS_TEXT, 0, 0, NULL},
	{0},
};

static const char types[] =
	"0 Set|1 Configuration subset|2 Function subset|3 Compatible ID|4 Registry property|"
	"5 Minimum resume time|6 Model ID|7 CCGP device|8 Vendor revision";

/* clang-format off */
#define HEADER \
	{"wLength", 2, AS_NUMBER, 0, 0, "bytes"}, \
	{"wDescriptorType", 2, AS_NAMED, 0, 0, types}
/* clang-format on */

static const struct row set[] = {
	HEADER,
	{"dwWindowsVersion", 4, AS_HEX, 0, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row configuration[] = {
	HEADER,
	{"bConfigurationValue", 1, AS_NUMBER, 0, 0, NULL},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row function[] = {
	HEADER,
	{"bFirstInterface", 1, AS_NUMBER, 0, 0, NULL},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"wSubsetLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row compatible_id[] = {
	HEADER,
	{"CompatibleID", 8, AS_TEXT, 0, 0, NULL},
	{"SubCompatibleID", 8, AS_TEXT, 0, 0, NULL},
	{0},
};

static const struct row property[] = {
	HEADER,
	{"wPropertyDataType", 2, AS_NAMED, 0, 0,
	 "1 REG_SZ|2 REG_EXPAND_SZ|3 REG_BINARY|4 REG_DWORD_LITTLE_ENDIAN|5 REG_DWORD_BIG_ENDIAN|"
	 "6 REG_LINK|7 REG_MULTI_SZ"},
	{"wPropertyNameLength", 2, AS_NUMBER, 1, 0, "bytes"},
	{"PropertyName", SIZE_KEPT(1), AS_TEXT, 0, 0, NULL},
	{"wPropertyDataLength", 2, AS_NUMBER, 2, 0, "bytes"},
	{"PropertyData", SIZE_KEPT(2), AS_TEXT, 0, 0, NULL},
	{0},
};

static const struct row resume_time[] = {
	HEADER,
	{"bResumeRecoveryTime", 1, AS_NUMBER, 0, 0, "ms"},
	{"bResumeSignalingTime", 1, AS_NUMBER, 0, 0, "ms"},
	{0},
};

static const struct row model_id[] = {
	HEADER,
	{"ModelID", 16, AS_GUID, 0, 0, NULL},
	{0},
};

static const struct row vendor_revision[] = {
	HEADER,
	{"VendorRevision", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row other[] = {
	HEADER,
	{0},
};

const struct layout ms_os_2_layouts[] = {
	{CHOSEN(0), "Microsoft OS 2.0 set", set, NULL},
	{CHOSEN(1), "Microsoft OS 2.0 configuration subset", configuration, NULL},
	{CHOSEN(2), "Microsoft OS 2.0 function subset", function, NULL},
	{CHOSEN(3), "Microsoft OS 2.0 compatible ID", compatible_id, NULL},
	{CHOSEN(4), "Microsoft OS 2.0 registry property", property, NULL},
	{CHOSEN(5), "Microsoft OS 2.0 minimum resume time", resume_time, NULL},
	{CHOSEN(6), "Microsoft OS 2.0 model ID", model_id, NULL},
	{CHOSEN(8), "Microsoft OS 2.0 vendor revision", vendor_revision, NULL},
	{0, "Microsoft OS 2.0 feature", other, NULL},
};
