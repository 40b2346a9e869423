/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define DEVICES "/sys/bus/usb/devices/"
#define DRIVERS "/sys/bus/usb/drivers/"

static int write_to(const char *path, const char *text)
{
	return virtual_kernel_write(world.kernel, path, text);
}

FIXTURE_WORLD("loopback")

CASE(authorized_takes_the_configuration_and_gives_it_back)
{
	ck_assert_int_eq(write_to(DEVICES "1-1/authorized", "0"), 0);
	world_expect("1-1/authorized", "0\n");
	world_expect("1-1/bConfigurationValue", "");
	ck_assert_int_eq(write_to(DEVICES "1-1/authorized", "1\n"), 0);
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(authorized_of_an_interface_takes_its_driver)
{
	cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid");
	ck_assert_int_eq(write_to(DEVICES "1-1:1.0/authorized", "0"), 0);
	world_expect("1-1:1.0/authorized", "0\n");
	ck_assert_int_eq(write_to(DRIVERS "usbhid/unbind", "1-1:1.0"), -ENODEV);
}

CASE(configuration_is_changed_under_a_driver)
{
	cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid");
	ck_assert_int_eq(write_to(DEVICES "1-1/bConfigurationValue", "2"), 0);
	world_expect("1-1/bConfigurationValue", "2\n");
	ck_assert_int_eq(write_to(DEVICES "1-1/bConfigurationValue", "-1"), 0);
	world_expect("1-1/bConfigurationValue", "");
}

CASE(rules_of_autosuspend_are_kept)
{
	world_expect("1-1/power/control", "on\n");
	world_expect("1-1/power/autosuspend_delay_ms", "2000\n");
	world_expect("usb1/power/control", "auto\n");
	world_expect("usb1/power/autosuspend_delay_ms", "0\n");
	ck_assert_int_eq(write_to(DEVICES "1-1/power/control", "auto\n"), 0);
	ck_assert_int_eq(write_to(DEVICES "1-1/power/autosuspend_delay_ms", "-1"), 0);
	world_expect("1-1/power/control", "auto\n");
	world_expect("1-1/power/autosuspend_delay_ms", "-1\n");
}

CASE(driver_is_unbound_and_bound_again)
{
	cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid");
	ck_assert_int_eq(write_to(DRIVERS "usbhid/bind", "1-1:1.0"), -EBUSY);
	ck_assert_int_eq(write_to(DRIVERS "usbhid/unbind", "1-1:1.0"), 0);
	ck_assert_int_eq(write_to(DRIVERS "usbhid/unbind", "1-1:1.0"), -ENODEV);
	ck_assert_int_eq(write_to(DRIVERS "usb-storage/bind", "1-1:1.0"), -ENODEV);
	ck_assert_int_eq(write_to(DRIVERS "usbhid/bind", "1-1:1.0"), 0);
	ck_assert_int_eq(write_to(DRIVERS "usbhid/unbind", "1-1:1.0\n"), 0);
	ck_assert_int_eq(write_to("/sys/bus/usb/drivers_probe", "1-1:1.0"), 0);
	ck_assert_int_eq(write_to(DRIVERS "usbhid/unbind", "1-1:1.0"), 0);
}

static const struct {
	const char *path;
	const char *text;
	int err;
} refused[] = {
	{DEVICES "1-1/authorized", "x", -EINVAL},
	{DEVICES "1-1:1.0/authorized", "", -EINVAL},
	{DEVICES "1-1/bConfigurationValue", "256", -EINVAL},
	{DEVICES "1-1/bConfigurationValue", "7", -EINVAL},
	{DEVICES "1-1/power/control", "maybe", -EINVAL},
	{DEVICES "1-1/power/control", "autos", -EINVAL},
	{DEVICES "1-1/power/autosuspend_delay_ms", "5s", -EINVAL},
	{DEVICES "1-1/power/autosuspend_delay_ms", "99999999999", -EINVAL},
	{DEVICES "1-1/idVendor", "1234", -EACCES},
	{DEVICES "1-1/power/none", "1", -ENOENT},
	{DEVICES "1-9/authorized", "1", -ENOENT},
	{DEVICES "1-1", "1", -EISDIR},
	{DRIVERS "usbhid/new_id", "1", -ENOENT},
	{DRIVERS "usbhid/unbind", "1-1", -ENODEV},
	{"/sys/bus/usb/drivers_probe", "1-9:1.0", -ENODEV},
};

CASE_PER_ROW(write_is_refused_as_the_kernel_does, refused)
{
	ck_assert_int_eq(write_to(refused[_i].path, refused[_i].text), refused[_i].err);
}
