/* SPDX-License-Identifier: MIT */
/* Two parts in flight, where the host can continue one with the other. */
#include <errno.h>
#include <stdlib.h>

#include "backend/usbfs/script_session.h"
#include "unit.h"

#define MIB  (1 << 20)
#define HALF (MIB / 2)

#define CONTINUATION USBDEVFS_URB_BULK_CONTINUATION
#define NOT_OK	     USBDEVFS_URB_SHORT_NOT_OK

static const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
					     .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					     .wMaxPacketSize = 512,
					     .interface = &sk_interface};
static const struct cusb_endpoint bulk_out = {.bEndpointAddress = 0x01,
					      .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					      .wMaxPacketSize = 512,
					      .interface = &sk_interface};

static struct script_kernel *sk;
static struct cusb_handle *handle;
static struct cusb_transfer transfer;
static uint8_t *data;

static void setup(void)
{
	sk = sk_new();
	handle = sk_open_session(sk);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	data = calloc(1, MIB);
}

static void teardown(void)
{
	free(data);
	sk_free(sk);
}

static int run(const struct cusb_endpoint *ep, unsigned int flags, const struct sk_step *steps,
	       size_t count)
{
	transfer = (struct cusb_transfer){.bEndpointAddress = ep->bEndpointAddress,
					  .data = data,
					  .length = MIB,
					  .flags = flags};
	transfer.state.timeout_ms = 100;
	sk_play(sk, steps, count);
	return sk_transfer(sk, ep, &transfer);
}

#define RUN(ep, flags, steps) run(ep, flags, steps, ARRAY_SIZE(steps))

static unsigned int flags_of(size_t nth)
{
	return sk_ioctl_at(sk, nth)->arg.urb.flags;
}

FIXTURE(setup, teardown)

CASE(two_parts_of_a_read_are_in_flight)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, HALF)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, MIB);
	ck_assert_str_eq(sk_trace(sk), "SSSPRPR");
	ck_assert_uint_eq(flags_of(1), NOT_OK);
	ck_assert_uint_eq(flags_of(2), CONTINUATION);
	sk_play(sk, NULL, 0);
}

CASE(two_parts_of_a_write_are_in_flight)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x01, 0, HALF), POLLED(POLLOUT),
					       REAPED_AS(0x01, 0, HALF)};

	ck_assert_int_eq(RUN(&bulk_out, CUSB_ZERO_PACKET, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, MIB);
	ck_assert_uint_eq(flags_of(1), 0);
	ck_assert_uint_eq(flags_of(2), CONTINUATION | USBDEVFS_URB_ZERO_PACKET);
}

CASE(third_part_takes_the_place_of_the_first)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), SUBMITTED(-ENOMEM),
					       POLLED(POLLOUT),	   REAPED_AS(0x81, 0, HALF / 2),
					       POLLED(POLLOUT),	   REAPED_AS(0x81, 0, HALF / 2),
					       POLLED(POLLOUT),	   REAPED_AS(0x81, 0, HALF / 2),
					       POLLED(POLLOUT),	   REAPED_AS(0x81, 0, 7)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, 3 * HALF / 2 + 7);
	ck_assert_str_eq(sk_trace(sk), "SSSSPRSPRSPRPR");
	ck_assert_uint_eq(flags_of(3), CONTINUATION | NOT_OK);
}

CASE(short_first_part_ends_it_without_an_error)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, -EREMOTEIO, 5),
					       REAPED_AS(0x81, -ECONNRESET, 0)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, 5);
}

CASE(short_first_part_that_is_not_ok_is_eremoteio)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, -EREMOTEIO, 5),
					       REAPED_AS(0x81, -ECONNRESET, 0)};

	ck_assert_int_eq(RUN(&bulk_in, CUSB_SHORT_NOT_OK, steps), -EREMOTEIO);
	ck_assert_uint_eq(transfer.actual_length, 5);
}

CASE(continuation_that_is_refused_waits_for_the_first_part)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), SUBMITTED(0),
					       SUBMITTED(-EREMOTEIO), POLLED(POLLOUT),
					       REAPED_AS(0x81, -EREMOTEIO, 5)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, 5);
	ck_assert_str_eq(sk_trace(sk), "SSSPR");
}

CASE(continuation_that_is_refused_follows_a_full_first_part)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	  SUBMITTED(0),	   SUBMITTED(-EREMOTEIO), POLLED(POLLOUT),
		REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT), REAPED_AS(0x81, 0, 3)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, HALF + 3);
}

CASE(second_part_without_memory_follows_the_first)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	  SUBMITTED(0),	   SUBMITTED(-ENOMEM),	 POLLED(POLLOUT),
		REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT), REAPED_AS(0x81, 0, 3)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, HALF + 3);
	ck_assert_str_eq(sk_trace(sk), "SSSPRSPR");
	ck_assert_uint_eq(flags_of(4), 0); /* it continues nothing that is in flight */
}

CASE(second_part_that_is_refused_is_told_after_the_first)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EPERM),
					       POLLED(POLLOUT), REAPED_AS(0x81, 0, HALF)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), -EPERM);
	ck_assert_uint_eq(transfer.actual_length, HALF);
}

CASE(second_part_that_is_refused_matters_not_after_a_short_first)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EPERM),
					       POLLED(POLLOUT), REAPED_AS(0x81, -EREMOTEIO, 9)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_uint_eq(transfer.actual_length, 9);
}

/* The newest is discarded first, and comes back first. */
CASE(parts_that_are_discarded_keep_what_came)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		TIME_OVER,
		{.call = 'R', .endpoint = 0x81, .status = -ENOENT, .newest = true},
		REAPED_AS(0x81, -ENOENT, 700)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), -ETIMEDOUT);
	ck_assert_uint_eq(transfer.actual_length, 700);
	ck_assert_str_eq(sk_trace(sk), "SSSPDDRR");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 3)->pointer, &transfer.state.urbs[1]);
	ck_assert_ptr_eq(sk_ioctl_at(sk, 4)->pointer, &transfer.state.urbs[0]);
}

CASE(first_part_that_completed_before_the_discard_counts)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		TIME_OVER,
		DISCARDED(0),
		DISCARDED(-EINVAL),
		{.call = 'R', .endpoint = 0x81, .status = -ENOENT, .newest = true},
		REAPED_AS(0x81, 0, HALF)};

	ck_assert_int_eq(RUN(&bulk_in, 0, steps), -ETIMEDOUT);
	ck_assert_uint_eq(transfer.actual_length, HALF);
}

CASE(error_of_the_first_part_wins)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x01, -EPIPE, 512),
					       REAPED_AS(0x01, -ECONNRESET, 0)};

	ck_assert_int_eq(RUN(&bulk_out, 0, steps), -EPIPE);
	ck_assert_uint_eq(transfer.actual_length, 512);
}

CASE(capabilities_are_asked_for_once)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, 3)};

	handle->capabilities = -1;
	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPRSSPR");
	ck_assert(sk_ioctl_at(sk, 1)->request == USBDEVFS_GET_CAPABILITIES);
}

CASE(capabilities_that_cannot_be_had_are_none)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, 3)};

	handle->capabilities = -1;
	sk_answer(sk, USBDEVFS_GET_CAPABILITIES, -ENOTTY, NULL);
	ck_assert_int_eq(RUN(&bulk_in, 0, steps), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPR");
}
