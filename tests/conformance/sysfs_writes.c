/* SPDX-License-Identifier: MIT */
/* Files of sysfs that an administrator writes to: the rules of autosuspend, and the drivers. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <stdio.h>

#include "other_program.h"

#define DRIVERS "/sys/bus/usb/drivers/"

static void check_attribute(const char *name, const char *attribute, const char *want)
{
	char text[64] = "";

	CHECK_OK(other_attribute(name, attribute, text, sizeof text));
	CHECK_STR(text, want);
}

static int write_attribute(const char *name, const char *attribute, const char *text)
{
	char path[128];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/%s", name, attribute);
	return other_write(path, text);
}

CASE(autosuspend_is_forbidden_at_first_and_has_its_delay)
{
	struct cusb_device *dev = plug_loopback();

	check_attribute(dev->name, "power/control", "on");
	check_attribute(dev->name, "power/autosuspend_delay_ms", "2000");
	check_attribute(dev->name, "power/runtime_status", "active");
	cusb_device_free(dev);
}

CASE(autosuspend_is_allowed_and_forbidden_by_a_word)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(write_attribute(dev->name, "power/autosuspend_delay_ms", "1000000"));
	check_attribute(dev->name, "power/autosuspend_delay_ms", "1000000");
	CHECK_OK(write_attribute(dev->name, "power/control", "auto\n"));
	check_attribute(dev->name, "power/control", "auto");
	CHECK_OK(write_attribute(dev->name, "power/control", "on"));
	check_attribute(dev->name, "power/control", "on");
	CHECK_INT(write_attribute(dev->name, "power/control", "maybe"), -EINVAL);
	CHECK_INT(write_attribute(dev->name, "power/autosuspend_delay_ms", "5s"), -EINVAL);
	cusb_device_free(dev);
}

CASE(numbers_that_are_none_are_refused)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(write_attribute(dev->name, "authorized", "x"), -EINVAL);
	CHECK_INT(write_attribute(dev->name, "bConfigurationValue", "x"), -EINVAL);
	CHECK_INT(write_attribute(dev->name, "bConfigurationValue", "256"), -EINVAL);
	CHECK_INT(write_attribute(dev->name, "bConfigurationValue", "77"), -EINVAL);
	check_attribute(dev->name, "bConfigurationValue", "1");
	cusb_device_free(dev);
}

CASE(hub_has_its_number_of_ports_and_suspends_at_once)
{
	struct cusb_device *dev = plug("hub");

	check_attribute(dev->name, "maxchild", "4");
	check_attribute(dev->name, "power/control", "auto");
	check_attribute(dev->name, "power/autosuspend_delay_ms", "0");
	cusb_device_free(dev);
}

CASE(driver_is_unbound_and_bound_again)
{
	struct cusb_device *dev = plug("hub");
	char interface[64], name[64];

	snprintf(interface, sizeof interface, "%s:1.0", dev->name);
	CHECK_INT(other_write(DRIVERS "hub/bind", interface), -EBUSY);
	CHECK_OK(other_write(DRIVERS "hub/unbind", interface));
	CHECK_INT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENODATA);
	CHECK_INT(other_write(DRIVERS "hub/unbind", interface), -ENODEV);
	CHECK_INT(other_write(DRIVERS "usbfs/bind", interface), -ENODEV);
	CHECK_OK(other_write(DRIVERS "hub/bind", interface));
	CHECK_OK(cusb_kernel_driver(dev, 0, name, sizeof name));
	CHECK_STR(name, "hub");
	CHECK_OK(other_write(DRIVERS "hub/unbind", interface));
	CHECK_OK(other_write("/sys/bus/usb/drivers_probe", interface));
	CHECK_OK(cusb_kernel_driver(dev, 0, name, sizeof name));
	CHECK_STR(name, "hub");
	cusb_device_free(dev);
}

CASE(interface_that_is_not_there_is_no_device)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(other_write("/sys/bus/usb/drivers_probe", "1-999:1.0"), -ENODEV);
	CHECK_INT(other_write(DRIVERS "hub/bind", "1-999:1.0"), -ENODEV);
	cusb_device_free(dev);
}
