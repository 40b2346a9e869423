/* SPDX-License-Identifier: MIT */
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

static const struct sk_step one[] = {
	POLLED(POLLOUT),
	REAPED(0x81, "text"),
};

FIXTURE(setup, teardown)

CASE(read_with_a_timeout_costs_3_calls)
{
	sk_play(sk, one, 2);
	ck_assert_int_eq(run(&bulk_in, 512, 1000), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_mem_eq(data, "text", 4);
}

CASE(bulk_urb_is_plain)
{
	const struct sk_urb *urb;

	sk_play(sk, one, 2);
	run(&bulk_in, 512, 0);
	urb = &sk_ioctl_at(sk, 0)->arg.urb;
	ck_assert_uint_eq(urb->type, USBDEVFS_URB_TYPE_BULK);
	ck_assert_uint_eq(urb->endpoint, 0x81);
	ck_assert_uint_eq(urb->flags, 0);
	check_part(0, 0, 512);
}

CASE(interrupt_urb_is_of_that_type)
{
	sk_play(sk, one, 2);
	run(&interrupt_in, 64, 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.urb.type, USBDEVFS_URB_TYPE_INTERRUPT);
}

CASE(write_sends_the_data)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		REAPED_AS(0x01, 0, 4),
	};

	sk_play(sk, steps, 2);
	memcpy(data, "send", 4);
	ck_assert_int_eq(run(&bulk_out, 4, 1000), 0);
	ck_assert_mem_eq(sk_sent(sk), "send", 4);
	ck_assert_uint_eq(transfer.actual_length, 4);
}

CASE(nothing_to_send_is_one_empty_urb)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x01, 0, 0)};

	sk_play(sk, steps, 2);
	transfer = (struct cusb_transfer){.bEndpointAddress = 0x01, .actual_length = 99};
	ck_assert_int_eq(sk_transfer(sk, &bulk_out, &transfer), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 0);
}

CASE(error_comes_with_the_bytes_before_it)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		REAPED_AS(0x81, -EOVERFLOW, 100),
	};

	sk_play(sk, steps, 2);
	ck_assert_int_eq(run(&bulk_in, 100, 1000), -EOVERFLOW);
	ck_assert_uint_eq(transfer.actual_length, 100);
}

CASE(timeout_costs_4_calls_and_keeps_what_came)
{
	static const struct sk_step steps[] = {
		POLLED(0),
		{.call = 'R', .endpoint = 0x81, .status = -ENOENT, .data = "part", .actual = 4},
	};

	sk_play(sk, steps, 2);
	ck_assert_int_eq(run(&bulk_in, 512, 1000), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_mem_eq(data, "part", 4);
}

CASE(submit_that_fails_moves_nothing)
{
	static const struct sk_step steps[] = {SUBMITTED(-EBUSY)};

	sk_play(sk, steps, 1);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -EBUSY);
	ck_assert_uint_eq(transfer.actual_length, 0);
	ck_assert_str_eq(sk_trace(sk), "S");
}
