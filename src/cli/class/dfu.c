/* SPDX-License-Identifier: MIT */
/* Device firmware upgrade: DFU 1.1, 4.1.3. The descriptor of DFU 1.0 has no version. */
#include "tables.h"

static const struct row functional[] = {
	{"bmAttributes", 1, AS_BITS, 0, 0, "download|upload|manifestation tolerant|will detach"},
	{"wDetachTimeOut", 2, AS_NUMBER, 0, 0, "ms"},
	{"wTransferSize", 2, AS_NUMBER, 0, 0, "bytes"},
	MAY_END,
	{"bcdDFUVersion", 2, AS_VERSION, 0, 0, NULL},
	{0},
};

const struct layout dfu_layouts[] = {
	{0x21, "DFU functional", functional, "DFU: $bmAttributes, blocks of $wTransferSize"},
	{0, NULL, NULL, NULL},
};
