/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

unsigned int cusb_configuration_ma(const struct cusb_configuration *cfg)
{
	int speed = cusb_speed(cfg->device);
	bool super = speed >= CUSB_SPEED_SUPER;

	if (speed <= CUSB_SPEED_UNKNOWN)
		super = cfg->device->bcdUSB >= 0x0300;
	return cfg->bMaxPower * (super ? 8u : 2u);
}
