/* SPDX-License-Identifier: MIT */
/*
 * Transfers that the kernel does not take in one URB go in parts: one after the other, or two in
 * flight where the host can continue one with the other.
 */
#include "backend/usbfs/transfer/transfer_fixture.h"

#define HALF (MIB / 2)

#define CONTINUATION USBDEVFS_URB_BULK_CONTINUATION
#define NOT_OK	     USBDEVFS_URB_SHORT_NOT_OK

#define REAPED_NEWEST                                                                              \
	{                                                                                          \
		.call = 'R', .endpoint = 0x81, .status = -ENOENT, .newest = true                   \
	}

/* Three transactions of 1000 bytes in a microframe. */
static const struct cusb_endpoint high_bandwidth_in = {.bEndpointAddress = 0x81,
						       .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
						       .wMaxPacketSize = 0x1000 | 1000,
						       .interface = &sk_interface};
static const struct cusb_endpoint without_size = {.bEndpointAddress = 0x81,
						  .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
						  .interface = &sk_interface};

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

/* A transfer, most often of MIB bytes, and what it comes to. */
struct split_ending {
	const struct cusb_endpoint *ep;
	size_t length; /* 0: MIB */
	unsigned int flags;
	struct sk_step steps[11];
	int result;
	size_t actual_length;
	const char *trace;
};

static void check_ending(const struct split_ending *ending)
{
	PLAY(ending->steps);
	transfer.flags = ending->flags;
	ck_assert_int_eq(run(ending->ep, ending->length ? ending->length : MIB, 1000),
			 ending->result);
	ck_assert_uint_eq(transfer.actual_length, ending->actual_length);
	ck_assert_str_eq(sk_trace(sk), ending->trace);
}

FIXTURE(transfer_begin, transfer_end)

CASE(enomem_is_tried_again_in_halves)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		SUBMITTED(-ENOMEM),
		POLLED(POLLOUT),
		REAPED_AS(0x81, 0, 9),
	};

	PLAY(steps);
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

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_out, 102407, 1000), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPRSPRSPR");
	check_part(1, 0, 51200);
	check_part(2, 51200, 51200);
	check_part(3, 102400, 7);
	ck_assert_uint_eq(transfer.actual_length, 102407);
}

/* As no kernel should tell it. */
CASE(part_that_claims_more_than_its_length_has_failed)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM), SUBMITTED(0),
		POLLED(POLLOUT),    REAPED_AS(0x81, 0, MIB / 2),
		POLLED(POLLOUT),    REAPED_AS(0x81, 0, MIB / 2 + 1),
		LOOKED(0),
	};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -EPROTO);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2);
}

CASE(enomem_at_a_later_part_makes_smaller_ones_from_there)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	     SUBMITTED(0),	 POLLED(POLLOUT),
		REAPED_AS(0x81, 0, MIB / 2), SUBMITTED(-ENOMEM), POLLED(POLLOUT),
		REAPED_AS(0x81, 0, 3),
	};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), 0);
	check_part(2, MIB / 2, MIB / 2);
	check_part(3, MIB / 2, MIB / 4);
	ck_assert_uint_eq(transfer.actual_length, MIB / 2 + 3);
}

static const struct split_ending ends[] = {
	/* short part ends the transfer */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT),
		   REAPED_AS(0x81, 0, 512)},
	 .actual_length = HALF + 512,
	 .trace = "SiSPRSPR"},
	/* part that is full but failed ends the transfer */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, -EOVERFLOW, HALF)},
	 .result = -EOVERFLOW,
	 .actual_length = HALF,
	 .trace = "SiSPR"},
	/* zero length part ends the transfer */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT),
		   REAPED_AS(0x81, 0, 0)},
	 .actual_length = HALF,
	 .trace = "SiSPRSPR"},
	/* enomem at the last part tells what was moved */
	{.ep = &bulk_out,
	 .length = 32768,
	 .steps = {SUBMITTED(-ENOMEM), SUBMITTED(0), POLLED(POLLOUT), REAPED_AS(0x01, 0, 16384),
		   SUBMITTED(-ENOMEM)},
	 .result = -ENOMEM,
	 .actual_length = 16384,
	 .trace = "SiSPRS"},
	/* time is for all parts together */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM),
		   {.call = 'P', .result = POLLOUT, .spent_ms = 1000},
		   REAPED_AS(0x81, 0, HALF),
		   REAPED_AS(0x81, -ENOENT, 0)},
	 .result = -ETIMEDOUT,
	 .actual_length = HALF,
	 .trace = "SiSPRSDR"},
	/* closing between parts is ecanceled with what was moved */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM),
		   {.call = 'P', .result = POLLOUT, .close = true},
		   REAPED_AS(0x81, 0, HALF)},
	 .result = -ECANCELED,
	 .actual_length = HALF,
	 .trace = "SiSPDiRc"},
};

CASE_PER_ROW(part_ends_the_transfer, ends)
{
	check_ending(&ends[_i]);
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

	PLAY(steps);
	ck_assert_int_eq(run(packets[_i].ep, packets[_i].length, 0), -EIO);
	check_part(1, 0, packets[_i].part);
}

CASE(first_part_is_below_the_limit_of_the_kernel_and_whole_packets)
{
	static const struct sk_step steps[] = {SUBMITTED(-EIO)};

	PLAY(steps);
	ck_assert_int_eq(run(&high_bandwidth_in, SIZE_MAX / 2, 0), -EIO);
	check_part(0, 0, (1 << 30) / 1000 * 1000);
}

static unsigned int flags_of(size_t nth)
{
	return urb_at(nth)->flags;
}

CASE(two_parts_of_a_read_are_in_flight)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, HALF)};

	PLAY(steps);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	ck_assert_uint_eq(transfer.actual_length, MIB);
	ck_assert_str_eq(sk_trace(sk), "SSSPRPR");
	ck_assert_uint_eq(flags_of(1), NOT_OK);
	ck_assert_uint_eq(flags_of(2), CONTINUATION);
}

CASE(two_parts_of_a_write_are_in_flight)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x01, 0, HALF), POLLED(POLLOUT),
					       REAPED_AS(0x01, 0, HALF)};

	PLAY(steps);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	transfer.flags = CUSB_ZERO_PACKET;
	ck_assert_int_eq(run(&bulk_out, MIB, 100), 0);
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

	PLAY(steps);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	ck_assert_uint_eq(transfer.actual_length, 3 * HALF / 2 + 7);
	ck_assert_str_eq(sk_trace(sk), "SSSSPRSPRSPRPR");
	ck_assert_uint_eq(flags_of(3), CONTINUATION | NOT_OK);
}

CASE(second_part_without_memory_follows_the_first)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	  SUBMITTED(0),	   SUBMITTED(-ENOMEM),	 POLLED(POLLOUT),
		REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT), REAPED_AS(0x81, 0, 3)};

	PLAY(steps);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	ck_assert_uint_eq(transfer.actual_length, HALF + 3);
	ck_assert_str_eq(sk_trace(sk), "SSSPRSPR");
	ck_assert_uint_eq(flags_of(4), 0); /* it continues nothing that is in flight */
}

static const struct split_ending pairs[] = {
	/* short first part ends it without an error */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, -EREMOTEIO, 5),
		   REAPED_AS(0x81, -ECONNRESET, 0)},
	 .actual_length = 5,
	 .trace = "SSSPRR"},
	/* short first part that is not ok is eremoteio */
	{.ep = &bulk_in,
	 .flags = CUSB_SHORT_NOT_OK,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, -EREMOTEIO, 5),
		   REAPED_AS(0x81, -ECONNRESET, 0)},
	 .result = -EREMOTEIO,
	 .actual_length = 5,
	 .trace = "SSSPRR"},
	/* second part with more bytes than it has room for has none */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x81, -EREMOTEIO, 5),
		   REAPED_AS(0x81, -ECONNRESET, HALF + 1)},
	 .actual_length = 5,
	 .trace = "SSSPRR"},
	/* continuation that is refused waits for the first part */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EREMOTEIO), POLLED(POLLOUT),
		   REAPED_AS(0x81, -EREMOTEIO, 5)},
	 .actual_length = 5,
	 .trace = "SSSPR"},
	/* continuation that is refused follows a full first part */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EREMOTEIO), POLLED(POLLOUT),
		   REAPED_AS(0x81, 0, HALF), POLLED(POLLOUT), REAPED_AS(0x81, 0, 3)},
	 .actual_length = HALF + 3,
	 .trace = "SSSPRSPR"},
	/* second part that is refused is told after the first */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EPERM), POLLED(POLLOUT),
		   REAPED_AS(0x81, 0, HALF)},
	 .result = -EPERM,
	 .actual_length = HALF,
	 .trace = "SSSPR"},
	/* second part that is refused matters not after a short first */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), SUBMITTED(0), SUBMITTED(-EPERM), POLLED(POLLOUT),
		   REAPED_AS(0x81, -EREMOTEIO, 9)},
	 .actual_length = 9,
	 .trace = "SSSPR"},
	/* first part that completed before the discard counts */
	{.ep = &bulk_in,
	 .steps = {SUBMITTED(-ENOMEM), TIME_OVER, DISCARDED(0), DISCARDED(-EINVAL), REAPED_NEWEST,
		   REAPED_AS(0x81, 0, HALF)},
	 .result = -ETIMEDOUT,
	 .actual_length = HALF,
	 .trace = "SSSPDDRR"},
	/* error of the first part wins */
	{.ep = &bulk_out,
	 .steps = {SUBMITTED(-ENOMEM), POLLED(POLLOUT), REAPED_AS(0x01, -EPIPE, 512),
		   REAPED_AS(0x01, -ECONNRESET, 0)},
	 .result = -EPIPE,
	 .actual_length = 512,
	 .trace = "SSSPRR"},
};

CASE_PER_ROW(first_of_two_parts_decides, pairs)
{
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	check_ending(&pairs[_i]);
}

/* The newest is discarded first, and comes back first. */
CASE(parts_that_are_discarded_keep_what_came)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), TIME_OVER, REAPED_NEWEST,
					       REAPED_AS(0x81, -ENOENT, 700)};

	PLAY(steps);
	handle->capabilities = USBDEVFS_CAP_BULK_CONTINUATION;
	ck_assert_int_eq(run(&bulk_in, MIB, 100), -ETIMEDOUT);
	ck_assert_uint_eq(transfer.actual_length, 700);
	ck_assert_str_eq(sk_trace(sk), "SSSPDDRR");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 3)->pointer, &own_of(&transfer)->urbs[1]);
	ck_assert_ptr_eq(sk_ioctl_at(sk, 4)->pointer, &own_of(&transfer)->urbs[0]);
}

static const struct sk_step one_part[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					  REAPED_AS(0x81, 0, 3)};

CASE(capabilities_are_asked_for_once)
{
	PLAY(one_part);
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	PLAY(one_part);
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPRSSPR");
	ck_assert(sk_ioctl_at(sk, 1)->request == USBDEVFS_GET_CAPABILITIES);
}

CASE(capabilities_that_cannot_be_had_are_none)
{
	PLAY(one_part);
	sk_answer(sk, USBDEVFS_GET_CAPABILITIES, -ENOTTY, NULL);
	ck_assert_int_eq(run(&bulk_in, MIB, 100), 0);
	ck_assert_str_eq(sk_trace(sk), "SiSPR");
}
