/* SPDX-License-Identifier: MIT */
/* The world of `cusb emulate loopback super -- together`: the devices are plugged in already. */
#include "../case.h"

void world_begin(void)
{
}

void world_settle(void)
{
}

void world_plug(const char *model, const char *place)
{
	(void)model;
	(void)place;
}
