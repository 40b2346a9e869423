/* SPDX-License-Identifier: MIT */
/* Changing the configuration, with interfaces claimed. */

#include "core/found_device.h"

/* Interfaces 0 and 1 are claimed, and the record begins after that. */
static void claim_two(void)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
}

FIXTURE(begin, end)

CASE(set_opens_and_sends)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	expect_calls("open, set_configuration 2");
}

CASE(current_value_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("open, set_configuration 1, set_configuration 1");
}

CASE(first_is_the_first_in_descriptor_order)
{
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_FIRST), 0);
	expect_calls("open, set_configuration 1");
}

CASE(set_by_object_is_by_its_value)
{
	ck_assert_int_eq(cusb_configuration_set(cusb_configuration_at(dev, 1)), 0);
	expect_calls("open, set_configuration 2");
}

static const int unknown[] = {3, -2, 255, 256, 257};

CASE_PER_ROW(unknown_value_is_einval_without_calls, unknown)
{
	ck_assert_int_eq(cusb_set_configuration(dev, unknown[_i]), -EINVAL);
	expect_calls("");
}

CASE(first_of_none_is_einval)
{
	cusb_device_free(dev);
	script.devices[0].length = 18;
	dev = script_find();
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_FIRST), -EINVAL);
}

CASE(own_claims_are_released_before_and_retaken_after)
{
	claim_two();
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("release 0, release 1, set_configuration 1, claim 0, claim 1");
}

CASE(claims_that_the_new_configuration_lacks_are_gone)
{
	claim_two();
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	expect_calls("release 0, release 1, set_configuration 2, claim 0");
	ck_assert_int_eq(cusb_release_interface(dev, 1), 0);
	expect_calls("");
}

CASE(unconfiguring_leaves_no_claim)
{
	claim_two();
	ck_assert_int_eq(cusb_set_configuration(dev, 0), 0);
	expect_calls("release 0, release 1, set_configuration 0");
}

CASE(failed_set_is_told_and_the_claims_retaken)
{
	claim_two();
	script_fail("set_configuration", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), -EBUSY);
	expect_calls("release 0, release 1, set_configuration 2, claim 0, claim 1");
}

CASE(claim_that_cannot_be_retaken_is_told_and_gone)
{
	claim_two();
	script_fail("claim 0", -EBUSY);
	script_fail("detach 0", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EBUSY);
	expect_calls("release 0, release 1, set_configuration 1, claim 0, detach 0, claim 1");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("");
}

CASE(failed_set_makes_the_configuration_asked_for)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script_fail("set_configuration", -EPIPE);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(failed_set_goes_before_a_failed_claim)
{
	claim_two();
	script_fail("set_configuration", -EPIPE);
	script_fail("claim", -ENODEV);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
}

CASE(driver_that_slips_in_has_to_go_again)
{
	claim_two();
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("release 0, release 1, set_configuration 1, claim 0, detach 0, claim 0, "
		     "claim 1");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(backend_without_set_configuration_is_enosys_and_claims_stay)
{
	claim_two();
	script.backend.set_configuration = NULL;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -ENOSYS);
	expect_calls("");
}

CASE(device_that_cannot_be_opened_cannot_be_configured)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EACCES);
	expect_calls("open");
}

CASE(first_transfer_after_it_asks_nothing)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	expect_calls("claim 0, transfer 01 bulk 1 0");
}

CASE(what_was_set_is_asked_again_once_nothing_is_claimed)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(alternate_settings_are_0_after_it)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), -ENOENT);
	expect_calls("");
}

CASE(alternate_setting_of_an_interface_without_0_is_asked_after_it)
{
	cusb_device_free(dev);
	script.devices[0] = script_odd;
	dev = script_find();
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script.altsettings[0] = 1;
	ck_assert_int_eq(cusb_write(dev, 0x04, "x", 1, 0), 1);
}
