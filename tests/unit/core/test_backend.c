/* SPDX-License-Identifier: MIT */
#include <cusb/usbfs.h>

#include "core/device.h"
#include "core/core_fixture.h"

FIXTURE(core_begin, core_end)

CASE(native_backend_is_the_default)
{
	ck_assert_ptr_eq(backend_or_default(NULL), cusb_usbfs_default());
}

CASE(default_can_be_another)
{
	cusb_set_default_backend(BACKEND);
	ck_assert_ptr_eq(backend_or_default(NULL), BACKEND);
	cusb_set_default_backend(NULL);
	ck_assert_ptr_eq(backend_or_default(NULL), cusb_usbfs_default());
}

CASE(backend_that_is_named_is_taken)
{
	ck_assert_ptr_eq(backend_or_default(BACKEND), BACKEND);
}

static const unsigned int others[] = {0, 1, CUSB_BACKEND_VERSION + 1};

CASE_PER_ROW(backend_of_another_version_is_einval_and_not_called, others)
{
	script.backend.version = others[_i];
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), -EINVAL);
	ck_assert_ptr_null(dev);
	expect_calls("");
}

CASE(default_of_another_version_is_einval)
{
	script.backend.version = 1;
	cusb_set_default_backend(BACKEND);
	ck_assert_int_eq(cusb_find(NULL, &dev), -EINVAL);
	ck_assert_int_eq(cusb_device_from_fd(0, &dev), -EINVAL);
	expect_calls("");
}
