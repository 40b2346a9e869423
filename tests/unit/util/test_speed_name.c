/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "unit.h"

static const struct {
	int speed;
	const char *name;
} speeds[] = {
	{CUSB_SPEED_LOW, "low speed"},
	{CUSB_SPEED_FULL, "full speed"},
	{CUSB_SPEED_HIGH, "high speed"},
	{CUSB_SPEED_SUPER, "5 Gbit/s"},
	{CUSB_SPEED_SUPER_PLUS, "10 Gbit/s"},
	{CUSB_SPEED_SUPER_PLUS_X2, "20 Gbit/s"},
	{CUSB_SPEED_UNKNOWN, "unknown speed"},
	{CUSB_SPEED_SUPER_PLUS_X2 + 1, "unknown speed"},
	{-ENODEV, "unknown speed"},
};

CASE_PER_ROW(speed_has_its_name, speeds)
{
	ck_assert_str_eq(cusb_speed_name(speeds[_i].speed), speeds[_i].name);
}
