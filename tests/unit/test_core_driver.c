/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "script_backend.h"
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

START_TEST(driver_is_asked_of_the_backend_without_opening)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), 0);
	ck_assert_str_eq(name, "script");
	expect_calls("configuration, driver 1 1");
}
END_TEST

START_TEST(driver_is_that_of_the_active_configuration)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), 0);
	expect_calls("configuration, driver 2 0");
}
END_TEST

START_TEST(interface_of_another_configuration_is_enoent)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), -ENOENT);
	expect_calls("configuration");
}
END_TEST

START_TEST(interface_that_no_number_can_have_is_enoent)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 256, name, sizeof name), -ENOENT);
}
END_TEST

START_TEST(device_that_is_not_configured_has_no_interface)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), -ENOENT);
}
END_TEST

START_TEST(configuration_is_asked_again_when_others_can_change_it)
{
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), 0);
	script.configuration = 2;
	ck_assert_int_eq(cusb_kernel_driver(dev, 1, name, sizeof name), -ENOENT);
}
END_TEST

static const int errors[] = {-ENODATA, -ENOENT, -ENAMETOOLONG, -ENODEV};

START_TEST(what_the_backend_says_is_passed_on)
{
	script_fail("driver", errors[_i]);
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), errors[_i]);
}
END_TEST

START_TEST(backend_that_cannot_tell_is_enosys)
{
	script.backend.driver = NULL;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), -ENOSYS);
	expect_calls("");
}
END_TEST

SUITE(core_driver)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, driver_is_asked_of_the_backend_without_opening);
	tcase_add_test(tc, driver_is_that_of_the_active_configuration);
	tcase_add_test(tc, interface_of_another_configuration_is_enoent);
	tcase_add_test(tc, interface_that_no_number_can_have_is_enoent);
	tcase_add_test(tc, device_that_is_not_configured_has_no_interface);
	tcase_add_test(tc, configuration_is_asked_again_when_others_can_change_it);
	tcase_add_loop_test(tc, what_the_backend_says_is_passed_on, 0,
			    sizeof errors / sizeof errors[0]);
	tcase_add_test(tc, backend_that_cannot_tell_is_enosys);
}
