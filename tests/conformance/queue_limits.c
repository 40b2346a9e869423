/* SPDX-License-Identifier: MIT */
/* Time limits of transfers in the queue. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "queue_case.h"

CASE(short_and_long_time_limits)
{
	static const int limits[] = {300, 40, 0, 120, 80};
	static const size_t order[] = {1, 4, 3, 0};
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in[5];
	int64_t start = now_ms();

	for (size_t i = 0; i < 5; i++) {
		in[i] = transfer_begin(0x81, 512, 0);
		in[i]->timeout_ms = patience(limits[i]);
		CHECK_OK(cusb_submit(dev, in[i]));
	}
	for (size_t i = 0; i < 4; i++) {
		const struct cusb_transfer *reaped = reap(dev);

		/* In order; but those that are late together may come in any. */
		CHECK(reaped != in[2]);
		CHECK_INT(reaped->status, -ETIMEDOUT);
		CHECK(now_ms() - start >= reaped->timeout_ms - 1);
		CHECK(now_ms() - start >= patience(limits[order[i]]) - 1);
	}
	CHECK_INT(cusb_poll_timeout(dev), -1);
	CHECK_OK(cusb_cancel(dev, in[2]));
	CHECK_REAPED(dev, in[2], -ECANCELED, 0);
	for (size_t i = 0; i < 5; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

CASE(a_time_limit_keeps_what_came)
{
	struct cusb_device *dev = plug("partial");
	struct cusb_transfer *in = transfer_begin(0x81, 4096, 0);

	LONGER (ms, 60) {
		set_count(dev, 2);
		in->timeout_ms = ms;
		CHECK_OK(cusb_submit(dev, in));
		CHECK(reap(dev) == in);
		CHECK_INT(in->status, -ETIMEDOUT);
		if (in->actual_length == 1024)
			break;
	}
	CHECK_INT(in->actual_length, 1024);
	transfer_end(in);
	cusb_device_free(dev);
}

CASE(a_time_limit_that_is_met)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0);

	in->timeout_ms = CUSB_DEFAULT_TIMEOUT;
	CHECK_OK(cusb_set_default_timeout(dev, GUARD_MS));
	CHECK_OK(cusb_submit(dev, in));
	CHECK(cusb_poll_timeout(dev) > GUARD_MS / 2);
	CHECK(cusb_poll_timeout(dev) <= GUARD_MS);
	CHECK_INT(cusb_write(dev, 0x01, "here", 4, GUARD_MS), 4);
	CHECK_REAPED(dev, in, 0, 4);
	CHECK_INT(cusb_poll_timeout(dev), -1);
	CHECK_INT(in->timeout_ms, CUSB_DEFAULT_TIMEOUT);
	transfer_end(in);
	cusb_device_free(dev);
}

/* Nobody reaps: the limit is seen to when somebody looks. */
CASE(a_time_limit_that_passed_unnoticed)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0), *reaped = NULL;

	in->timeout_ms = 10;
	CHECK_OK(cusb_submit(dev, in));
	sleep_ms(30);
	CHECK_INT(cusb_poll_timeout(dev), 0);
	/* A host that is told to stop may take its time. */
	CHECK_EITHER(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), 0,
		     world.kind & WORLD_REMOTE ? -EAGAIN : 0);
	if (!reaped)
		CHECK_OK(cusb_reap(dev, GUARD_MS, &reaped));
	CHECK(reaped == in);
	CHECK_INT(in->status, -ETIMEDOUT);
	transfer_end(in);
	cusb_device_free(dev);
}

/* A sync call on another endpoint waits longer than the transfer of the queue may take. */
CASE(a_sync_call_looks_after_the_time_limits)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0), *reaped = NULL;
	char buffer[64];

	in->timeout_ms = 20;
	CHECK_OK(cusb_submit(dev, in));
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, patience(100)), -ETIMEDOUT);
	if (!(world.kind & WORLD_REMOTE)) /* a host that is told to stop may take its time */
		CHECK_INT(cusb_poll_timeout(dev), 0);
	CHECK_OK(cusb_reap(dev, world.kind & WORLD_REMOTE ? GUARD_MS : CUSB_DONT_WAIT, &reaped));
	CHECK_INT(in->status, -ETIMEDOUT);
	transfer_end(in);
	cusb_device_free(dev);
}
