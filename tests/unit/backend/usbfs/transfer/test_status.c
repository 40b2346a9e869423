/* SPDX-License-Identifier: MIT */
#include "backend/usbfs/usbfs_fixture.h"

static const struct {
	int err, plugged, asleep, unplugged;
} ends[] = {
	{-ESHUTDOWN, -ESHUTDOWN, -EHOSTUNREACH, -ENODEV},
	{-ENOENT, -ESHUTDOWN, -EHOSTUNREACH, -ENODEV},
	{-ECONNRESET, -ESHUTDOWN, -EHOSTUNREACH, -ENODEV},
	{-EPROTO, -EPROTO, -EPROTO, -ENODEV},
	{-EILSEQ, -EILSEQ, -EILSEQ, -ENODEV},
	{-ETIME, -ETIME, -ETIME, -ENODEV},
};

FIXTURE(usbfs_begin_session, usbfs_end)

static const struct {
	int events;
	bool left;
} looks[] = {
	{0, false},		   /* end on a device that is there is what it was */
	{POLLOUT, false},	   /* end on a device with urbs to reap is what it was */
	{POLLHUP, true},	   /* end on a device that left is enodev */
	{POLLOUT | POLLERR, true}, /* end on a device that was taken away is enodev */
};

CASE_PER_NUMBER(end_depends_on_whether_the_device_is_there, 0, ARRAY_SIZE(looks) * ARRAY_SIZE(ends))
{
	const size_t look = (size_t)_i / ARRAY_SIZE(ends), end = (size_t)_i % ARRAY_SIZE(ends);
	const struct sk_step steps[] = {LOOKED(looks[look].events)};
	bool asks = ends[end].plugged == -ESHUTDOWN && !looks[look].left;

	PLAY(steps);
	sk_answer(sk, USBDEVFS_IOCTL, -EINVAL, NULL);
	ck_assert_int_eq(urb_status_to_error(handle, ends[end].err),
			 looks[look].left ? ends[end].unplugged : ends[end].plugged);
	ck_assert_str_eq(sk_trace(sk), asks ? "pi" : "p");
}

CASE_PER_ROW(end_where_poll_fails_is_what_it_was, ends)
{
	sk_fail(sk, 'p', 1, 1, -ENOMEM);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].plugged);
}

CASE_PER_ROW(end_on_a_device_that_sleeps_tells_of_it, ends)
{
	static const struct sk_step steps[] = {LOOKED(0)};

	PLAY(steps);
	sk_answer(sk, USBDEVFS_IOCTL, -EHOSTUNREACH, NULL);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].asleep);
}

CASE(device_that_leaves_after_the_look_is_enodev)
{
	static const struct sk_step steps[] = {LOOKED(0)};

	PLAY(steps);
	sk_answer(sk, USBDEVFS_IOCTL, -ENODEV, NULL);
	ck_assert_int_eq(urb_status_to_error(handle, -ESHUTDOWN), -ENODEV);
}

static const int plain[] = {0,	     -EPIPE, -EOVERFLOW, -ENODEV, -ETIMEDOUT,
			    -EFAULT, -ECOMM, -ENOSR,	 -EXDEV,  -ECANCELED};

CASE_PER_ROW(any_other_end_is_itself_without_a_call, plain)
{
	ck_assert_int_eq(urb_status_to_error(handle, plain[_i]), plain[_i]);
	ck_assert_str_eq(sk_trace(sk), "");
}

CASE(short_packet_is_no_error)
{
	ck_assert_int_eq(urb_status_to_error(handle, -EREMOTEIO), 0);
}
