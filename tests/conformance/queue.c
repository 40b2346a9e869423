/* SPDX-License-Identifier: MIT */
/* The transfer queue: what is submitted is carried out in order, and reaped once. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "queue_case.h"

CASE(a_transfer_there_and_back)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *out = submit(dev, 0x01, 300, 5);

	CHECK_INT(cusb_in_flight(dev), 2);
	for (int i = 0; i < 2; i++) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK(transfer == in || transfer == out);
		CHECK_OK(transfer->status);
		CHECK_INT(transfer->actual_length, 300);
	}
	check_data(in, 300, 5);
	check_none_left(dev);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

#define AT_ONCE 4

CASE(several_are_reaped_at_once_in_their_order)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out[3 * AT_ONCE], *done[AT_ONCE];
	int reaped = 0;

	CHECK_INT(cusb_reap_several(dev, done, AT_ONCE), -ENODATA);
	for (unsigned int i = 0; i < 3 * AT_ONCE; i++)
		out[i] = submit(dev, 0x01, 100 + i, i);
	while (reaped < 3 * AT_ONCE) {
		int n = cusb_reap_several(dev, done, AT_ONCE);

		CHECK(n == -EAGAIN || (n > 0 && n <= AT_ONCE));
		for (int i = 0; i < n; i++, reaped++) {
			CHECK(done[i] == out[reaped]);
			CHECK_OK(done[i]->status);
			CHECK_INT(done[i]->actual_length, 100 + reaped);
		}
	}
	check_none_left(dev);
	for (int i = 0; i < 3 * AT_ONCE; i++)
		transfer_end(out[i]);
	cusb_device_free(dev);
}

CASE(several_of_nothing_that_has_completed)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 64, 0), *done[AT_ONCE];

	CHECK_INT(cusb_reap_several(dev, done, AT_ONCE), -EAGAIN);
	CHECK_INT(cusb_reap_several(dev, done, 0), -EINVAL);
	CHECK_OK(cusb_cancel(dev, in));
	CHECK_REAPED(dev, in, -ECANCELED, 0);
	transfer_end(in);
	cusb_device_free(dev);
}

#define MANY 100

CASE(a_hundred_in_flight_keep_their_order)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in[MANY], *out[MANY];
	size_t ins = 0, outs = 0;

	for (unsigned int i = 0; i < MANY; i++)
		in[i] = submit(dev, 0x81, 1024, 0);
	CHECK_INT(cusb_in_flight(dev), MANY);
	for (unsigned int i = 0; i < MANY; i++)
		out[i] = submit(dev, 0x01, 400 + i, i);
	while (ins + outs < 2 * MANY) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK_OK(transfer->status);
		if (transfer->bEndpointAddress == 0x01) {
			CHECK(transfer == out[outs++]);
			continue;
		}
		CHECK(transfer == in[ins]);
		CHECK_INT(transfer->actual_length, 400 + ins);
		check_data(transfer, 400 + ins, (unsigned int)ins);
		ins++;
	}
	check_none_left(dev);
	for (unsigned int i = 0; i < MANY; i++) {
		transfer_end(in[i]);
		transfer_end(out[i]);
	}
	cusb_device_free(dev);
}

CASE(nothing_in_flight)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *transfer, idle = {.bEndpointAddress = 0x81};

	check_none_left(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_cancel(dev, &idle), -ENOENT);
	CHECK_INT(cusb_cancel_all(dev, 0x81), 0);
	CHECK_INT(cusb_reap(dev, -3, &transfer), -EINVAL);
	cusb_device_free(dev);
}

CASE(nothing_has_ended)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *transfer = submit(dev, 0x81, 512, 0), *reaped = NULL;

	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	CHECK_INT(cusb_reap(dev, 20, &reaped), -ETIMEDOUT);
	CHECK(!reaped);
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_OK(cusb_cancel(dev, transfer));
	CHECK_REAPED(dev, transfer, -ECANCELED, 0);
	transfer_end(transfer);
	cusb_device_free(dev);
}

CASE(a_transfer_submitted_twice)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *transfer = submit(dev, 0x81, 512, 0);

	CHECK_INT(cusb_submit(dev, transfer), -EBUSY);
	CHECK_INT(cusb_transfer_run(dev, transfer), -EBUSY);
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_OK(cusb_cancel(dev, transfer));
	CHECK_REAPED(dev, transfer, -ECANCELED, 0);
	CHECK_INT(cusb_cancel(dev, transfer), -ENOENT);
	CHECK_OK(cusb_submit(dev, transfer)); /* idle again */
	CHECK_OK(cusb_cancel(dev, transfer));
	CHECK_REAPED(dev, transfer, -ECANCELED, 0);
	check_none_left(dev);
	transfer_end(transfer);
	cusb_device_free(dev);
}

CASE(transfers_that_are_refused)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *transfer = transfer_begin(0x0f, 64, 0);

	CHECK_INT(cusb_submit(dev, transfer), -ENOENT);
	transfer->bEndpointAddress = 0x181;
	CHECK_INT(cusb_submit(dev, transfer), -EINVAL);
	transfer->bEndpointAddress = 0x81;
	transfer->timeout_ms = -2;
	CHECK_INT(cusb_submit(dev, transfer), -EINVAL);
	transfer->timeout_ms = 0;
	transfer->flags = 0x80;
	CHECK_INT(cusb_submit(dev, transfer), -EINVAL);
	check_none_left(dev);
	transfer_end(transfer);
	cusb_device_free(dev);
}

CASE(control_requests_in_the_queue)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = transfer_begin(0, 8 + 5000, 1);
	struct cusb_transfer *in = transfer_begin(0, 8 + 6000, 1);

	cusb_fill_setup(out->data, 0x40, 0, 0, 0, 5000);
	cusb_fill_setup(in->data, 0xc0, 1, 0, 0, 6000);
	CHECK_OK(cusb_submit(dev, out));
	CHECK_OK(cusb_submit(dev, in));
	CHECK_REAPED(dev, out, 0, 5000);
	CHECK_REAPED(dev, in, 0, 5000);
	CHECK_BYTES((char *)in->data + 8, (char *)out->data + 8, 5000);
	CHECK_OK(cusb_transfer_run(dev, in));
	CHECK_INT(in->actual_length, 5000);
	cusb_fill_setup(in->data, 0xc0, 99, 0, 0, 8);
	CHECK_OK(cusb_submit(dev, in));
	CHECK_REAPED(dev, in, -EPIPE, 0);
	cusb_fill_setup(in->data, 0xc0, 1, 0, 0, 6001); /* more than there is room for */
	CHECK_INT(cusb_submit(dev, in), -EINVAL);
	in->length = 7;
	CHECK_INT(cusb_submit(dev, in), -EINVAL);
	check_none_left(dev);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(a_queued_control_request_to_an_interface_claims_it)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	struct cusb_transfer *transfer = transfer_begin(0, 8 + 4, 1);

	cusb_fill_setup(transfer->data, 0x21, 0, 0, 0, 4);
	CHECK_OK(cusb_submit(dev, transfer));
	CHECK_REAPED(dev, transfer, 0, 4);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	transfer_end(transfer);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_zero_packet_ends_what_is_full)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = transfer_begin(0x01, 1024, 3);
	struct cusb_transfer *in = submit(dev, 0x81, 4096, 0);

	out->flags = CUSB_ZERO_PACKET;
	CHECK_OK(cusb_transfer_run(dev, out));
	CHECK_INT(out->actual_length, 1024);
	CHECK_REAPED(dev, in, 0, 1024);
	check_data(in, 1024, 3);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(a_short_packet_that_is_not_ok)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0);

	in->flags = CUSB_SHORT_NOT_OK;
	CHECK_INT(cusb_write(dev, 0x01, "short", 5, GUARD_MS), 5);
	CHECK_OK(cusb_submit(dev, in));
	CHECK_REAPED(dev, in, -EREMOTEIO, 5);
	CHECK_INT(cusb_write(dev, 0x01, "short", 5, GUARD_MS), 5);
	CHECK_INT(cusb_transfer_run(dev, in), -EREMOTEIO);
	CHECK_INT(in->status, -EREMOTEIO);
	CHECK_INT(in->actual_length, 5);
	transfer_end(in);
	cusb_device_free(dev);
}

CASE(no_interrupt_is_accepted)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = transfer_begin(0x01, 100, 3);

	out->flags = CUSB_NO_INTERRUPT;
	CHECK_OK(cusb_submit(dev, out));
	CHECK_REAPED(dev, out, 0, 100);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(reaping_after_a_stall)
{
	struct cusb_device *dev = plug("stall");
	struct cusb_transfer *out = submit(dev, 0x01, 100, 3), *in;

	CHECK_REAPED(dev, out, -EPIPE, 0);
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	CHECK_OK(cusb_submit(dev, out));
	CHECK_REAPED(dev, out, 0, 100);
	in = submit(dev, 0x81, 512, 0);
	CHECK_REAPED(dev, in, -EPIPE, 0);
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	CHECK_OK(cusb_submit(dev, in));
	CHECK_REAPED(dev, in, 0, 100);
	check_data(in, 100, 3);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(sync_calls_beside_the_queue)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x82, 64, 0);

	for (size_t i = 1; i < 20; i++)
		check_loopback(dev, 0x01, 0x81, i * 100);
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_INT(cusb_write(dev, 0x02, "done", 4, GUARD_MS), 4);
	check_loopback(dev, 0x01, 0x81, 100); /* may have taken it from the kernel */
	CHECK_REAPED(dev, in, 0, 4);
	check_none_left(dev);
	transfer_end(in);
	cusb_device_free(dev);
}

CASE(fill_setup_is_little_endian)
{
	static const unsigned char want[8] = {0xc0, 0x12, 0x56, 0x34, 0x9a, 0x78, 0x34, 0x12};
	unsigned char got[8];

	cusb_fill_setup(got, 0xc0, 0x12, 0x3456, 0x789a, 0x1234);
	CHECK_BYTES(got, want, 8);
}
