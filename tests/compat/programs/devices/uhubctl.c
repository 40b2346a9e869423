/* SPDX-License-Identifier: MIT */
/* The included hub has a power switch for each of its ports. */
#include "../stand_in.h"

STAND_IN(uhubctl) = {
	.program = "uhubctl",
	.job = "switched a port of a hub off and on again",
	.others = (const char *const[]){"hub", NULL},
};
