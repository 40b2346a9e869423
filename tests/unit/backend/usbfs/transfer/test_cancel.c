/* SPDX-License-Identifier: MIT */
#include "backend/usbfs/transfer/transfer_fixture.h"

static const struct cusb_interface interface_1 = {.bInterfaceNumber = 1};
static const struct cusb_endpoint other_in = {.bEndpointAddress = 0x82,
					      .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					      .wMaxPacketSize = 512,
					      .interface = &interface_1};

static void begin(void)
{
	transfer_begin();
	handle->capabilities = 0;
}

FIXTURE(begin, transfer_end)

CASE(cancel_discards_once_and_keeps_the_bytes)
{
	static const struct sk_step steps[] = {REAPED_AS(0x81, -ENOENT, 7)};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), 0);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -EALREADY);
	ck_assert_str_eq(sk_trace(sk), "SD");
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 7);
}

CASE(cancel_of_what_is_not_in_flight_is_enoent)
{
	static const struct sk_step steps[] = {REAPED(0x81, "text")};

	PLAY(steps);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -ENOENT);
	submit_to(0, &bulk_in, 64);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -ENOENT);
}

CASE(cancel_on_another_object_is_enoent)
{
	static const struct sk_step steps[] = {REAPED(0x81, "text")};
	struct script_kernel *other = sk_new();

	sk_open_session(other);
	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel(sk_object(other), &transfers[0]), -ENOENT);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
	sk_free(other);
}

CASE(transfer_that_was_quicker_ends_as_it_did)
{
	static const struct sk_step steps[] = {DISCARDED(-EINVAL), REAPED_AS(0x81, -EPIPE, 0)};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -EALREADY);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -EALREADY);
	check_reaped(0, CUSB_DONT_WAIT, -EPIPE, 0);
	ck_assert_str_eq(sk_trace(sk), "SDR");
}

/* Another program has ended it, and the cancel has not. */
CASE(transfer_that_the_kernel_ended_first_is_not_cancelled)
{
	static const struct sk_step steps[] = {DISCARDED(-EINVAL), REAPED_AS(0x81, -ENOENT, 3),
					       LOOKED(0)};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), -EALREADY);
	check_reaped(0, CUSB_DONT_WAIT, -ESHUTDOWN, 3);
}

CASE(cancel_that_the_kernel_refuses_is_asked_all_the_same)
{
	static const struct sk_step steps[] = {DISCARDED(-ENODEV), REAPED_AS(0x81, -ENOENT, 0)};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), 0);
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 0);
}

CASE(cancel_all_takes_those_of_the_endpoint_newest_first)
{
	static const struct sk_step steps[] = {REAPED_AS(0x81, -ENOENT, 0),
					       REAPED_AS(0x81, -ENOENT, 0), REAPED(0x82, "text")};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	submit_to(1, &other_in, 64);
	submit_to(2, &bulk_in, 64);
	ck_assert_int_eq(cusb_cancel_all(object, 0x81), 2);
	ck_assert_ptr_eq(sk_ioctl_at(sk, 3)->pointer, &own_of(&transfers[2])->urbs[0]);
	ck_assert_ptr_eq(sk_ioctl_at(sk, 4)->pointer, &own_of(&transfers[0])->urbs[0]);
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(2, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(1, CUSB_DONT_WAIT, 0, 4);
}

CASE(closing_cancels_all_and_keeps_it_for_reap)
{
	static const struct sk_step steps[] = {REAPED_AS(0x82, -ENOENT, 0),
					       REAPED_AS(0x81, -ENOENT, 0)};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	submit_to(1, &other_in, 64);
	cusb_close(object);
	ck_assert_str_eq(sk_trace(sk), "SSDDiRRc");
	check_reaped(1, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 0);
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), -ENODATA);
}

CASE(release_cancels_what_is_in_flight_to_the_interface)
{
	static const struct sk_step steps[] = {REAPED_AS(0x81, -ENOENT, 0), REAPED(0x82, "text"),
					       REAPED(0x82, "text")};

	PLAY(steps);
	submit_to(0, &bulk_in, 64);
	submit_to(1, &other_in, 64);
	sk_release(sk, 0);
	ck_assert_str_eq(sk_trace(sk), "SSDi");
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(1, CUSB_DONT_WAIT, 0, 4);
	submit_to(2, &other_in, 64);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
}

static const int reset_errors[] = {0, -EPERM, -ENODEV};

CASE_PER_ROW(reset_cancels_all_also_when_it_fails, reset_errors)
{
	static const struct sk_step steps[] = {REAPED_AS(0x81, -ENOENT, 0)};

	PLAY(steps);
	sk_answer(sk, USBDEVFS_RESET, reset_errors[_i], NULL);
	submit_to(0, &bulk_in, 64);
	stop_all_locked(sk_session(sk)->dev);
	ck_assert_int_eq(backend->reset(handle), reset_errors[_i]);
	ck_assert_str_eq(sk_trace(sk), "SDi");
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 0);
}

/* The first goes in parts, so the second is held back. */
static void submit_parted(void)
{
	submit_to(0, &bulk_in, MIB);
	submit_to(1, &bulk_in, 64);
	submit_to(2, &bulk_in, 64);
}

#define PARTED SUBMITTED(-ENOMEM)

CASE(transfer_behind_one_in_parts_waits_for_the_last_part)
{
	static const struct sk_step steps[] = {PARTED,
					       REAPED_AS(0x81, 0, MIB / 2),
					       NOT_REAPED(-EAGAIN),
					       REAPED_AS(0x81, 0, MIB / 2),
					       REAPED(0x81, "one"),
					       REAPED(0x81, "two")};

	PLAY(steps);
	submit_parted();
	ck_assert_str_eq(sk_trace(sk), "SS");
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	ck_assert_str_eq(sk_trace(sk), "SSRSR");
	check_reaped(0, CUSB_DONT_WAIT, 0, MIB);
	ck_assert_str_eq(sk_trace(sk), "SSRSRRSS");
	check_reaped(1, CUSB_DONT_WAIT, 0, 4);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
}

CASE(transfer_that_waits_is_cancelled_without_a_call)
{
	static const struct sk_step steps[] = {PARTED, REAPED_AS(0x81, 0, 3), REAPED(0x81, "two")};

	PLAY(steps);
	submit_parted();
	ck_assert_int_eq(cusb_cancel(object, &transfers[1]), 0);
	ck_assert_str_eq(sk_trace(sk), "SS");
	check_reaped(1, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(0, CUSB_DONT_WAIT, 0, 3);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
}

CASE(transfer_that_waits_and_is_then_refused_ends_so)
{
	static const struct sk_step steps[] = {PARTED, SUBMITTED(0), SUBMITTED(-EPERM),
					       REAPED_AS(0x81, 0, 3), REAPED(0x81, "two")};

	PLAY(steps);
	submit_parted();
	check_reaped(0, CUSB_DONT_WAIT, 0, 3);
	check_reaped(1, CUSB_DONT_WAIT, -EPERM, 0);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
}

/* The second is split too, and finds no memory at all. */
CASE(transfer_behind_one_that_finds_no_memory_is_submitted)
{
	static const struct sk_step steps[] = {PARTED,
					       SUBMITTED(0),
					       SUBMITTED(-ENOMEM),
					       SUBMITTED(-ENOMEM),
					       SUBMITTED(-ENOMEM),
					       REAPED_AS(0x81, 0, 3),
					       REAPED(0x81, "two")};

	PLAY(steps);
	submit_to(0, &bulk_in, MIB);
	submit_to(1, &bulk_in, 4 * 16384);
	submit_to(2, &bulk_in, 64);
	check_reaped(0, CUSB_DONT_WAIT, 0, 3);
	check_reaped(1, CUSB_DONT_WAIT, -ENOMEM, 0);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
	ck_assert_uint_eq(handle->parted, 0);
}

CASE(transfer_that_finds_no_memory_is_not_split)
{
	static const struct sk_step steps[] = {PARTED, PARTED, PARTED};

	PLAY(steps);
	transfers[0] =
		(struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 4 * 16384};
	ck_assert_int_eq(sk_submit_transfer(sk, &bulk_in, &transfers[0]), -ENOMEM);
	ck_assert_uint_eq(handle->parted, 0);
}

CASE(transfers_that_wait_end_when_the_interface_is_released)
{
	static const struct sk_step steps[] = {PARTED, REAPED_AS(0x81, -ENOENT, 9)};

	PLAY(steps);
	submit_parted();
	sk_release(sk, 0);
	check_reaped(2, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(1, CUSB_DONT_WAIT, -ECANCELED, 0);
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, 9);
}

CASE(other_endpoints_do_not_wait)
{
	static const struct sk_step steps[] = {PARTED, REAPED(0x82, "text"), REAPED_AS(0x81, 0, 3)};

	PLAY(steps);
	submit_to(0, &bulk_in, MIB);
	submit_to(1, &other_in, 64);
	ck_assert_str_eq(sk_trace(sk), "SSS");
	check_reaped(1, CUSB_DONT_WAIT, 0, 4);
	check_reaped(0, CUSB_DONT_WAIT, 0, 3);
}

CASE(cancelled_between_two_parts_submits_no_more)
{
	static const struct sk_step steps[] = {PARTED, DISCARDED(-EINVAL),
					       REAPED_AS(0x81, 0, MIB / 2)};

	PLAY(steps);
	submit_to(0, &bulk_in, MIB);
	ck_assert_int_eq(cusb_cancel(object, &transfers[0]), 0);
	check_reaped(0, CUSB_DONT_WAIT, -ECANCELED, MIB / 2);
	ck_assert_str_eq(sk_trace(sk), "SSDR");
}
