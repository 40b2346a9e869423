/* SPDX-License-Identifier: MIT */
/* Device firmware upgrade: DFU 1.1, 4.1.3. The descriptor of DFU 1.0 has no version. */
#include "table.h"

/* clang-format off */

const char dfu_layouts[] =
	LAYOUT("21", "DFU functional", "DFU: $bmAttributes, blocks of $wTransferSize")
		FIELD("bmAttributes", 1, AS_BITS,
		      "download|upload|manifestation tolerant|will detach")
		FIELD("wDetachTimeOut", 2, AS_NUMBER, "ms")
		FIELD("wTransferSize", 2, AS_NUMBER, "bytes")
		MAY_END
		FIELD("bcdDFUVersion", 2, AS_VERSION, "");
