/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "fake_device.h"
#include "unit.h"

static const struct {
	const char *fixture;
	int speed;
	unsigned int ma;
} rows[] = {
	{"storage", CUSB_SPEED_HIGH, 200}, /* bMaxPower 100 */
	{"uas", CUSB_SPEED_SUPER, 112},	   /* bMaxPower 14 */
	{"uas", CUSB_SPEED_SUPER_PLUS_X2, 112},
	{"uas", CUSB_SPEED_HIGH, 28},	  /* a USB 3 device on a USB 2 port */
	{"uas", CUSB_SPEED_UNKNOWN, 112}, /* then bcdUSB decides */
	{"storage", CUSB_SPEED_UNKNOWN, 200},
	{"uas", -ENODEV, 112},
};

CASE_PER_ROW(unit_of_power_follows_speed_then_version, rows)
{
	struct fake_device *fake = fake_device_new(rows[_i].fixture);

	fake->speed = rows[_i].speed;
	ck_assert_uint_eq(cusb_configuration_ma(fake->dev->configurations), rows[_i].ma);
	fake_device_free(fake);
}
