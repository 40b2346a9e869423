/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "core/script_backend.h"
#include "unit.h"

static struct cusb_device *dev;
static char name[32];

static void begin(void)
{
	script_begin();
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	script_end();
}

FIXTURE(begin, end)

CASE(driver_is_asked_of_the_backend_without_opening)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), 0);
	ck_assert_str_eq(name, "script");
	expect_calls("configuration, driver 1 1");
}

CASE(driver_is_that_of_the_active_configuration)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), 0);
	expect_calls("configuration, driver 2 0");
}

CASE(interface_of_another_configuration_is_enoent)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), -ENOENT);
	expect_calls("configuration");
}

CASE(interface_that_no_number_can_have_is_enoent)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 256, name, sizeof name), -ENOENT);
}

CASE(device_that_is_not_configured_has_no_interface)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), -ENOENT);
}

CASE(configuration_is_asked_again_when_others_can_change_it)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), 0);
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), -ENOENT);
}

static const int errors[] = {-ENODATA, -ENOENT, -ENAMETOOLONG, -ENODEV};

CASE_PER_ROW(what_the_backend_says_is_passed_on, errors)
{
	script_fail("driver", errors[_i]);
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), errors[_i]);
}

CASE(backend_that_cannot_tell_is_enosys)
{
	script.backend.driver = NULL;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), -ENOSYS);
	expect_calls("");
}
