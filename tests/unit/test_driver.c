/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_backend *backend;
static struct cusb_handle *handle;

static void setup(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
	handle = sk_open(sk);
}

static void teardown(void)
{
	sk_free(sk);
}

static void check_inner(size_t i, int number, unsigned int code)
{
	const struct sk_ioctl *ioctl = sk_ioctl_at(sk, i);

	ck_assert_uint_eq(ioctl->request, USBDEVFS_IOCTL);
	ck_assert_int_eq(ioctl->arg.inner.ifno, number);
	ck_assert_uint_eq((unsigned int)ioctl->arg.inner.ioctl_code, code);
}

START_TEST(kernel_driver_is_active)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbhid");
	ck_assert_int_eq(backend->kernel_driver_active(handle, 3), 1);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.getdriver.interface, 3);
	ck_assert_str_eq(sk_trace(sk), "i");
}
END_TEST

START_TEST(no_driver_is_not_active)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODATA, NULL);
	ck_assert_int_eq(backend->kernel_driver_active(handle, 0), 0);
}
END_TEST

START_TEST(claim_of_a_program_is_no_active_driver)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs");
	ck_assert_int_eq(backend->kernel_driver_active(handle, 0), 0);
}
END_TEST

START_TEST(active_on_a_device_that_left_is_enodev)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODEV, NULL);
	ck_assert_int_eq(backend->kernel_driver_active(handle, 0), -ENODEV);
}
END_TEST

START_TEST(detach_disconnects_a_kernel_driver)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs2");
	ck_assert_int_eq(backend->detach_kernel_driver(handle, 2), 0);
	check_inner(1, 2, USBDEVFS_DISCONNECT);
}
END_TEST

START_TEST(detach_leaves_another_program_its_claim)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs");
	ck_assert_int_eq(backend->detach_kernel_driver(handle, 0), -EBUSY);
	ck_assert_str_eq(sk_trace(sk), "i");
}
END_TEST

static const int nothing_bound[] = {-ENODATA, -EINVAL, -EHOSTUNREACH};

START_TEST(detach_of_none_says_why_there_is_none)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODATA, NULL);
	sk_answer(sk, USBDEVFS_IOCTL, nothing_bound[_i], NULL);
	ck_assert_int_eq(backend->detach_kernel_driver(handle, 0), nothing_bound[_i]);
}
END_TEST

START_TEST(detach_on_a_device_that_left_is_enodev)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODEV, NULL);
	ck_assert_int_eq(backend->detach_kernel_driver(handle, 0), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "i");
}
END_TEST

static const struct {
	int answer, result;
} attachings[] = {
	{1, 0}, {0, -ENODATA}, {-EBUSY, -EBUSY}, {-EINVAL, -EINVAL}, {-ENODEV, -ENODEV},
};

START_TEST(attach_tells_whether_a_driver_was_bound)
{
	sk_answer(sk, USBDEVFS_IOCTL, attachings[_i].answer, NULL);
	ck_assert_int_eq(backend->attach_kernel_driver(handle, 1), attachings[_i].result);
	check_inner(0, 1, USBDEVFS_CONNECT);
}
END_TEST

SUITE(driver)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, kernel_driver_is_active);
	tcase_add_test(tc, no_driver_is_not_active);
	tcase_add_test(tc, claim_of_a_program_is_no_active_driver);
	tcase_add_test(tc, active_on_a_device_that_left_is_enodev);
	tcase_add_test(tc, detach_disconnects_a_kernel_driver);
	tcase_add_test(tc, detach_leaves_another_program_its_claim);
	tcase_add_loop_test(tc, detach_of_none_says_why_there_is_none, 0,
			    ARRAY_SIZE(nothing_bound));
	tcase_add_test(tc, detach_on_a_device_that_left_is_enodev);
	tcase_add_loop_test(tc, attach_tells_whether_a_driver_was_bound, 0, ARRAY_SIZE(attachings));
}
