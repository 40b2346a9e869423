/* SPDX-License-Identifier: MIT */
/* The names of the drivers that interfaces are bound to. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_DRIVERS

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "seam.h"

#define NO_DRIVER_FITS                                                                             \
	"in a real kernel no driver fits the virtual devices; real_devices.c has a keyboard"

static struct cusb_device *find_root_hub(void)
{
	struct cusb_device *dev = plug_loopback(), *hub;

	CHECK_OK(cusb_parent(dev, &hub));
	cusb_device_free(dev);
	return hub;
}

CASE(an_interface_without_driver_has_no_name)
{
	struct cusb_device *dev = plug_loopback();
	char name[32] = "as before";

	CHECK_INT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENODATA);
	CHECK_INT(cusb_kernel_driver(dev, 1, name, sizeof name), -ENODATA);
	CHECK_STR(name, "as before");
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(no_interface_has_no_driver)
{
	struct cusb_device *dev = plug_loopback();
	char name[32];

	CHECK_INT(cusb_kernel_driver(dev, 2, name, sizeof name), -ENOENT);
	CHECK_INT(cusb_kernel_driver(dev, 255, name, sizeof name), -ENOENT);
	CHECK_INT(cusb_kernel_driver(dev, 1000, name, sizeof name), -ENOENT);
	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_kernel_driver(dev, 1, name, sizeof name), -ENOENT);
	CHECK_INT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENODATA);
	cusb_device_free(dev);
}

CASE(a_device_that_is_not_configured_has_no_driver)
{
	struct cusb_device *dev = plug_loopback();
	char name[32];

	CHECK_OK(cusb_set_configuration(dev, 0));
	CHECK_INT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENOENT);
	cusb_device_free(dev);
}

CASE(a_claimed_interface_has_the_driver_usbfs)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	char name[32];

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_kernel_driver(dev, 0, name, sizeof name));
	CHECK_STR(name, "usbfs");
	CHECK_OK(cusb_kernel_driver(other, 0, name, sizeof name));
	CHECK(!cusb_is_open(other));
	CHECK_INT(cusb_kernel_driver(other, 1, name, sizeof name), -ENODATA);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_kernel_driver(other, 0, name, sizeof name), -ENODATA);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_root_hub_has_the_driver_hub)
{
	struct cusb_device *hub = find_root_hub();
	char name[4] = "";

	CHECK_OK(cusb_kernel_driver(hub, 0, name, sizeof name));
	CHECK_STR(name, "hub");
	CHECK_INT(cusb_kernel_driver(hub, 0, name, 3), -ENAMETOOLONG);
	CHECK_STR(name, "hub");
	cusb_device_free(hub);
}

CASE(the_driver_of_an_unplugged_device)
{
	struct cusb_device *dev = plug_loopback();
	char name[32];

	world_unplug(dev->name);
	CHECK_INT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENODEV);
	cusb_device_free(dev);
}

CASE_ONLY(the_driver_that_is_bound, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_loopback();
	char name[32];

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 1, "usb-storage"));
	CHECK_OK(cusb_kernel_driver(dev, 1, name, sizeof name));
	CHECK_STR(name, "usb-storage");
	CHECK_OK(cusb_detach_kernel_driver(dev, 1));
	CHECK_INT(cusb_kernel_driver(dev, 1, name, sizeof name), -ENODATA);
	CHECK_OK(cusb_attach_kernel_driver(dev, 1));
	CHECK_OK(cusb_kernel_driver(dev, 1, name, sizeof name));
	cusb_device_free(dev);
}
