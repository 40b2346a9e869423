/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/usbfs.h>

#include "core/device.h"
#include "script_backend.h"
#include "unit.h"

static void begin(void)
{
	script_begin();
}

static void end(void)
{
	cusb_set_default_backend(NULL);
	script_end();
}

START_TEST(native_backend_is_the_default)
{
	ck_assert_ptr_eq(backend_or_default(NULL), cusb_usbfs_default());
}
END_TEST

START_TEST(default_can_be_another)
{
	cusb_set_default_backend(&script.backend);
	ck_assert_ptr_eq(backend_or_default(NULL), &script.backend);
	cusb_set_default_backend(NULL);
	ck_assert_ptr_eq(backend_or_default(NULL), cusb_usbfs_default());
}
END_TEST

START_TEST(backend_that_is_named_is_taken)
{
	ck_assert_ptr_eq(backend_or_default(&script.backend), &script.backend);
}
END_TEST

static const unsigned int others[] = {0, 1, CUSB_BACKEND_VERSION + 1};

START_TEST(backend_of_another_version_is_einval_and_not_called)
{
	struct cusb_device *dev = NULL;

	script.backend.version = others[_i];
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend), &dev), -EINVAL);
	ck_assert_ptr_null(dev);
	expect_calls("");
}
END_TEST

START_TEST(default_of_another_version_is_einval)
{
	struct cusb_device *dev = NULL;

	script.backend.version = 1;
	cusb_set_default_backend(&script.backend);
	ck_assert_int_eq(cusb_find(NULL, &dev), -EINVAL);
	ck_assert_int_eq(cusb_device_from_fd(0, &dev), -EINVAL);
	expect_calls("");
}
END_TEST

SUITE(backend)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, native_backend_is_the_default);
	tcase_add_test(tc, default_can_be_another);
	tcase_add_test(tc, backend_that_is_named_is_taken);
	tcase_add_loop_test(tc, backend_of_another_version_is_einval_and_not_called, 0,
			    sizeof others / sizeof others[0]);
	tcase_add_test(tc, default_of_another_version_is_einval);
}
