/* SPDX-License-Identifier: MIT */
/* The queue in a loop of the program's own. */
#define CASES_SHARE 1

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "queue_case.h"

/* Waits as a loop does, and reaps what there is; returns how many. */
static int turn(struct cusb_device *dev)
{
	struct pollfd fd = {.fd = cusb_poll_fd(dev), .events = POLLIN | POLLOUT};
	struct cusb_transfer *reaped;
	int err, count = 0, timeout = cusb_poll_timeout(dev);

	CHECK(fd.fd >= 0);
	CHECK(poll(&fd, 1, timeout < 0 ? GUARD_MS : timeout) >= 0);
	while ((err = cusb_reap(dev, CUSB_DONT_WAIT, &reaped)) == 0)
		count++;
	CHECK(err == -EAGAIN || err == -ENODATA);
	return count;
}

CASE(a_loop_is_woken_by_what_ends)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in[5];
	int count = 0;

	for (size_t i = 0; i < 5; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	CHECK_INT(cusb_poll_timeout(dev), -1);
	for (size_t i = 0; i < 5; i++)
		CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	while (count < 5)
		count += turn(dev);
	CHECK_INT(cusb_in_flight(dev), 0);
	for (size_t i = 0; i < 5; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

CASE(a_loop_keeps_time_limits)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in[3];
	int64_t start = now_ms();
	int count = 0, turns = 0;

	for (int i = 0; i < 3; i++) {
		in[i] = transfer_begin(0x81, 512, 0);
		in[i]->timeout_ms = patience(20 * (i + 1));
		CHECK_OK(cusb_submit(dev, in[i]));
	}
	for (; count < 3; turns++)
		count += turn(dev);
	CHECK(now_ms() - start >= patience(60) - 1);
	CHECK(turns < 10); /* it sleeps, and does not spin */
	for (int i = 0; i < 3; i++) {
		CHECK_INT(in[i]->status, -ETIMEDOUT);
		transfer_end(in[i]);
	}
	cusb_device_free(dev);
}

CASE(a_loop_sees_unplugging)
{
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *in[3];
	struct pollfd fd = {.events = POLLIN | POLLOUT};
	int count = 0;

	for (int i = 0; i < 3; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	world_unplug(name);
	while (count < 3)
		count += turn(dev);
	for (int i = 0; i < 3; i++) {
		CHECK_INT(in[i]->status, -ENODEV);
		transfer_end(in[i]);
	}
	fd.fd = cusb_poll_fd(dev);
	CHECK_INT(poll(&fd, 1, GUARD_MS), 1);
	CHECK(fd.revents & (POLLHUP | POLLIN)); /* the native backend's, another's */
	check_none_left(dev);
	cusb_device_free(dev);
}
