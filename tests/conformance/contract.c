/* SPDX-License-Identifier: MIT */
/*
 * What <cusb/backend.h> asks of a backend and the library's own calls show by chance only, in a
 * race: here its functions are called by hand.
 */
#define CASES_SHARE 1

#include <errno.h>
#include <poll.h>
#include <string.h>

#include <cusb/backend.h>

#include "world.h"

static struct cusb_handle *open_handle(const struct cusb_device *dev)
{
	struct cusb_handle *handle = NULL;

	CHECK_OK(world.backend->open(world.backend, dev, -1, &handle));
	return handle;
}

static const struct cusb_endpoint *bulk_in(const struct cusb_device *dev)
{
	return cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), 1);
}

static void close_handle(struct cusb_handle *handle)
{
	world.backend->release(handle, 0);
	world.backend->close(handle);
}

static int stop_at_second(const struct cusb_candidate *candidate, void *user)
{
	int *visited = user;

	CHECK(candidate->name[0] && candidate->descriptors_length >= 18);
	return ++*visited == 2 ? 4711 : 0;
}

CASE(a_visit_that_says_so_ends_the_listing)
{
	int visited = 0;

	world_plug("loopback");
	world_plug("nak");
	CHECK_INT(world.backend->enumerate(world.backend, NULL, stop_at_second, &visited), 4711);
	CHECK_INT(visited, 2);
}

CASE(claims_of_handles)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *one = open_handle(dev), *two = open_handle(dev);

	CHECK_OK(world.backend->claim(one, 0));
	CHECK_OK(world.backend->claim(one, 0));
	CHECK_INT(world.backend->claim(two, 0), -EBUSY);
	CHECK_EITHER(world.backend->claim(two, 9), -ENOENT, -EINVAL);
	CHECK_OK(world.backend->release(one, 0));
	CHECK_OK(world.backend->claim(two, 0));
	close_handle(one);
	close_handle(two);
	cusb_device_free(dev);
}

static struct cusb_handle *open_and_claim(struct cusb_device **dev)
{
	struct cusb_handle *handle;

	*dev = plug_loopback();
	handle = open_handle(*dev);
	CHECK_OK(world.backend->claim(handle, 0));
	return handle;
}

/* As the core links those in flight on a handle. */
static void submit_two(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		       struct cusb_transfer *transfers)
{
	static char data[2][64];

	for (int i = 0; i < 2; i++) {
		transfers[i] = (struct cusb_transfer){.bEndpointAddress = ep->bEndpointAddress,
						      .data = data[i],
						      .length = sizeof data[i]};
		cusb_queue_entry_of(&transfers[i])->endpoint = ep;
		cusb_queue_entry_of(&transfers[i])->prev = i ? &transfers[0] : NULL;
		if (i)
			cusb_queue_entry_of(&transfers[0])->next = &transfers[1];
		CHECK_OK(world.backend->queue->submit(handle, ep, &transfers[i]));
	}
}

static int reap_waiting(struct cusb_handle *handle, struct cusb_transfer *newest,
			struct cusb_transfer **reaped)
{
	const struct cusb_queue_operations *queue = world.backend->queue;
	int err = -EAGAIN;

	while (err == -EAGAIN) {
		*reaped = newest;
		err = queue->reap(handle, reaped);
		if (err == -EAGAIN)
			queue->wait(handle, NULL);
	}
	return err;
}

CASE(what_is_discarded_comes_back)
{
	struct cusb_device *dev;
	struct cusb_handle *handle = open_and_claim(&dev);
	struct cusb_transfer transfers[2], *reaped = &transfers[1];

	submit_two(handle, bulk_in(dev), transfers);
	CHECK_INT(world.backend->queue->reap(handle, &reaped), -EAGAIN);
	for (int i = 1; i >= 0; i--)
		CHECK(world.backend->queue->discard(handle, &transfers[i]) >= 0);
	for (int i = 0; i < 2; i++) {
		CHECK(reap_waiting(handle, &transfers[1], &reaped) >= 0);
		CHECK_INT(reaped->status, -ECANCELED);
		CHECK_INT(reaped->actual_length, 0);
	}
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(a_wait_in_vain_takes_its_time_and_no_more)
{
	struct cusb_device *dev;
	struct cusb_handle *handle = open_and_claim(&dev);
	struct timespec remaining = {0, 20000000};
	int err = 0;

	/* It may return without a reason, but not for ever: the time goes down. */
	while (err == 0)
		err = world.backend->queue->wait(handle, &remaining);
	CHECK_INT(err, -ETIMEDOUT);
	CHECK_INT(remaining.tv_sec, 0);
	CHECK_INT(remaining.tv_nsec, 0);
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(a_wait_ends_when_there_is_something_to_reap)
{
	struct cusb_device *dev;
	struct cusb_handle *handle = open_and_claim(&dev);
	struct cusb_transfer transfers[2], *reaped;
	struct pollfd fd = {.fd = world.backend->queue->poll_fd(handle),
			    .events = POLLIN | POLLOUT};

	submit_two(handle, bulk_in(dev), transfers);
	CHECK_INT(poll(&fd, 1, 0), 0);
	world.backend->queue->discard(handle, &transfers[1]);
	CHECK_INT(poll(&fd, 1, patience(1000)), 1);
	CHECK(reap_waiting(handle, &transfers[1], &reaped) >= 0);
	CHECK(reaped == &transfers[1]);
	world.backend->queue->discard(handle, &transfers[0]);
	cusb_queue_entry_of(&transfers[0])->next = NULL;
	CHECK(reap_waiting(handle, &transfers[0], &reaped) >= 0);
	CHECK(reaped == &transfers[0]);
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(a_poll_descriptor_shows_nothing_while_nothing_is_there)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);
	struct pollfd fd = {.fd = world.backend->queue->poll_fd(handle),
			    .events = POLLIN | POLLOUT};

	CHECK_INT(poll(&fd, 1, 0), 0);
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(opening_what_was_unplugged)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);
	struct cusb_handle *handle = NULL;

	world_unplug(name);
	CHECK_INT(world.backend->open(world.backend, dev, -1, &handle), -ENODEV);
	cusb_device_free(dev);
}
