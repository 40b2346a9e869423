/* SPDX-License-Identifier: MIT */
/* SUBMITURB claims the interface that nobody has; see test_refusal.c of the folder above. */
#include "backend/usbfs/transfer/transfer_fixture.h"

FIXTURE(transfer_begin, transfer_end)

static const struct {
	int err, events, result;
} refusals[] = {
	{-ENODEV, POLLOUT, -EACCES},
	{-ENODEV, POLLHUP, -ENODEV},
};

CASE_PER_ROW(submit_without_a_right_is_told_from_a_device_that_is_gone, refusals)
{
	const struct sk_step steps[] = {SUBMITTED(refusals[_i].err), LOOKED(refusals[_i].events)};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 64, 100), refusals[_i].result);
}

CASE(submit_to_a_device_that_is_not_configured_is_ehostunreach)
{
	static const struct sk_step steps[] = {SUBMITTED(-ESRCH)};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 64, 100), -EHOSTUNREACH);
}
