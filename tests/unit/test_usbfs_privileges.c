/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;

static void setup(void)
{
	sk = sk_new();
}

static void teardown(void)
{
	sk_free(sk);
}

START_TEST(mask_is_handed_over)
{
	ck_assert_int_eq(sk_backend(sk)->drop_privileges(sk_open(sk), 0x80000001), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_DROP_PRIVILEGES);
	ck_assert_uint_eq((unsigned int)sk_ioctl_at(sk, 0)->arg.number, 0x80000001);
}
END_TEST

START_TEST(old_kernel_is_enosys)
{
	struct cusb_handle *handle = sk_open(sk);

	sk_answer(sk, USBDEVFS_DROP_PRIVILEGES, -ENOTTY, NULL);
	ck_assert_int_eq(sk_backend(sk)->drop_privileges(handle, 0), -ENOSYS);
}
END_TEST

SUITE(usbfs_privileges)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, mask_is_handed_over);
	tcase_add_test(tc, old_kernel_is_enosys);
}
