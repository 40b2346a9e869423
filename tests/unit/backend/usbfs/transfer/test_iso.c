/* SPDX-License-Identifier: MIT */
#include <cusb/error.h>
#include <cusb/log.h>

#include "backend/usbfs/transfer/transfer.h"
#include "backend/usbfs/usbfs_fixture.h"

static const struct cusb_endpoint iso_in = {.bEndpointAddress = 0x81,
					    .bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
					    .wMaxPacketSize = 64,
					    .interface = &sk_interface};
static const struct cusb_endpoint iso_out = {.bEndpointAddress = 0x01,
					     .bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
					     .wMaxPacketSize = 64,
					     .interface = &sk_interface};

static struct cusb_transfer *transfer;
static uint8_t data[300 * 64];
static unsigned int flags; /* of a transfer without packets */

static void end(void)
{
	cusb_transfer_free(transfer);
	transfer = NULL;
	flags = 0;
	usbfs_end();
}

/* Packets of 64 bytes each. */
static void begin(unsigned int packets)
{
	transfer = cusb_transfer_new(packets);
	transfer->bEndpointAddress = 0x81;
	transfer->data = data;
	transfer->length = packets * 64UL;
	ck_assert_int_eq(cusb_transfer_fill_packets(transfer, 64), 0);
}

static const struct sk_urb *urb_at(size_t i)
{
	return &sk_ioctl_at(sk, i)->arg.urb;
}

FIXTURE(usbfs_begin_session, end)

CASE(urb_has_the_packets_behind_it)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, 0, 0)};

	begin(3);
	PLAY(steps);
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(urb_at(0)->type, USBDEVFS_URB_TYPE_ISO);
	ck_assert_uint_eq(urb_at(0)->flags, USBDEVFS_URB_ISO_ASAP);
	ck_assert_int_eq(urb_at(0)->number_of_packets, 3);
	ck_assert_int_eq(urb_at(0)->buffer_length, 3 * 64);
	ck_assert_uint_eq(urb_at(0)->packet_length, 64);
	ck_assert_uint_eq(transfer->actual_length, 3 * 64);
	ck_assert_uint_eq(cusb_transfer_packet(transfer, 2)->actual_length, 64);
}

CASE(more_than_128_packets_are_several_urbs_at_once)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, 0, 0),
					       REAPED_AS(0x81, 0, 0), REAPED_AS(0x81, 0, 0)};

	begin(300);
	cusb_transfer_packet(transfer, 127)->length = 1;
	cusb_transfer_packet(transfer, 299)->length = 9;
	PLAY(steps);
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), 0);
	ck_assert_str_eq(sk_trace(sk), "SSSPRRR");
	ck_assert_int_eq(urb_at(0)->number_of_packets, 128);
	ck_assert_uint_eq(urb_at(0)->packet_length, 1);
	ck_assert_ptr_eq(urb_at(1)->buffer, data + 127 * 64 + 1);
	ck_assert_int_eq(urb_at(2)->number_of_packets, 44);
	ck_assert_uint_eq(urb_at(2)->packet_length, 9);
	ck_assert_ptr_eq(urb_at(2)->buffer, data + 255 * 64 + 1);
	ck_assert_uint_eq(transfer->actual_length, 298 * 64 + 10);
}

CASE(start_frame_is_for_the_first_urb)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, 0, 0),
					       REAPED_AS(0x81, 0, 0)};

	begin(129);
	transfer->flags = CUSB_START_FRAME | CUSB_NO_INTERRUPT;
	transfer->start_frame = 77;
	PLAY(steps);
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), 0);
	ck_assert_uint_eq(urb_at(0)->flags, USBDEVFS_URB_NO_INTERRUPT);
	ck_assert_int_eq(urb_at(0)->start_frame, 77);
	ck_assert_uint_eq(urb_at(1)->flags, USBDEVFS_URB_ISO_ASAP | USBDEVFS_URB_NO_INTERRUPT);
}

static int submit(void)
{
	state_of(transfer)->timeout_ms = 0;
	return sk_submit_transfer(sk, &iso_in, transfer);
}

CASE(first_urb_that_is_refused_is_all)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOSPC)};

	begin(200);
	PLAY(steps);
	ck_assert_int_eq(submit(), -ENOSPC);
	ck_assert_str_eq(sk_trace(sk), "S");
}

CASE(refusal_of_the_kernel_leaves_no_text_of_an_earlier_call)
{
	static const struct sk_step steps[] = {SUBMITTED(-EINVAL)};

	begin(3);
	PLAY(steps);
	cusb_refuse(-EINVAL, "of an earlier call");
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), -EINVAL);
	ck_assert_str_eq(cusb_error_text(-EINVAL), cusb_strerror(-EINVAL));
}

CASE(later_urb_that_is_refused_ends_the_transfer)
{
	static const struct sk_step steps[] = {SUBMITTED(0),	      SUBMITTED(0),
					       SUBMITTED(-ENOSPC),    POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, 0), REAPED_AS(0x81, -ENOENT, 0)};
	struct cusb_transfer *reaped;

	begin(300);
	PLAY(steps);
	ck_assert_int_eq(submit(), 0);
	ck_assert_str_eq(sk_trace(sk), "SSSDD");
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), 0);
	ck_assert_ptr_eq(reaped, transfer);
	ck_assert_int_eq(transfer->status, -ENOSPC);
	ck_assert_uint_eq(transfer->actual_length, 128 * 64);
	ck_assert_uint_eq(transfer->error_count, 128);
	ck_assert_int_eq(cusb_transfer_packet(transfer, 127)->status, 0);
	ck_assert_int_eq(cusb_transfer_packet(transfer, 255)->status, -ENOENT);
	ck_assert_int_eq(cusb_transfer_packet(transfer, 256)->status, -ENOSPC);
	ck_assert_int_eq(cusb_transfer_packet(transfer, 299)->status, -ENOSPC);
}

CASE(cancelling_discards_the_newest_urb_first)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, -ENOENT, 0),
					       REAPED_AS(0x81, -ENOENT, 0)};
	struct cusb_transfer *reaped;

	begin(200);
	PLAY(steps);
	ck_assert_int_eq(submit(), 0);
	ck_assert_int_eq(cusb_cancel(object, transfer), 0);
	ck_assert_str_eq(sk_trace(sk), "SSDD");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 2)->pointer, sk_ioctl_at(sk, 1)->pointer);
	ck_assert_ptr_eq(sk_ioctl_at(sk, 3)->pointer,
			 (struct usbfs_urb *)cusb_transfer_packet(transfer, 0) - 1);
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), 0);
	ck_assert_int_eq(transfer->status, -ECANCELED);
}

CASE(packets_that_do_not_fit_are_refused_without_calls)
{
	begin(2);
	transfer->length = 127;
	ck_assert_int_eq(submit(), -EINVAL);
	transfer->length = 128;
	cusb_transfer_packet(transfer, 0)->length = 65;
	ck_assert_int_eq(submit(), -EMSGSIZE);
	transfer->packet_count = 0;
	ck_assert_int_eq(submit(), -EINVAL);
	ck_assert_str_eq(sk_trace(sk), "");
}

/* dwBytesPerInterval of 4 GiB: a URB's length of 128 such packets would wrap. */
CASE(packets_above_the_limit_of_the_kernel_are_refused)
{
	static const uint8_t plus[] = {8, 0x31, 0, 0, 0xff, 0xff, 0xff, 0xff};
	const struct cusb_endpoint huge = {.bEndpointAddress = 0x81,
					   .bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
					   .wMaxPacketSize = 1024,
					   .interface = &sk_interface,
					   .extra = plus,
					   .extra_length = sizeof plus};

	begin(1);
	transfer->length = cusb_transfer_packet(transfer, 0)->length = 98305;
	ck_assert_int_eq(sk_submit_transfer(sk, &huge, transfer), -EMSGSIZE);
	ck_assert_str_eq(sk_trace(sk), "");
}

/* A transfer without packets, as cusb_read() makes it. */
static int run_plain(const struct cusb_endpoint *ep, size_t length)
{
	transfer = cusb_transfer_new(0);
	transfer->bEndpointAddress = ep->bEndpointAddress;
	transfer->data = data;
	transfer->length = length;
	transfer->flags = flags;
	return sk_transfer(sk, ep, transfer);
}

CASE(plain_transfer_gets_packets_and_the_last_is_the_rest)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x01, 0, 0)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_out, 200), 0);
	ck_assert_int_eq(urb_at(0)->number_of_packets, 4);
	ck_assert_uint_eq(urb_at(0)->packet_length, 8);
	ck_assert_int_eq(urb_at(0)->buffer_length, 200);
	ck_assert_uint_eq(transfer->actual_length, 200);
}

CASE(plain_transfer_of_nothing_is_an_empty_packet)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x01, 0, 0)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_out, 0), 0);
	ck_assert_int_eq(urb_at(0)->number_of_packets, 1);
	ck_assert_uint_eq(urb_at(0)->packet_length, 0);
}

/* A packet with less room than the greatest length would be cut. */
CASE(plain_read_has_whole_packets)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, 0, 0)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 200), 0);
	ck_assert_int_eq(urb_at(0)->number_of_packets, 3);
	ck_assert_uint_eq(urb_at(0)->packet_length, 64);
	ck_assert_uint_eq(transfer->actual_length, 192);
}

CASE(plain_read_of_less_than_a_packet_is_one)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x81, 0, 0)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 63), 0);
	ck_assert_int_eq(urb_at(0)->number_of_packets, 1);
	ck_assert_uint_eq(urb_at(0)->packet_length, 63);
}

/* Two of them are in flight, so that no packet of the device finds none here. */
CASE(plain_transfer_without_memory_goes_in_rounds)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM), POLLED(POLLOUT),	   REAPED_AS(0x81, 0, 0),
		POLLED(POLLOUT),    REAPED_AS(0x81, 0, 0),
	};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), 0);
	ck_assert_str_eq(sk_trace(sk), "SSSPRPR");
	ck_assert_int_eq(urb_at(1)->number_of_packets, 2);
	ck_assert_ptr_eq(urb_at(2)->buffer, data + 2 * 64);
	ck_assert_uint_eq(transfer->actual_length, 4 * 64);
}

CASE(second_round_without_memory_follows_the_first_and_is_smaller)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),    SUBMITTED(0),	      SUBMITTED(-ENOMEM),
		POLLED(POLLOUT),       REAPED_AS(0x81, 0, 0), POLLED(POLLOUT),
		REAPED_AS(0x81, 0, 0), POLLED(POLLOUT),	      REAPED_AS(0x81, 0, 0),
	};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 8 * 64), 0);
	ck_assert_str_eq(sk_trace(sk), "SSSPRSSPRPR");
	ck_assert_int_eq(urb_at(1)->number_of_packets, 4);
	ck_assert_int_eq(urb_at(4)->number_of_packets, 2);
	ck_assert_int_eq(urb_at(5)->number_of_packets, 2);
	ck_assert_uint_eq(transfer->actual_length, 8 * 64);
}

CASE(round_that_is_refused_ends_the_transfer_after_the_others)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),
		SUBMITTED(0),
		SUBMITTED(-ENOSPC),
		POLLED(POLLOUT),
		{.call = 'R', .endpoint = 0x81, .status = -EPROTO, .urb_is_well = true},
		LOOKED(0),
	};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), -ENOSPC);
	ck_assert_str_eq(sk_trace(sk), "SSSPRp");
	ck_assert_uint_eq(transfer->actual_length, 0);
	ck_assert_uint_eq(transfer->error_count, 2);
}

/* The packets of a round that was never in flight have the results of an earlier one. */
CASE(round_that_comes_too_late_counts_nothing)
{
	static const struct sk_step steps[] = {
		SUBMITTED(-ENOMEM),	     {.call = 'P', .result = POLLOUT, .close = true},
		REAPED_AS(0x81, 0, 0),	     POLLED(POLLOUT),
		REAPED_AS(0x81, -ENOENT, 0),
	};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 6 * 64), -ECANCELED);
	ck_assert_uint_eq(transfer->actual_length, 3 * 64);
}

CASE(round_that_ends_badly_stops_the_next)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, -ECOMM, 0), POLLED(POLLOUT),
					       REAPED_AS(0x81, -ENOENT, 0)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), -ECOMM);
	ck_assert_str_eq(sk_trace(sk), "SSSPRDPR");
	ck_assert_uint_eq(transfer->error_count, 4);
}

CASE(start_frame_is_for_the_first_round)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, 0), POLLED(POLLOUT),
					       REAPED_AS(0x81, 0, 0)};

	PLAY(steps);
	flags = CUSB_START_FRAME;
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), 0);
	ck_assert_uint_eq(urb_at(1)->flags, 0);
	ck_assert_uint_eq(urb_at(2)->flags, USBDEVFS_URB_ISO_ASAP);
}

CASE(plain_transfer_that_is_refused_is_tried_once)
{
	static const struct sk_step steps[] = {SUBMITTED(-EAGAIN)};

	PLAY(steps);
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), -EAGAIN);
	ck_assert_str_eq(sk_trace(sk), "S");
}

CASE(plain_transfer_that_finds_no_memory_at_all_is_enomem)
{
	sk_fail(sk, 'S', 1, 99, -ENOMEM);
	ck_assert_int_eq(run_plain(&iso_in, 4 * 64), -ENOMEM);
	ck_assert_uint_eq(transfer->actual_length, 0);
	ck_assert_str_eq(sk_trace(sk), "SSS");
}

CASE(plain_transfer_on_an_endpoint_without_bandwidth_is_emsgsize)
{
	static const struct cusb_endpoint none = {.bEndpointAddress = 0x81,
						  .bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
						  .interface = &sk_interface};

	ck_assert_int_eq(run_plain(&none, 64), -EMSGSIZE);
	ck_assert_str_eq(sk_trace(sk), "");
}

/* A device that leaves shows it in the packets first. */
static const struct {
	int events, with_packets, plain;
} failures[] = {{0, 0, -EPROTO}, {POLLHUP, -ENODEV, -ENODEV}};

CASE_PER_ROW(packets_that_all_fail_ask_whether_the_device_has_left, failures)
{
	const struct sk_step steps[] = {
		POLLED(POLLOUT),
		{.call = 'R', .endpoint = 0x81, .status = -EPROTO, .urb_is_well = true},
		LOOKED(failures[_i].events),
	};

	begin(2);
	PLAY(steps);
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), failures[_i].with_packets);
	ck_assert_str_eq(sk_trace(sk), "SPRp");
	ck_assert_uint_eq(transfer->error_count, 2);
	transfer->packet_count = 0;
	PLAY(steps);
	ck_assert_int_eq(sk_transfer(sk, &iso_in, transfer), failures[_i].plain);
}
