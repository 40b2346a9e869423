/* SPDX-License-Identifier: MIT */
/* Taking an interface from a kernel driver, with a backend that does it in one step. */
#include "core/core_fixture.h"

static void begin_with_auto_detach(void)
{
	core_begin_with_extras();
	cusb_set_auto_detach(dev, true);
}

FIXTURE(begin_with_auto_detach, core_end)

CASE(busy_interface_is_taken_in_one_step)
{
	script_fail("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, detach_and_claim 0");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(free_interface_is_only_claimed)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("open, claim 0, release 0");
}

CASE(without_auto_detach_nothing_is_taken)
{
	cusb_set_auto_detach(dev, false);
	script_fail("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	expect_calls("open, claim 0");
}

static const int refusals[] = {-EBUSY, -ENODEV, -EACCES, -EINVAL};

CASE_PER_ROW(interface_that_cannot_be_taken_is_told, refusals)
{
	script_fail("claim 0", -EBUSY);
	script_fail("detach_and_claim", refusals[_i]);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), refusals[_i]);
	expect_calls("open, claim 0, detach_and_claim 0");
	cusb_close(dev);
	expect_calls("close");
}

CASE(old_kernel_takes_it_in_two_steps)
{
	script_fail_once("claim 0", -EBUSY);
	script_fail("detach_and_claim", -ENOSYS);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, detach_and_claim 0, detach 0, claim 0");
}

CASE(claim_from_a_driver_is_the_one_step)
{
	cusb_set_auto_detach(dev, false);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	expect_calls("open, detach_and_claim 0");
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), 0);
	expect_calls("configuration, transfer 81 bulk 0 0");
}

CASE(claim_from_a_driver_is_given_back_by_hand)
{
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("open, detach_and_claim 0, release 0");
}

/* The one step would refuse it. */
CASE(claim_from_a_driver_of_ones_own_interface_only_claims)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	expect_calls("open, claim 0, claim 0");
	script_fail("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	expect_calls("claim 0, detach_and_claim 0");
}

CASE_PER_ROW(claim_from_a_driver_tells_a_refusal, refusals)
{
	script_fail("detach_and_claim", refusals[_i]);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), refusals[_i]);
	cusb_close(dev);
	expect_calls("open, detach_and_claim 0, close");
}

CASE(claim_from_a_driver_in_two_steps)
{
	script_fail("detach_and_claim", -ENOSYS);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	expect_calls("open, detach_and_claim 0, detach 0, claim 0");
	script_fail("detach", -ENODATA);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 1), 0);
	expect_calls("detach_and_claim 1, detach 1, claim 1");
}

CASE(claim_from_a_driver_is_a_claim_where_drivers_are_unknown)
{
	script.backend.drivers = NULL;
	ck_assert_int_eq(cusb_claim_from_driver(dev, 0), 0);
	expect_calls("open, claim 0");
	script_fail("claim 1", -EBUSY);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 1), -EBUSY);
	ck_assert_int_eq(cusb_claim_from_driver(dev, 256), -EINVAL);
	script.backend.claim = NULL;
	ck_assert_int_eq(cusb_claim_from_driver(dev, 2), -ENOSYS);
}

CASE(driver_that_slips_in_after_a_reset_has_to_go_again)
{
	cusb_set_auto_detach(dev, false);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	script_fail("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("reset, claim 0, detach_and_claim 0");
	/* It had no driver before, so none is attached. */
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(reset_endpoint_claims_and_resets)
{
	ck_assert_int_eq(cusb_reset_endpoint(dev, 0x81), 0);
	expect_calls("configuration, open, claim 0, reset_endpoint 81");
	ck_assert_int_eq(cusb_reset_endpoint(dev, 0x91), -EINVAL);
	ck_assert_int_eq(cusb_reset_endpoint(dev, 0x05), -ENOENT);
	script.backend.reset_endpoint = NULL;
	ck_assert_int_eq(cusb_reset_endpoint(dev, 0x81), -ENOSYS);
}
