/* SPDX-License-Identifier: MIT */
/* Kernel drivers asked about, detached and attached by hand. */
#include <errno.h>

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
	cusb_device_free(dev);
	script_end();
}

FIXTURE(begin, end)

CASE(driver_operations_open_and_ask_the_backend)
{
	ck_assert_int_eq(cusb_is_kernel_driver_active(dev, 1), 0);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 2), 0);
	ck_assert_int_eq(cusb_attach_kernel_driver(dev, 3), 0);
	expect_calls("open, active 1, detach 2, attach 3");
}

CASE(driver_operations_pass_on_what_the_backend_says)
{
	script_fail("active", 1);
	script_fail("detach", -ENODATA);
	script_fail("attach", -EBUSY);
	ck_assert_int_eq(cusb_is_kernel_driver_active(dev, 0), 1);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 0), -ENODATA);
	ck_assert_int_eq(cusb_attach_kernel_driver(dev, 0), -EBUSY);
}

CASE(driver_operations_need_an_open_device)
{
	script_fail("open", -ENODEV);
	ck_assert_int_eq(cusb_is_kernel_driver_active(dev, 0), -ENODEV);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 0), -ENODEV);
	ck_assert_int_eq(cusb_attach_kernel_driver(dev, 0), -ENODEV);
}

CASE(backend_without_drivers_is_enosys)
{
	script.backend.drivers = NULL;
	ck_assert_int_eq(cusb_is_kernel_driver_active(dev, 0), -ENOSYS);
	ck_assert_int_eq(cusb_detach_kernel_driver(dev, 0), -ENOSYS);
	ck_assert_int_eq(cusb_attach_kernel_driver(dev, 0), -ENOSYS);
	expect_calls("");
}

CASE(backend_without_claims_is_enosys)
{
	script.backend.claim = NULL;
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -ENOSYS);
}

CASE(backend_without_release_is_enosys_and_the_claim_gone)
{
	script.backend.release = NULL;
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), -ENOSYS);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
}
