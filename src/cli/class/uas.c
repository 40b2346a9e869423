/* SPDX-License-Identifier: MIT */
/* USB attached SCSI: the pipe usage descriptor behind an endpoint, UAS (T10/2095-D) 5.3.3.5. */
#include "table.h"

/* clang-format off */

const char uas_layouts[] =
	LAYOUT("24", "pipe usage", "$bPipeID")
		FIELD("bPipeID", 1, AS_NAMED,
		      "1 Command pipe|2 Status pipe|3 Data-in pipe|4 Data-out pipe")
		FIELD("bReserved", 1, AS_NUMBER, "");
