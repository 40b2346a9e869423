/* SPDX-License-Identifier: MIT */
#include "backend/usbfs/usbfs_fixture.h"

static const struct {
	int err, plugged, unplugged;
} ends[] = {
	{-ESHUTDOWN, -ECANCELED, -ENODEV},  {-ENOENT, -ECANCELED, -ENODEV},
	{-ECONNRESET, -ECANCELED, -ENODEV}, {-EPROTO, -EPROTO, -ENODEV},
	{-EILSEQ, -EILSEQ, -ENODEV},	    {-ETIME, -ETIME, -ENODEV},
};

FIXTURE(usbfs_begin_session, usbfs_end)

CASE_PER_ROW(end_on_a_device_that_is_there_is_what_it_was, ends)
{
	static const struct sk_step steps[] = {LOOKED(0)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].plugged);
	ck_assert_str_eq(sk_trace(sk), "p");
}

CASE_PER_ROW(end_on_a_device_with_urbs_to_reap_is_what_it_was, ends)
{
	static const struct sk_step steps[] = {LOOKED(POLLOUT)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].plugged);
}

CASE_PER_ROW(end_on_a_device_that_left_is_enodev, ends)
{
	static const struct sk_step steps[] = {LOOKED(POLLHUP)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].unplugged);
}

CASE_PER_ROW(end_on_a_device_that_was_taken_away_is_enodev, ends)
{
	static const struct sk_step steps[] = {LOOKED(POLLOUT | POLLERR)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].unplugged);
}

CASE_PER_ROW(end_where_poll_fails_is_what_it_was, ends)
{
	sk_fail(sk, 'p', 1, 1, -ENOMEM);
	ck_assert_int_eq(urb_status_to_error(handle, ends[_i].err), ends[_i].plugged);
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
