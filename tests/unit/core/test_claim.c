/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(claim_opens_and_claims)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0");
}

CASE(claim_again_asks_whether_it_holds)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, claim 0");
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
}

CASE(interfaces_are_claimed_one_by_one)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 32), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 255), 0);
	expect_calls("open, claim 0, claim 32, claim 255");
}

CASE(interface_number_above_255_is_einval)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 256), -EINVAL);
	ck_assert_int_eq(cusb_claim_interface(dev, UINT_MAX), -EINVAL);
	ck_assert_int_eq(cusb_release_interface(dev, 256), -EINVAL);
	ck_assert_int_eq(cusb_is_kernel_driver_active(dev, 256), -EINVAL);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 256), -EINVAL);
	ck_assert_int_eq(cusb_attach_kernel_driver(dev, 256), -EINVAL);
	expect_calls("");
}

CASE(failed_claim_is_none)
{
	script_fail_once("claim", -ENOENT);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -ENOENT);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, claim 0");
}

CASE(claim_of_a_device_that_cannot_be_opened_fails)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EACCES);
	expect_calls("open");
}

CASE(busy_interface_is_left_to_its_driver)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	expect_calls("open, claim 0");
}

CASE(auto_detach_takes_a_busy_interface)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, detach 0, claim 0");
}

CASE(auto_detach_detaches_nothing_when_not_busy)
{
	cusb_set_auto_detach(dev, true);
	script_fail("claim 1", -ENOENT);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), -ENOENT);
	expect_calls("open, claim 0, claim 1");
}

/* detach() says -EBUSY where a program has the interface, -ENODATA where now nobody does. */
static const struct {
	int detach, claim;
} refusals[] = {{-EBUSY, -EBUSY}, {-ENOSYS, -EBUSY}, {-ENODEV, -ENODEV}, {-EPERM, -EPERM}};

CASE_PER_ROW(driver_that_cannot_be_detached_keeps_the_interface, refusals)
{
	cusb_set_auto_detach(dev, true);
	script_fail("claim", -EBUSY);
	script_fail("detach", refusals[_i].detach);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), refusals[_i].claim);
	expect_calls("open, claim 0, detach 0");
}

/* And no driver is attached if another program was faster. */
CASE(driver_that_has_left_by_itself_need_not_be_detached)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim", -EBUSY);
	script_fail("detach", -ENODATA);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("open, claim 0, detach 0, claim 0");
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), -EBUSY);
	expect_calls("claim 1, detach 1, claim 1");
}

CASE(driver_is_attached_when_the_claim_fails_after_all)
{
	cusb_set_auto_detach(dev, true);
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	expect_calls("open, claim 0, detach 0, claim 0, attach 0");
	cusb_close(dev);
	expect_calls("close");
}

CASE(driver_that_was_attached_at_once_is_not_attached_at_release)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(auto_detach_without_driver_operations_is_busy)
{
	cusb_set_auto_detach(dev, true);
	script.backend.drivers = NULL;
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	expect_calls("open, claim 0");
}

CASE(release_releases)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 3), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 3), 0);
	expect_calls("release 3");
}

CASE(release_of_what_was_never_claimed_does_nothing)
{
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("");
}

CASE(release_again_does_nothing)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("");
}

static const int lost[] = {-EINVAL, -ENOENT};

/* The kernel refuses to release an interface that another program's reset has released. */
CASE_PER_ROW(release_of_a_lost_claim_is_no_error, lost)
{
	claim_two();
	script_fail_once("release 0", lost[_i]);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	script_calls();
	/* The other claim is in doubt now. */
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x21, 1, 0, 1, NULL, 0, 100), 0);
	expect_calls("claim 1, control 21 01 0000 0001 0 100");
}

CASE(claim_in_doubt_is_released_too_and_its_driver_attached)
{
	claim_from_driver();
	script_fail_once("submit", -ENOENT);
	script_fail_once("claim 0", -EBUSY);
	script_fail_once("detach 0", -EBUSY);
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), -ENOENT);
	script_calls();
	script_fail_once("release 0", -EINVAL);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(failed_release_is_told_and_the_claim_gone)
{
	script_fail("release", -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), -ENODEV);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	expect_calls("claim 0");
}

static const struct {
	const char *failing;
	int err, result;
} releases[] = {
	{"nothing", 0, 0},	 /* release attaches the driver that was detached */
	{"release", -EIO, -EIO}, /* driver is attached also when the release fails */
	{"attach", -ENODEV, 0},	 /* driver that does not come back is no error of the release */
	{"attach", -ENODATA, 0}, /* driver that does not come back fails no release */
};

CASE_PER_ROW(release_attaches_the_driver_that_the_claim_detached, releases)
{
	claim_from_driver();
	script_fail(releases[_i].failing, releases[_i].err);
	ck_assert_int_eq(cusb_release_interface(dev, 0), releases[_i].result);
	expect_calls("release 0, attach 0");
}

CASE(driver_is_attached_once)
{
	claim_from_driver();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(auto_detach_turned_off_still_attaches_what_it_detached)
{
	claim_from_driver();
	cusb_set_auto_detach(dev, false);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

CASE(driver_detached_by_hand_stays_detached)
{
	cusb_set_auto_detach(dev, true);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}
