/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

static void begin(void)
{
	core_begin();
	script_add_extras();
	cusb_set_default_backend(&script.backend);
}

FIXTURE(begin, core_end)

CASE(device_is_what_the_backend_sees_behind_the_descriptor)
{
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), 0);
	expect_calls("enumerate_fd 7");
	ck_assert_str_eq(dev->name, "1-2.3");
	ck_assert_uint_eq(dev->address, 5);
	ck_assert_uint_eq(dev->idProduct, 0x0001);
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	ck_assert(!cusb_is_open(dev));
	expect_calls("");
}

CASE(every_opening_uses_the_descriptor)
{
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), 0);
	script_calls();
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	cusb_close(dev);
	ck_assert_int_eq(cusb_open(dev), 0);
	expect_calls("open fd 7, claim 0, release 0, close, open fd 7");
}

CASE(descriptor_0_is_one)
{
	ck_assert_int_eq(cusb_device_from_fd(0, &dev), 0);
	script_calls();
	ck_assert_int_eq(cusb_open(dev), 0);
	expect_calls("open fd 0");
}

CASE(device_is_the_same_as_the_one_found)
{
	struct cusb_device *found = script_find();

	ck_assert_int_eq(cusb_device_from_fd(7, &dev), 0);
	ck_assert(cusb_same_device(dev, found));
	cusb_device_free(found);
}

CASE(descriptor_below_0_is_ebadf_without_calls)
{
	ck_assert_int_eq(cusb_device_from_fd(-1, &dev), -EBADF);
	ck_assert_int_eq(cusb_device_from_fd(-100, &dev), -EBADF);
	expect_calls("");
}

CASE(copy_has_the_same_descriptor)
{
	struct cusb_device *copy = NULL;

	ck_assert_int_eq(cusb_device_from_fd(7, &dev), 0);
	script_calls();
	ck_assert_int_eq(cusb_device_copy(dev, &copy), 0);
	ck_assert_int_eq(cusb_open(copy), 0);
	expect_calls("open fd 7");
	cusb_device_free(copy);
}

static const int refusals[] = {-EBADF, -EPERM, -ENODEV, -ENOMEM};

CASE_PER_ROW(error_of_the_backend_is_returned, refusals)
{
	script_fail("enumerate_fd", refusals[_i]);
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), refusals[_i]);
	ck_assert_ptr_null(dev);
}

CASE(descriptors_that_make_no_device_are_ebadmsg)
{
	script.devices[0].length = 17;
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), -EBADMSG);
	ck_assert_ptr_null(dev);
}

static int visits_nothing(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user)
{
	(void)backend;
	(void)fd;
	(void)visit;
	(void)user;
	return 0;
}

CASE(backend_that_visits_nothing_is_enodev)
{
	script.backend.enumerate_fd = visits_nothing;
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), -ENODEV);
}

CASE(backend_without_the_function_is_enosys)
{
	script.backend.enumerate_fd = NULL;
	ck_assert_int_eq(cusb_device_from_fd(7, &dev), -ENOSYS);
}
