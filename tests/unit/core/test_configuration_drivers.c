/* SPDX-License-Identifier: MIT */
/* Changing the configuration where kernel drivers hold interfaces. */

#include "core/found_device.h"

/* With auto-detach, interface 0 was taken from a driver; no other has one. */
static void claim_from_driver(void)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	script_fail_once("detach 0", 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_fail("detach", -ENODATA);
	script_calls();
}

FIXTURE(begin, end)

CASE(drivers_are_left_alone_without_auto_detach)
{
	script_fail("set_configuration", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EBUSY);
	expect_calls("open, set_configuration 1");
}

/* The kernel binds none by itself when the value is the current one. */
CASE(auto_detached_drivers_come_back_when_it_is_set)
{
	cusb_set_auto_detach(dev, true);
	script_fail("detach 1", -ENODATA);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("open, configuration, detach 0, detach 1, detach 2, set_configuration 1, "
		     "attach 0, attach 2");
}

CASE(auto_detached_drivers_come_back_when_it_fails)
{
	cusb_set_auto_detach(dev, true);
	script_fail("set_configuration", -EPIPE);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
	expect_calls("open, configuration, detach 0, detach 1, detach 2, set_configuration 1, "
		     "attach 0, attach 1, attach 2");
}

CASE(auto_detached_drivers_come_back_once)
{
	cusb_set_auto_detach(dev, true);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(driver_that_does_not_come_back_is_no_error_of_the_configuration)
{
	cusb_set_auto_detach(dev, true);
	script_fail("attach", -ENODEV);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	expect_calls("open, configuration, detach 0, detach 1, detach 2, set_configuration 2, "
		     "attach 0");
}

CASE(auto_detach_stops_where_a_program_has_the_interface)
{
	cusb_set_auto_detach(dev, true);
	script_fail("detach 1", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), -EBUSY);
	expect_calls("open, configuration, detach 0, detach 1, attach 0");
}

CASE(auto_detached_drivers_of_interfaces_that_go_do_not_come_back)
{
	cusb_set_auto_detach(dev, true);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	expect_calls("open, configuration, detach 0, detach 1, detach 2, set_configuration 2, "
		     "attach 0");
}

CASE(auto_detach_has_nothing_to_do_when_unconfigured)
{
	cusb_set_auto_detach(dev, true);
	script.configuration = 0;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("open, configuration, set_configuration 1");
}

CASE(auto_detach_without_driver_operations_sends_all_the_same)
{
	cusb_set_auto_detach(dev, true);
	script.backend.drivers = NULL;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
}

CASE(driver_stays_away_from_a_claim_that_is_retaken)
{
	claim_from_driver();
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("release 0, configuration, detach 0, detach 1, detach 2, set_configuration 1, "
		     "claim 0");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(driver_stays_away_from_a_claim_that_is_retaken_after_a_failure)
{
	claim_from_driver();
	script_fail("set_configuration", -EPIPE);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
	expect_calls("release 0, configuration, detach 0, detach 1, detach 2, set_configuration 1, "
		     "claim 0");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}
