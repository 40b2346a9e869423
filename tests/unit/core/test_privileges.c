/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "core/script_backend.h"
#include "core/script_extras.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	script_begin();
	script_add_extras();
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	script_end();
}

FIXTURE(begin, end)

CASE(dropping_opens_and_hands_the_mask_over)
{
	ck_assert_int_eq(cusb_drop_privileges(dev, 0x80000001), 0);
	expect_calls("open, drop 80000001");
}

CASE(error_of_the_backend_is_returned)
{
	script_fail("drop", -ENODEV);
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -ENODEV);
}

CASE(device_that_cannot_be_opened_is_told)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -EACCES);
}

CASE(backend_without_the_function_is_enosys_without_calls)
{
	script.backend.drop_privileges = NULL;
	ck_assert_int_eq(cusb_drop_privileges(dev, 0), -ENOSYS);
	expect_calls("");
}
