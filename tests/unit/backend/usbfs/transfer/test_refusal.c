/* SPDX-License-Identifier: MIT */
/* SUBMITURB claims the interface that nobody has; see test_refusal.c of the folder above. */
#include "backend/usbfs/transfer/transfer_fixture.h"

FIXTURE(transfer_begin, transfer_end)

CASE(submit_does_not_tell_why_it_is_enodev)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENODEV)};

	PLAY(steps);
	sk_fail(sk, 'o', 1, 1, -ENODEV);
	ck_assert_int_eq(run(&bulk_in, 64, 100), -ENODEV);
}

CASE(submit_to_a_device_that_is_not_configured_is_ehostunreach)
{
	static const struct sk_step steps[] = {SUBMITTED(-ESRCH)};

	PLAY(steps);
	sk_text(sk, "/sys/bus/usb/devices/1-2/bConfigurationValue", "\n");
	ck_assert_int_eq(run(&bulk_in, 64, 100), -EHOSTUNREACH);
}
