/* SPDX-License-Identifier: MIT */
/* Transfers that the kernel does not take in one URB. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/script_session.h"
#include "unit.h"

#define MIB (1 << 20)

static const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
					     .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					     .wMaxPacketSize = 512,
					     .interface = &sk_interface};
static const struct cusb_endpoint bulk_out = {.bEndpointAddress = 0x01,
					      .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					      .wMaxPacketSize = 512,
					      .interface = &sk_interface};
static const struct cusb_endpoint interrupt_in = {.bEndpointAddress = 0x81,
						  .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
						  .wMaxPacketSize = 64,
						  .interface = &sk_interface};
/* Three transactions of 1000 bytes in a microframe. */
static const struct cusb_endpoint high_bandwidth_in = {.bEndpointAddress = 0x81,
						       .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
						       .wMaxPacketSize = 0x1000 | 1000,
						       .interface = &sk_interface};
static const struct cusb_endpoint without_size = {.bEndpointAddress = 0x81,
						  .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
						  .interface = &sk_interface};

static struct script_kernel *sk;
static struct cusb_handle *handle;
static uint8_t *data;
static struct cusb_transfer transfer;

static void setup(void)
{
	sk = sk_new();
	handle = sk_open_session(sk);
	data = calloc(1, MIB);
}

static void teardown(void)
{
	free(data);
	sk_free(sk);
}

static int run(const struct cusb_endpoint *ep, size_t length, int timeout_ms)
{
	transfer = (struct cusb_transfer){.bEndpointAddress = ep->bEndpointAddress,
					  .data = data,
					  .length = length,
					  .actual_length = 99};
	transfer.state.timeout_ms = timeout_ms;
	return sk_transfer(sk, ep, &transfer);
}

/* The nth SUBMITURB asked for as many bytes, from there in the data. */
static void check_part(size_t nth, size_t offset, int length)
{
	for (size_t i = 0; i < sk_ioctl_count(sk); i++) {
		const struct sk_ioctl *ioctl = sk_ioctl_at(sk, i);

		if (ioctl->request != USBDEVFS_SUBMITURB || nth-- > 0)
			continue;
		ck_assert_ptr_eq(ioctl->arg.urb.buffer, data + offset);
		ck_assert_int_eq(ioctl->arg.urb.buffer_length, length);
		return;
	}
	ck_abort_msg("too few parts");
}

FIXTURE(setup, teardown)

CASE(enomem_is_tried_again_in_halves)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		SUBMITTED(-ENOMEM),
		POLLED(POLLOUT),
		REAPED_AS(0x81, 0, 9),
	};

	sk_play(sk, steps, 4);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSSPR");
	check_part(0, 0, MIB);
	check_part(1, 0, MIB / 2);
	check_part(2, 0, MIB / 4);
	ck_assert_uint_eq(transfer.actual_length, 9);
}

CASE(parts_follow_each_other_and_the_last_is_the_rest)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	   SUBMITTED(0),	  POLLED(POLLOUT),
		REAPED_AS(0x01, 0, 51200), POLLED(POLLOUT),	  REAPED_AS(0x01, 0, 51200),
		POLLED(POLLOUT),	   REAPED_AS(0x01, 0, 7),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_out, 102407, 1000), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPRSPRSPR");
	check_part(1, 0, 51200);
	check_part(2, 51200, 51200);
	check_part(3, 102400, 7);
	ck_assert_uint_eq(transfer.actual_length, 102407);
}

CASE(short_part_ends_the_transfer)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM), POLLED(POLLOUT),	     REAPED_AS(0x81, 0, MIB / 2),
		POLLED(POLLOUT),    REAPED_AS(0x81, 0, 512),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, 2 * (MIB / 2), 1000), 0);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2 + 512);
}

CASE(part_that_is_full_but_failed_ends_the_transfer)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		POLLED(POLLOUT),
		REAPED_AS(0x81, -EOVERFLOW, MIB / 2),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -EOVERFLOW);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2);
}

CASE(zero_length_part_ends_the_transfer)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM), POLLED(POLLOUT),	   REAPED_AS(0x81, 0, MIB / 2),
		POLLED(POLLOUT),    REAPED_AS(0x81, 0, 0),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), 0);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2);
}

CASE(enomem_at_a_later_part_makes_smaller_ones_from_there)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	     SUBMITTED(0),	 POLLED(POLLOUT),
		REAPED_AS(0x81, 0, MIB / 2), SUBMITTED(-ENOMEM), POLLED(POLLOUT),
		REAPED_AS(0x81, 0, 3),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), 0);
	check_part(2, MIB / 2, MIB / 2);
	check_part(3, MIB / 2, MIB / 4);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2 + 3);
}

CASE(enomem_of_a_small_part_is_given_up)
{
	sk_fail(sk, 'S', 1, 99, -ENOMEM);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -ENOMEM);
	ck_assert_uint_eq(transfer.actual_length, 0);
	/* 1 MiB, 512 KiB, and so on down to 16 KiB. */
	ck_assert_str_eq(sk_trace(sk), "SiSSSSSS");
	check_part(6, 0, 16384);
}

CASE(enomem_of_a_small_transfer_is_not_tried_again)
{
	sk_fail(sk, 'S', 1, 99, -ENOMEM);
	ck_assert_int_eq(run(&bulk_in, 16384, 1000), -ENOMEM);
	ck_assert_str_eq(sk_trace(sk), "S");
}

CASE(enomem_at_the_last_part_tells_what_was_moved)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	   SUBMITTED(0),       POLLED(POLLOUT),
		REAPED_AS(0x01, 0, 16384), SUBMITTED(-ENOMEM),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_out, 32768, 1000), -ENOMEM);
	ck_assert_uint_eq(transfer.actual_length, 16384);
}

static const struct {
	const struct cusb_endpoint *ep;
	size_t length;
	int part;
} packets[] = {
	{&bulk_in, 100000, 49664},	     {&interrupt_in, 20001, 9984},
	{&high_bandwidth_in, 100000, 50000}, {&high_bandwidth_in, 100001, 50000},
	{&high_bandwidth_in, 101999, 50000}, {&without_size, 20001, 10000},
	{&interrupt_in, 16385, 8192},
};

CASE_PER_ROW(parts_are_whole_packets, packets)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), SUBMITTED(-EIO)};

	sk_play(sk, steps, 2);
	ck_assert_int_eq(run(packets[_i].ep, packets[_i].length, 0), -EIO);
	check_part(1, 0, packets[_i].part);
}

CASE(first_part_is_below_the_limit_of_the_kernel_and_whole_packets)
{
	static const struct sk_step steps[] = {SUBMITTED(-EIO)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(run(&high_bandwidth_in, SIZE_MAX / 2, 0), -EIO);
	check_part(0, 0, (1 << 30) / 1000 * 1000);
}

CASE(time_is_for_all_parts_together)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		{.call = 'P', .result = POLLOUT, .spent_ms = 1000},
		REAPED_AS(0x81, 0, MIB / 2),
		REAPED_AS(0x81, -ENOENT, 0),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SiSPRSDR");
	ck_assert_uint_eq(transfer.actual_length, MIB / 2);
}

CASE(closing_between_parts_is_ecanceled_with_what_was_moved)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		{.call = 'P', .result = POLLOUT, .close = true},
		REAPED_AS(0x81, 0, MIB / 2),
	};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -ECANCELED);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2);
}
