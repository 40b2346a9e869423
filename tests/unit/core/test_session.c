/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "fail_alloc.h"
#include "core/script_backend.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	script_begin();
	dev = script_find();
}

static void end(void)
{
	script_unblock();
	cusb_device_free(dev);
	script_end();
}

FIXTURE(begin, end)

CASE(open_opens)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert(cusb_is_open(dev));
	expect_calls("open");
}

CASE(open_again_does_nothing)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_open(dev), 0);
	expect_calls("open");
}

CASE(failed_open_leaves_the_device_closed)
{
	script_fail_once("open", -EACCES);
	ck_assert_int_eq(cusb_open(dev), -EACCES);
	ck_assert(!cusb_is_open(dev));
	ck_assert_int_eq(cusb_open(dev), 0);
}

CASE(open_without_memory_is_enomem)
{
	int err;

	fail_alloc_start(1);
	err = cusb_open(dev);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert(!cusb_is_open(dev));
	expect_calls("");
}

CASE(backend_without_open_is_enosys)
{
	script.backend.open = NULL;
	ck_assert_int_eq(cusb_open(dev), -ENOSYS);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -ENOSYS);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, 0), -ENOSYS);
}

CASE(close_of_a_closed_device_does_nothing)
{
	cusb_close(dev);
	cusb_dispose_resources(dev);
	expect_calls("");
}

CASE(close_releases_then_closes)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 2), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("release 0, release 2, close");
	ck_assert(!cusb_is_open(dev));
}

CASE(dispose_resources_does_what_close_does)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_dispose_resources(dev);
	expect_calls("release 0, close");
}

CASE(close_attaches_drivers_that_were_detached)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("release 0, attach 0, close");
}

CASE(close_goes_on_when_releasing_fails)
{
	script_fail("release", -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("release 0, release 1, close");
}

CASE(backend_without_release_is_closed)
{
	script.backend.release = NULL;
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("close");
}

CASE(backend_without_close_is_left)
{
	void (*close)(struct cusb_handle * handle) = script.backend.close;

	script.backend.close = NULL;
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
	ck_assert(!cusb_is_open(dev));
	close(script.handle);
}

CASE(closed_device_opens_again_at_the_next_use)
{
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	cusb_close(dev);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	expect_calls("configuration, open, claim 0, transfer 01 bulk 1 0");
}

CASE(default_timeout_survives_dispose_resources)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, 7), 0);
	cusb_dispose_resources(dev);
	ck_assert_int_eq(cusb_default_timeout(dev), 7);
}
