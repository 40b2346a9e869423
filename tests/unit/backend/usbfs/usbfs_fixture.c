/* SPDX-License-Identifier: MIT */
#include "backend/usbfs/usbfs_fixture.h"

struct script_kernel *sk;
struct cusb_backend *backend;
struct cusb_handle *handle;
struct cusb_device *object;

void usbfs_begin(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
	handle = NULL;
	object = NULL;
}

void usbfs_begin_opened(void)
{
	usbfs_begin();
	handle = sk_open(sk);
}

void usbfs_begin_session(void)
{
	usbfs_begin();
	handle = sk_open_session(sk);
	object = sk_object(sk);
}

void usbfs_end(void)
{
	sk_free(sk);
}

void check_number(unsigned long request, int number)
{
	ck_assert_uint_eq(sk_ioctl_count(sk), 1);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, request);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, number);
}
