/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "script_backend.h"
#include "unit.h"

static struct cusb_device *dev;

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

/* Interfaces 0 and 1 are claimed, and the record begins after that. */
static void claim_two(void)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
}

START_TEST(reset_opens_and_resets)
{
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("open, reset");
	ck_assert(cusb_is_open(dev));
}
END_TEST

START_TEST(claims_are_retaken)
{
	claim_two();
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("reset, claim 0, claim 1");
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("");
}
END_TEST

START_TEST(claim_that_cannot_be_retaken_is_told_and_the_others_taken)
{
	claim_two();
	script_fail("claim 0", -ENOENT);
	ck_assert_int_eq(cusb_reset(dev), -ENOENT);
	expect_calls("reset, claim 0, claim 1");
	cusb_close(dev);
	expect_calls("shutdown, release 1, close");
}
END_TEST

START_TEST(first_claim_that_cannot_be_retaken_is_told)
{
	claim_two();
	script_fail("claim 0", -ENOENT);
	script_fail("claim 1", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENOENT);
}
END_TEST

START_TEST(driver_that_slips_in_has_to_go_again)
{
	claim_two();
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), 0);
	expect_calls("reset, claim 0, detach 0, claim 0, claim 1");
}
END_TEST

START_TEST(program_that_slips_in_is_told)
{
	claim_two();
	script_fail("claim 1", -EBUSY);
	script_fail("detach 1", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), -EBUSY);
}
END_TEST

START_TEST(busy_claim_without_detach_is_told_as_busy)
{
	claim_two();
	script.backend.detach_kernel_driver = NULL;
	script_fail("claim 1", -EBUSY);
	ck_assert_int_eq(cusb_reset(dev), -EBUSY);
}
END_TEST

START_TEST(auto_detached_driver_comes_back_at_release)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_reset(dev), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}
END_TEST

START_TEST(auto_detached_driver_comes_back_when_the_claim_is_lost)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_fail("claim", -ENOENT);
	script_calls();
	ck_assert_int_eq(cusb_reset(dev), -ENOENT);
	expect_calls("reset, claim 0, attach 0");
	cusb_close(dev);
	expect_calls("shutdown, close");
}
END_TEST

START_TEST(settings_are_asked_for_again)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_reset(dev), 0);
	script.altsettings[1] = 2;
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 0 0");
}
END_TEST

START_TEST(lost_device_is_closed_and_nothing_released)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	expect_calls("reset, shutdown, close");
	ck_assert(!cusb_is_open(dev));
}
END_TEST

START_TEST(driver_of_a_lost_device_is_not_attached)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}
END_TEST

START_TEST(claims_of_a_lost_device_are_gone)
{
	claim_two();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0");
}
END_TEST

/* It may have come as far as taking the claims; claiming again costs nothing if it has not. */
START_TEST(failed_reset_leaves_the_device_open_and_claimed)
{
	claim_two();
	script_fail("reset", -EIO);
	ck_assert_int_eq(cusb_reset(dev), -EIO);
	ck_assert(cusb_is_open(dev));
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("reset, claim 0, claim 1");
}
END_TEST

START_TEST(failed_reset_is_told_also_when_a_claim_is_lost)
{
	claim_two();
	script_fail("reset", -EIO);
	script_fail("claim 1", -ENOENT);
	ck_assert_int_eq(cusb_reset(dev), -EIO);
	cusb_close(dev);
	expect_calls("reset, claim 0, claim 1, shutdown, release 0, close");
}
END_TEST

START_TEST(failed_reset_attaches_at_release_what_was_detached)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_fail("reset", -EIO);
	ck_assert_int_eq(cusb_reset(dev), -EIO);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}
END_TEST

START_TEST(device_that_cannot_be_opened_cannot_be_reset)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_reset(dev), -EACCES);
	expect_calls("open");
}
END_TEST

START_TEST(backend_without_reset_is_enosys_without_calls)
{
	script.backend.reset = NULL;
	ck_assert_int_eq(cusb_reset(dev), -ENOSYS);
	expect_calls("");
}
END_TEST

SUITE(reset)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, reset_opens_and_resets);
	tcase_add_test(tc, claims_are_retaken);
	tcase_add_test(tc, claim_that_cannot_be_retaken_is_told_and_the_others_taken);
	tcase_add_test(tc, first_claim_that_cannot_be_retaken_is_told);
	tcase_add_test(tc, driver_that_slips_in_has_to_go_again);
	tcase_add_test(tc, program_that_slips_in_is_told);
	tcase_add_test(tc, busy_claim_without_detach_is_told_as_busy);
	tcase_add_test(tc, auto_detached_driver_comes_back_at_release);
	tcase_add_test(tc, auto_detached_driver_comes_back_when_the_claim_is_lost);
	tcase_add_test(tc, settings_are_asked_for_again);
	tcase_add_test(tc, lost_device_is_closed_and_nothing_released);
	tcase_add_test(tc, driver_of_a_lost_device_is_not_attached);
	tcase_add_test(tc, claims_of_a_lost_device_are_gone);
	tcase_add_test(tc, failed_reset_leaves_the_device_open_and_claimed);
	tcase_add_test(tc, failed_reset_is_told_also_when_a_claim_is_lost);
	tcase_add_test(tc, failed_reset_attaches_at_release_what_was_detached);
	tcase_add_test(tc, device_that_cannot_be_opened_cannot_be_reset);
	tcase_add_test(tc, backend_without_reset_is_enosys_without_calls);
}
