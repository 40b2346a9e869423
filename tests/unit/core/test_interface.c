/* SPDX-License-Identifier: MIT */
/* Kernel drivers by name and by hand, and privileges; claims are in test_claim.c. */
#include "core/core_fixture.h"

static char name[32];

FIXTURE(core_begin_with_extras, core_end)

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

CASE(dropping_opens_and_hands_the_mask_over)
{
	ck_assert_int_eq(cusb_drop_privileges(dev, 0x80000001), 0);
	expect_calls("open, drop 80000001");
}

CASE(dropping_returns_the_error_of_the_backend)
{
	script_fail("drop", -ENODEV);
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -ENODEV);
}

CASE(dropping_needs_an_open_device)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -EACCES);
}

CASE(backend_without_privileges_is_enosys_without_calls)
{
	script.backend.drop_privileges = NULL;
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -ENOSYS);
	expect_calls("");
}
