/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "backend/usbfs/script_kernel.h"
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

static int operation(int i)
{
	switch (i) {
	case 0:
		return backend->power->allow_suspend(handle);
	case 1:
		return backend->power->forbid_suspend(handle);
	default:
		return backend->power->wait_for_resume(handle);
	}
}

static const unsigned long requests[] = {USBDEVFS_ALLOW_SUSPEND, USBDEVFS_FORBID_SUSPEND,
					 USBDEVFS_WAIT_FOR_RESUME};

FIXTURE(setup, teardown)

CASE_PER_ROW(each_is_one_call_without_argument, requests)
{
	ck_assert_int_eq(operation(_i), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, requests[_i]);
	ck_assert_ptr_null(sk_ioctl_at(sk, 0)->pointer);
	ck_assert_str_eq(sk_trace(sk), "i");
}

CASE_PER_ROW(old_kernel_is_enosys, requests)
{
	sk_answer(sk, requests[_i], -ENOTTY, NULL);
	ck_assert_int_eq(operation(_i), -ENOSYS);
}

CASE_PER_ROW(other_errors_are_as_they_come, requests)
{
	sk_answer(sk, requests[_i], -EINTR, NULL);
	ck_assert_int_eq(operation(_i), -EINTR);
}

static const struct {
	int events, result;
} resumes[] = {{POLLHUP, -ENODEV},
	       {POLLOUT | POLLHUP | POLLERR, -ENODEV},
	       {0, -EIO},
	       {POLLOUT, -EIO},
	       {-EINTR, -EIO}};

CASE_PER_ROW(failed_resume_of_an_unplugged_device_is_enodev, resumes)
{
	struct sk_step steps[] = {LOOKED(resumes[_i].events)};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	sk_answer(sk, USBDEVFS_WAIT_FOR_RESUME, -EIO, NULL);
	ck_assert_int_eq(backend->power->wait_for_resume(handle), resumes[_i].result);
	ck_assert_str_eq(sk_trace(sk), "ip");
}
