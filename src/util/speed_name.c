/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

const char *cusb_speed_name(int speed)
{
	switch (speed) {
	case CUSB_SPEED_LOW:
		return "low speed";
	case CUSB_SPEED_FULL:
		return "full speed";
	case CUSB_SPEED_HIGH:
		return "high speed";
	case CUSB_SPEED_SUPER:
		return "5 Gbit/s";
	case CUSB_SPEED_SUPER_PLUS:
		return "10 Gbit/s";
	case CUSB_SPEED_SUPER_PLUS_X2:
		return "20 Gbit/s";
	default:
		return "unknown speed";
	}
}
