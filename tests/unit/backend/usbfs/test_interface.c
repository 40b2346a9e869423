/* SPDX-License-Identifier: MIT */

#include "backend/usbfs/usbfs_fixture.h"

static void check_inner(size_t i, int number, unsigned int code)
{
	const struct sk_ioctl *ioctl = sk_ioctl_at(sk, i);

	ck_assert_uint_eq(ioctl->request, USBDEVFS_IOCTL);
	ck_assert_int_eq(ioctl->arg.inner.ifno, number);
	ck_assert_uint_eq((unsigned int)ioctl->arg.inner.ioctl_code, code);
}

FIXTURE(usbfs_begin_opened, usbfs_end)

CASE(claim_names_the_interface)
{
	ck_assert_int_eq(backend->claim(handle, 255), 0);
	check_number(USBDEVFS_CLAIMINTERFACE, 255);
}

CASE(claim_of_what_is_held_is_ebusy)
{
	sk_answer(sk, USBDEVFS_CLAIMINTERFACE, -EBUSY, NULL);
	ck_assert_int_eq(backend->claim(handle, 0), -EBUSY);
}

CASE(release_names_the_interface)
{
	ck_assert_int_eq(backend->release(handle, 3), 0);
	check_number(USBDEVFS_RELEASEINTERFACE, 3);
}

CASE(kernel_driver_is_active)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbhid");
	ck_assert_int_eq(backend->drivers->active(handle, 3), 1);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.getdriver.interface, 3);
	ck_assert_str_eq(sk_trace(sk), "i");
}

CASE(no_driver_is_not_active)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODATA, NULL);
	ck_assert_int_eq(backend->drivers->active(handle, 0), 0);
}

CASE(claim_of_a_program_is_no_active_driver)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs");
	ck_assert_int_eq(backend->drivers->active(handle, 0), 0);
}

CASE(active_on_a_device_that_left_is_enodev)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODEV, NULL);
	ck_assert_int_eq(backend->drivers->active(handle, 0), -ENODEV);
}

static void check_disconnect_claim(size_t i, unsigned int number)
{
	const struct sk_ioctl *ioctl = sk_ioctl_at(sk, i);

	ck_assert_uint_eq(ioctl->request, USBDEVFS_DISCONNECT_CLAIM);
	ck_assert_uint_eq(ioctl->arg.disconnect_claim.interface, number);
	ck_assert_uint_eq(ioctl->arg.disconnect_claim.flags,
			  USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER);
	ck_assert_str_eq(ioctl->arg.disconnect_claim.driver, "usbfs");
}

CASE(detach_takes_and_releases_what_a_kernel_driver_has)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs2");
	ck_assert_int_eq(backend->drivers->detach(handle, 2), 0);
	check_disconnect_claim(1, 2);
	ck_assert_uint_eq(sk_ioctl_at(sk, 2)->request, USBDEVFS_RELEASEINTERFACE);
	ck_assert_int_eq(sk_ioctl_at(sk, 2)->arg.number, 2);
	ck_assert_str_eq(sk_trace(sk), "iii");
}

CASE(detach_leaves_it_to_a_program_that_was_quicker)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbhid");
	sk_answer(sk, USBDEVFS_DISCONNECT_CLAIM, -EBUSY, NULL);
	ck_assert_int_eq(backend->drivers->detach(handle, 2), -EBUSY);
	ck_assert_str_eq(sk_trace(sk), "ii");
}

CASE(detach_on_an_old_kernel_disconnects)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbhid");
	sk_answer(sk, USBDEVFS_DISCONNECT_CLAIM, -ENOTTY, NULL);
	ck_assert_int_eq(backend->drivers->detach(handle, 2), 0);
	check_inner(2, 2, USBDEVFS_DISCONNECT);
}

CASE(detach_and_claim_is_one_call_that_spares_programs)
{
	ck_assert_int_eq(backend->drivers->detach_and_claim(handle, 7), 0);
	check_disconnect_claim(0, 7);
	ck_assert_str_eq(sk_trace(sk), "i");
}

static const struct {
	int answer, result;
} refusals[] = {{-EBUSY, -EBUSY}, {-ENOTTY, -ENOSYS}, {-EACCES, -EACCES}};

CASE_PER_ROW(detach_and_claim_tells_why_not, refusals)
{
	sk_answer(sk, USBDEVFS_DISCONNECT_CLAIM, refusals[_i].answer, NULL);
	ck_assert_int_eq(backend->drivers->detach_and_claim(handle, 0), refusals[_i].result);
}

CASE(detach_leaves_another_program_its_claim)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, 0, "usbfs");
	ck_assert_int_eq(backend->drivers->detach(handle, 0), -EBUSY);
	ck_assert_str_eq(sk_trace(sk), "i");
}

/* A request that no driver knows is asked, and not DISCONNECT: another may just have claimed. */
static const struct {
	int answer, result;
} nothing_bound[] = {{-ENOTTY, -ENODATA},
		     {0, -ENODATA},
		     {-ENOSYS, -ENODATA},
		     {-EINVAL, -EINVAL},
		     {-EHOSTUNREACH, -EHOSTUNREACH}};

CASE_PER_ROW(detach_of_none_says_why_there_is_none, nothing_bound)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODATA, NULL);
	sk_answer(sk, USBDEVFS_IOCTL, nothing_bound[_i].answer, NULL);
	ck_assert_int_eq(backend->drivers->detach(handle, 5), nothing_bound[_i].result);
	check_inner(1, 5, 0);
	ck_assert_str_eq(sk_trace(sk), "ii");
}

CASE(detach_on_a_device_that_left_is_enodev)
{
	sk_answer(sk, USBDEVFS_GETDRIVER, -ENODEV, NULL);
	ck_assert_int_eq(backend->drivers->detach(handle, 0), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "i");
}

static const struct {
	int answer, result;
} attachings[] = {
	{1, 0}, {0, -ENODATA}, {-EBUSY, -EBUSY}, {-EINVAL, -EINVAL}, {-ENODEV, -ENODEV},
};

CASE_PER_ROW(attach_tells_whether_a_driver_was_bound, attachings)
{
	sk_answer(sk, USBDEVFS_IOCTL, attachings[_i].answer, NULL);
	ck_assert_int_eq(backend->drivers->attach(handle, 1), attachings[_i].result);
	check_inner(0, 1, USBDEVFS_CONNECT);
}
