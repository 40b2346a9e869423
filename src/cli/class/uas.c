/* SPDX-License-Identifier: MIT */
/* USB attached SCSI: the pipe usage descriptor behind an endpoint, UAS (T10/2095-D) 5.3.3.5. */
#include "tables.h"

static const char pipes[] = "1 Command pipe|2 Status pipe|3 Data-in pipe|4 Data-out pipe";

static const struct row pipe_usage[] = {
	{"bPipeID", 1, AS_NAMED, 0, 0, pipes},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

const struct layout uas_layouts[] = {
	{0x24, "pipe usage", pipe_usage, "$bPipeID"},
	{0, NULL, NULL, NULL},
};
