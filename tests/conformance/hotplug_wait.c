/* SPDX-License-Identifier: MIT */
/* To wait until a device is there. */
#include <errno.h>

#include "hotplug.h"

CASE(wait_takes_what_is_there)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_wait_for_device(
		CUSB_MATCH(backend, world.backend, idVendor, 0xfffe, idProduct, 1), CUSB_NO_TIMEOUT,
		&dev));
	CHECK_STR(dev->name, name);
	check_loopback(dev, 0x01, 0x81, 64);
	cusb_device_free(dev);
}

CASE(wait_for_what_does_not_come)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_INT(cusb_wait_for_device(
			  CUSB_MATCH(backend, world.backend, idVendor, 0xfffe, idProduct, 2), 50,
			  &dev),
		  -ETIMEDOUT);
	CHECK(!dev);
}

static void check_later(struct waiting *waiting)
{
	struct cusb_device *dev;
	const char *name;

	sleep_ms(50);
	name = world_plug("stall");
	dev = waited_for(waiting);
	CHECK_STR(dev->name, name);
	CHECK_OK(cusb_open(dev));
	cusb_device_free(dev);
}

CASE_NEEDS(wait_for_what_comes_later, NEED_STRINGS)
{
	check_later(wait_in_thread(CUSB_MATCH(backend, world.backend, serial_number, "0002"),
				   CUSB_NO_TIMEOUT));
}

CASE(wait_with_a_timeout_for_what_comes_later)
{
	check_later(wait_in_thread(
		CUSB_MATCH(backend, world.backend, idVendor, 0xfffe, idProduct, 2), GUARD_MS));
}
