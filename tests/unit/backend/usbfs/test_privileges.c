/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "backend/usbfs/script_kernel.h"
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

FIXTURE(setup, teardown)

CASE(mask_is_handed_over)
{
	ck_assert_int_eq(sk_backend(sk)->drop_privileges(sk_open(sk), 0x80000001), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_DROP_PRIVILEGES);
	ck_assert_uint_eq((unsigned int)sk_ioctl_at(sk, 0)->arg.number, 0x80000001);
}

CASE(old_kernel_is_enosys)
{
	struct cusb_handle *handle = sk_open(sk);

	sk_answer(sk, USBDEVFS_DROP_PRIVILEGES, -ENOTTY, NULL);
	ck_assert_int_eq(sk_backend(sk)->drop_privileges(handle, 0), -ENOSYS);
}
