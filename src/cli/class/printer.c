/* SPDX-License-Identifier: MIT */
/* Printers: the descriptor of IPP over USB 1.0, 4.3. */
#include "tables.h"

static const struct row capability[] = {
	{"bDescriptorType", 1, AS_HEX, 0, 0, NULL},
	{"bDescriptorLength", 1, AS_NUMBER, 2, 0, "bytes"},
	{"data", SIZE_KEPT(2), AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row ipp[] = {
	{"bcdReleaseNumber", 2, AS_VERSION, 0, 0, NULL},
	{"bNumDescriptors", 1, AS_NUMBER, 1, 0, NULL},
	{"descriptors", 0, AS_GROUP, 0, 1, capability},
	{0},
};

const struct layout printer_layouts[] = {
	{0x21, "IPP over USB", ipp, NULL},
	{0, NULL, NULL, NULL},
};
