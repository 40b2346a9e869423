/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(reset_opens_and_resets)
{
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("open, reset");
	ck_assert(cusb_is_open(dev));
}

CASE(claims_are_retaken)
{
	claim_two();
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("reset, claim 0, claim 1");
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x21, 1, 0, 0, NULL, 0, 100), 0);
	expect_calls("control 21 01 0000 0000 0 100");
}

/* Interfaces 0 and 1 are claimed, and these calls fail. */
static const struct {
	const char *failing, *also;
	int err, also_err, result;
	const char *calls; /* of the reset and of closing */
} failures[] = {
	/* claim that cannot be retaken is told and the others taken */
	{"claim 0", "nothing", -ENOENT, 0, -ENOENT, "reset, claim 0, claim 1, release 1, close"},
	/* first claim that cannot be retaken is told */
	{"claim 0", "claim 1", -ENOENT, -ENODEV, -ENOENT, "reset, claim 0, claim 1, close"},
	/* program that slips in is told */
	{"claim 1", "detach 1", -EBUSY, -EBUSY, -EBUSY,
	 "reset, claim 0, claim 1, detach 1, release 0, close"},
	/* failed reset leaves the device open and claimed */
	/* it may have come as far as taking the claims; claiming costs nothing if it has not */
	{"reset", "nothing", -EIO, 0, -EIO, "reset, claim 0, claim 1, release 0, release 1, close"},
	/* failed reset is told also when a claim is lost */
	{"reset", "claim 1", -EIO, -ENOENT, -EIO, "reset, claim 0, claim 1, release 0, close"},
};

CASE_PER_ROW(failure_is_told_and_the_claims_that_hold_are_released, failures)
{
	claim_two();
	script_fail(failures[_i].failing, failures[_i].err);
	script_fail(failures[_i].also, failures[_i].also_err);
	ck_assert_int_eq(cusb_reset(dev), failures[_i].result);
	ck_assert(cusb_is_open(dev));
	cusb_close(dev);
	expect_calls(failures[_i].calls);
}

CASE(driver_that_slips_in_has_to_go_again)
{
	claim_two();
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("reset, claim 0, detach 0, claim 0, claim 1");
}

CASE(busy_claim_without_driver_operations_is_told_as_busy)
{
	claim_two();
	script.backend.drivers = NULL;
	script_fail("claim 1", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), -EBUSY);
}

CASE(auto_detached_driver_comes_back_at_release)
{
	claim_from_driver();
	ck_assert_int_eq(cusb_reset(dev), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(auto_detached_driver_comes_back_when_the_claim_is_lost)
{
	claim_from_driver();
	script_fail("claim", -ENOENT);
	ck_assert_int_eq(cusb_reset(dev), -ENOENT);
	expect_calls("reset, claim 0, attach 0");
	cusb_close(dev);
	expect_calls("close");
}

CASE(settings_are_asked_for_again)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_reset(dev), 0);
	script.altsettings[1] = 2;
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 0 0");
}

CASE(lost_device_is_closed_and_nothing_released)
{
	claim_from_driver();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	expect_calls("reset, close");
	ck_assert(!cusb_is_open(dev));
}

CASE(driver_of_a_lost_device_is_not_attached)
{
	claim_from_driver();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(claims_of_a_lost_device_are_gone)
{
	claim_two();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0");
}

CASE(failed_reset_attaches_at_release_what_was_detached)
{
	claim_from_driver();
	script_fail("reset", -EIO);
	ck_assert_int_eq(cusb_reset(dev), -EIO);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(device_that_cannot_be_opened_cannot_be_reset)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_reset(dev), -EACCES);
	expect_calls("open");
}

CASE(backend_without_reset_is_enosys_without_calls)
{
	script.backend.reset = NULL;
	ck_assert_int_eq(cusb_reset(dev), -ENOSYS);
	expect_calls("");
}
