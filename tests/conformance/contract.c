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
	world.backend->shutdown(handle);
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

/* As when another thread was quicker than a submit. */
static void check_refused(struct cusb_handle *handle, const struct cusb_endpoint *ep)
{
	char data[64];
	struct cusb_transfer transfer = {.bEndpointAddress = ep->bEndpointAddress,
					 .data = data,
					 .length = sizeof data,
					 .actual_length = 99},
			     *reaped;

	CHECK_INT(world.backend->submit(handle, ep, &transfer), -ECANCELED);
	CHECK_INT(world.backend->transfer(handle, ep, &transfer), -ECANCELED);
	CHECK_INT(transfer.actual_length, 0);
	CHECK_INT(world.backend->reap(handle, CUSB_DONT_WAIT, &reaped), -ENODATA);
}

CASE(nothing_begins_on_an_interface_that_is_not_claimed)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);

	check_refused(handle, bulk_in(dev));
	CHECK_OK(world.backend->claim(handle, 0));
	CHECK_OK(world.backend->release(handle, 0));
	check_refused(handle, bulk_in(dev));
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(nothing_begins_after_a_shutdown)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);

	CHECK_OK(world.backend->claim(handle, 0));
	world.backend->shutdown(handle);
	check_refused(handle, bulk_in(dev));
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(after_a_shutdown_the_rest_comes_back)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);
	char data[2][64];
	struct cusb_transfer *reaped,
		transfers[2] = {
			{.bEndpointAddress = 0x81, .data = data[0], .length = sizeof data[0]},
			{.bEndpointAddress = 0x81, .data = data[1], .length = sizeof data[1]},
		};

	CHECK_OK(world.backend->claim(handle, 0));
	for (int i = 0; i < 2; i++)
		CHECK_OK(world.backend->submit(handle, bulk_in(dev), &transfers[i]));
	CHECK_INT(world.backend->reap(handle, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	world.backend->shutdown(handle);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(world.backend->reap(handle, CUSB_NO_TIMEOUT, &reaped));
		CHECK_INT(reaped->status, -ECANCELED);
	}
	CHECK_INT(world.backend->reap(handle, CUSB_NO_TIMEOUT, &reaped), -ENODATA);
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(cancelling_what_is_not_in_flight_looks_at_the_pointer_alone)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);
	struct cusb_transfer transfer;

	memset(&transfer, 0xa5, sizeof transfer);
	CHECK_INT(world.backend->cancel(handle, &transfer), -ENOENT);
	CHECK_INT(world.backend->cancel_all(handle, 0x81), 0);
	close_handle(handle);
	cusb_device_free(dev);
}

CASE(a_poll_descriptor_shows_nothing_while_nothing_is_there)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_handle *handle = open_handle(dev);
	struct pollfd fd = {.fd = world.backend->poll_fd(handle), .events = POLLIN | POLLOUT};

	CHECK_INT(poll(&fd, 1, 0), 0);
	CHECK_INT(world.backend->poll_timeout(handle), -1);
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
