/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "descriptor/speed.h"

const char *cusb_speed_name(int speed)
{
	static const char *const names[] = {SPEEDS(SPEED_NAME)};

	if (speed <= CUSB_SPEED_UNKNOWN || (size_t)speed >= sizeof names / sizeof names[0])
		return "unknown speed";
	return names[speed];
}
