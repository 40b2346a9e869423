/* SPDX-License-Identifier: MIT */
/* What the queue costs, and what it does when calls and allocations fail. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "queue_case.h"
#include "seam.h"

static struct cusb_backend *backend;

static struct cusb_device *begin(const char *model)
{
	const char *name = world_plug(model);
	struct cusb_device *dev = NULL;

	backend = seam_begin();
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, name), &dev));
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_OK(cusb_claim_interface(dev, 0));
	seam_reset();
	return dev;
}

static void end(struct cusb_device *dev)
{
	cusb_device_free(dev);
	seam_end();
}

#define DEPTH 16

CASE(two_calls_for_each_and_a_poll_for_all)
{
	struct cusb_device *dev = begin("loopback");
	struct cusb_transfer *out[DEPTH], *reaped;
	unsigned int polls;

	for (size_t i = 0; i < DEPTH; i++)
		out[i] = transfer_begin(0x01, 512, 0);
	CHECK_OK(cusb_submit(dev, out[0]));
	CHECK(reap(dev) == out[0]);
	seam_reset();
	alloc_reset();
	for (size_t i = 0; i < DEPTH; i++)
		CHECK_OK(cusb_submit(dev, out[i]));
	CHECK_INT(seam_count_all(), DEPTH);
	for (size_t i = 0; i < DEPTH; i++)
		CHECK(reap(dev) == out[i]);
	CHECK_INT(alloc_count(), 0);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SUBMITURB), DEPTH);
	polls = seam_count(VIRTUAL_PPOLL, 0);
	CHECK(seam_count(VIRTUAL_IOCTL, USBDEVFS_REAPURBNDELAY) <= DEPTH + polls);
	if (world.kernel)
		CHECK(seam_count_all() <= 2 * DEPTH + 1);
	seam_reset();
	CHECK_INT(cusb_reap(dev, CUSB_NO_TIMEOUT, &reaped), -ENODATA);
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), -ENODATA);
	CHECK_INT(seam_count_all(), 0);
	for (size_t i = 0; i < DEPTH; i++)
		transfer_end(out[i]);
	end(dev);
}

CASE(waiting_with_nothing_ahead_is_one_poll_and_no_probing)
{
	struct cusb_device *dev = begin("nak");
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *reaped;

	seam_reset();
	CHECK_INT(cusb_reap(dev, 20, &reaped), -ETIMEDOUT);
	CHECK_INT(seam_count(VIRTUAL_PPOLL, 0), 1);
	CHECK_INT(seam_count_all(), 1);
	seam_reset();
	CHECK_OK(cusb_cancel(dev, in));
	CHECK_INT(cusb_cancel(dev, in), -EALREADY);
	CHECK_INT(cusb_cancel_all(dev, 0x81), 1);
	CHECK_INT(seam_count_all(), 1); /* discarded once */
	CHECK_REAPED(dev, in, -ECANCELED, 0);
	transfer_end(in);
	end(dev);
}

CASE(time_limits_cost_no_calls)
{
	struct cusb_device *dev = begin("loopback");
	struct cusb_transfer *out = transfer_begin(0x01, 512, 0);

	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	out->timeout_ms = GUARD_MS;
	for (int i = 0; i < 3; i++) {
		seam_reset();
		CHECK_OK(cusb_submit(dev, out));
		CHECK_REAPED(dev, out, 0, 512);
		CHECK(seam_count_all() <= (world.kernel ? 3U : 4U));
	}
	transfer_end(out);
	end(dev);
}

CASE(a_loop_with_poll_costs_no_more)
{
	struct cusb_device *dev = begin("loopback");
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *reaped;
	struct pollfd fd = {.fd = cusb_poll_fd(dev), .events = POLLOUT};

	CHECK(fd.fd >= 0);
	CHECK_INT(poll(&fd, 1, 0), 0);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	seam_reset();
	CHECK_INT(poll(&fd, 1, GUARD_MS), 1);
	CHECK_INT(fd.revents, POLLOUT);
	CHECK_OK(cusb_reap(dev, CUSB_DONT_WAIT, &reaped));
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), -ENODATA);
	CHECK_INT(seam_count_all(), 1);
	transfer_end(in);
	end(dev);
}

static char out_data[100000], in_data[100001], interrupt_data[64];
static struct cusb_transfer transfers[3];

static int submit_all(struct cusb_device *dev, size_t *count)
{
	int err = 0;

	fill(out_data, sizeof out_data, 5);
	transfers[0] = (struct cusb_transfer){
		.bEndpointAddress = 0x82, .data = interrupt_data, .length = sizeof interrupt_data};
	transfers[1] = (struct cusb_transfer){
		.bEndpointAddress = 0x01, .data = out_data, .length = sizeof out_data};
	transfers[2] = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = in_data, .length = sizeof in_data};
	for (size_t i = 0; i < 3 && err == 0; i++) {
		transfers[i].timeout_ms = GUARD_MS;
		err = cusb_submit(dev, &transfers[i]);
		*count += err == 0;
	}
	return err;
}

/* The first error that one of them ended with, but for the first, which is cancelled. */
static int reap_all(struct cusb_device *dev, size_t count)
{
	struct cusb_transfer *reaped;
	int err = 0;

	while (count > 0) {
		int reap_err = cusb_reap(dev, GUARD_MS, &reaped);

		if (reap_err == -EINTR)
			continue;
		CHECK_OK(reap_err);
		CHECK(reaped->status <= 0);
		count--;
		if (reaped == &transfers[0] || reaped->status == 0)
			continue;
		err = reaped->status;
		cusb_close(dev); /* or the other one waits for ever */
	}
	return err;
}

/* A transfer there and back, with one in flight beside it. Ends well or with an error. */
static int session(void)
{
	struct cusb_device *dev = NULL;
	size_t count = 0;
	int reap_err, err = cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev);

	if (err < 0)
		return err;
	err = submit_all(dev, &count);
	if (count > 0)
		CHECK_OK(cusb_cancel(dev, &transfers[0]));
	CHECK_INT(cusb_in_flight(dev), count);
	if (err < 0)
		cusb_close(dev);
	reap_err = reap_all(dev, count);
	if (err == 0)
		err = reap_err;
	if (err == 0)
		CHECK_BYTES(in_data, out_data, sizeof out_data);
	check_none_left(dev);
	cusb_device_free(dev);
	CHECK_INT(seam_open_fds(), 0);
	return err;
}

static void begin_sessions(void)
{
	world_plug("loopback");
	backend = seam_begin();
	CHECK_OK(session());
}

CASE(every_call_for_a_urb_fails)
{
	static const unsigned long requests[] = {USBDEVFS_SUBMITURB, USBDEVFS_CLAIMINTERFACE,
						 USBDEVFS_GET_CAPABILITIES};
	static const int errors[] = {-ENOMEM, -ENODEV, -EPIPE, -EIO, -EHOSTUNREACH, 0};

	begin_sessions();
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		seam_fail_each(VIRTUAL_IOCTL, requests[i], errors, session);
	seam_end();
}

CASE(every_reap_of_the_queue_fails)
{
	static const int errors[] = {-EAGAIN, -EINTR, -ENODEV, 0};

	begin_sessions();
	seam_fail_each(VIRTUAL_IOCTL, USBDEVFS_REAPURBNDELAY, errors, session);
	seam_end();
}

CASE(every_poll_of_the_queue_fails)
{
	static const int errors[] = {-EINTR, -ENOMEM, 0};

	begin_sessions();
	seam_fail_each(VIRTUAL_PPOLL, 0, errors, session);
	seam_end();
}

CASE(every_allocation_of_a_session_with_the_queue_fails)
{
	begin_sessions();
	for (unsigned int nth = 1;; nth++) {
		int err;

		alloc_reset();
		alloc_fail(nth);
		err = session();
		if (!alloc_failed())
			break;
		CHECK_EITHER(err, 0, -ENOMEM);
		alloc_reset();
		CHECK_OK(session());
	}
	alloc_reset();
	seam_end();
}

CASE(a_signal_ends_a_reap)
{
	struct cusb_device *dev = begin("nak");
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *reaped;

	seam_fail(VIRTUAL_PPOLL, 0, 1, 1, -EINTR);
	CHECK_INT(cusb_reap(dev, GUARD_MS, &reaped), -EINTR);
	CHECK_INT(cusb_in_flight(dev), 1);
	cusb_close(dev);
	CHECK_REAPED(dev, in, -ECANCELED, 0);
	transfer_end(in);
	end(dev);
}
