/* SPDX-License-Identifier: MIT */
/* Transfers that have a function to call. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "queue_case.h"

struct seen {
	int calls, left;
	char buffer[64];
};

static void count(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	struct seen *seen = transfer->user;

	(void)dev;
	seen->calls++;
}

/* cusb_reap() hands nothing out. */
static void reap_called(struct cusb_device *dev)
{
	struct cusb_transfer none, *transfer = &none;

	CHECK_OK(cusb_reap(dev, GUARD_MS, &transfer));
	CHECK(!transfer);
}

static struct cusb_transfer *begin(unsigned int bEndpointAddress, struct seen *seen,
				   void (*complete)(struct cusb_device *, struct cusb_transfer *))
{
	struct cusb_transfer *transfer = transfer_begin(bEndpointAddress, 64, 0);

	transfer->user = seen;
	transfer->complete = complete;
	return transfer;
}

CASE(a_function_is_called_once)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};
	struct cusb_transfer *out = begin(0x01, &seen, count);

	CHECK_OK(cusb_submit(dev, out));
	CHECK_INT(seen.calls, 0);
	reap_called(dev);
	CHECK_INT(seen.calls, 1);
	CHECK_OK(cusb_transfer_run(dev, out)); /* not called for a sync one */
	CHECK_INT(seen.calls, 1);
	check_none_left(dev);
	transfer_end(out);
	cusb_device_free(dev);
}

static void submit_again(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	struct seen *seen = transfer->user;

	CHECK_OK(transfer->status);
	seen->calls++;
	if (--seen->left > 0)
		CHECK_OK(cusb_submit(dev, transfer));
}

CASE(a_function_submits_the_transfer_again)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {.left = 50};
	struct cusb_transfer *out[4], *transfer;

	for (size_t i = 0; i < 4; i++) {
		out[i] = begin(0x01, &seen, submit_again);
		CHECK_OK(cusb_submit(dev, out[i]));
	}
	while (cusb_reap(dev, GUARD_MS, &transfer) == 0)
		CHECK(!transfer);
	CHECK_INT(seen.calls, 53);
	check_none_left(dev);
	for (size_t i = 0; i < 4; i++)
		transfer_end(out[i]);
	cusb_device_free(dev);
}

static void transfer_in_between(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	struct seen *seen = transfer->user;

	seen->calls++;
	CHECK_INT(cusb_read(dev, 0x81, seen->buffer, sizeof seen->buffer, GUARD_MS), 64);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, seen->buffer, 8, GUARD_MS), 8);
}

CASE(a_function_makes_sync_transfers)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};
	struct cusb_transfer *out[2];

	for (size_t i = 0; i < 2; i++) {
		out[i] = begin(0x01, &seen, transfer_in_between);
		CHECK_OK(cusb_submit(dev, out[i]));
	}
	reap_called(dev);
	reap_called(dev);
	CHECK_INT(seen.calls, 2);
	check_none_left(dev);
	for (size_t i = 0; i < 2; i++)
		transfer_end(out[i]);
	cusb_device_free(dev);
}

static void close_device(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	count(dev, transfer);
	cusb_close(dev);
}

CASE(a_function_closes_the_device)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};
	struct cusb_transfer *in = begin(0x81, &seen, count),
			     *out = begin(0x01, &seen, close_device);

	in->length = 0;
	in->bEndpointAddress = 0x82;
	CHECK_OK(cusb_submit(dev, in));
	CHECK_OK(cusb_submit(dev, out));
	reap_called(dev);
	CHECK(!cusb_is_open(dev));
	reap_called(dev);
	CHECK_INT(in->status, -ECANCELED);
	CHECK_INT(seen.calls, 2);
	check_none_left(dev);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

static void cancel_others(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	count(dev, transfer);
	CHECK_INT(cusb_cancel(dev, transfer), -ENOENT);
	cusb_cancel_all(dev, 0x82);
}

CASE(a_function_cancels_others)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};
	struct cusb_transfer *in = begin(0x82, &seen, count);
	struct cusb_transfer *out = begin(0x01, &seen, cancel_others);

	CHECK_OK(cusb_submit(dev, in));
	CHECK_OK(cusb_submit(dev, out));
	reap_called(dev);
	reap_called(dev);
	CHECK_INT(in->status, -ECANCELED);
	check_none_left(dev);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

static void free_it(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	count(dev, transfer);
	transfer_end(transfer);
}

CASE(a_function_frees_the_transfer)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};

	for (int i = 0; i < 3; i++)
		CHECK_OK(cusb_submit(dev, begin(0x01, &seen, free_it)));
	for (int i = 0; i < 3; i++)
		reap_called(dev);
	CHECK_INT(seen.calls, 3);
	check_none_left(dev);
	cusb_device_free(dev);
}

static void free_device(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	count(dev, transfer);
	transfer_end(transfer);
	cusb_device_free(dev);
}

CASE(a_function_frees_the_device)
{
	struct cusb_device *dev = plug_loopback();
	struct seen seen = {0};

	CHECK_OK(cusb_submit(dev, begin(0x01, &seen, free_device)));
	reap_called(dev);
	CHECK_INT(seen.calls, 1);
}
