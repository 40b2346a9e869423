/* SPDX-License-Identifier: MIT */
/* Printers: the descriptor of IPP over USB 1.0, 4.3. */
#include "tables.h"

static const struct row basic[] = {
	{"wBasicCapabilities", 2, AS_BITS, 0, 0,
	 "print|scan|fax|other|HTTP|#2 authentication=none/user name/reserved/negotiable"},
	{"iIPPVersionsSupported", 1, AS_STRING, 0, 0, NULL},
	{"iIPPPrinterUUID", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row other[] = {
	{"data", SIZE_KEPT(2), AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct layout capability_types[] = {
	{CHOSEN(0), NULL, basic, NULL},
	{0, NULL, other, NULL},
};

/* The length does not count the type and itself. */
static const struct row capability[] = {
	{"bCapabilityType", 1, AS_NUMBER, 3, 0, NULL},
	{"bCapabilityLength", 1, AS_NUMBER, 2, 0, "bytes"},
	{"capability", 0, AS_CHOICE, 0, 3, capability_types},
	{0},
};

static const struct row ipp[] = {
	{"bcdReleaseNumber", 1, AS_HEX, 0, 0, NULL},
	{"bcdNumDescriptors", 1, AS_NUMBER, 1, 0, NULL},
	{"capabilities", 0, AS_GROUP, 0, 1, capability},
	{0},
};

const struct layout printer_layouts[] = {
	{0x21, "IPP over USB", ipp, "IPP: $wBasicCapabilities"},
	{0, NULL, NULL, NULL},
};
