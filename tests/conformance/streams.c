/* SPDX-License-Identifier: MIT */
/* Bulk streams: several queues on one endpoint. */
#define CASES_NEED NEED_STREAMS

#include <errno.h>
#include <string.h>

#include "world.h"

#define CASE_STREAMS(name) CASE_ONLY(name, WORLD_VIRTUAL, "vhci_hcd has no bulk streams")

static const uint8_t both[] = {0x01, 0x81};

static struct cusb_transfer make(unsigned int bEndpointAddress, unsigned int stream_id, void *data,
				 size_t length)
{
	return (struct cusb_transfer){.bEndpointAddress = bEndpointAddress,
				      .stream_id = stream_id,
				      .data = data,
				      .length = length,
				      .timeout_ms = GUARD_MS};
}

static void write_stream(struct cusb_device *dev, unsigned int stream_id, const char *text)
{
	char data[64];
	struct cusb_transfer out = make(0x01, stream_id, data, strlen(text));

	strcpy(data, text);
	CHECK_OK(cusb_transfer_run(dev, &out));
	CHECK_INT(out.actual_length, strlen(text));
}

static void read_stream(struct cusb_device *dev, unsigned int stream_id, const char *text)
{
	char data[64] = "";
	struct cusb_transfer in = make(0x81, stream_id, data, sizeof data);

	CHECK_OK(cusb_transfer_run(dev, &in));
	CHECK_INT(in.actual_length, strlen(text));
	CHECK_STR(data, text);
}

/* The device with as many streams on both endpoints. */
static struct cusb_device *plug_streams(unsigned int count)
{
	struct cusb_device *dev = plug("streams");

	CHECK_INT(cusb_streams_alloc(dev, count, both, 2), count);
	return dev;
}

static void check_max(const char *model, unsigned int max)
{
	struct cusb_device *dev = plug(model);
	const struct cusb_endpoint *ep;

	cusb_for_each_endpoint (cusb_interface_at(dev->configurations, 0, 0), ep)
		CHECK_INT(cusb_streams_max(ep), max);
	cusb_device_free(dev);
}

CASE(most_streams_are_as_the_companion_says)
{
	check_max("streams", 16);
	check_max("super", 0);
	check_max("loopback", 0);
}

CASE_STREAMS(streams_are_as_many_as_there_can_be)
{
	struct cusb_device *dev = plug_streams(4);

	CHECK_OK(cusb_streams_free(dev, both, 2));
	CHECK_INT(cusb_streams_alloc(dev, 1000, both, 2), 16);
	cusb_device_free(dev);
}

CASE_STREAMS(each_stream_has_data_of_its_own)
{
	struct cusb_device *dev = plug_streams(16);

	write_stream(dev, 1, "one");
	write_stream(dev, 16, "sixteen");
	write_stream(dev, 2, "two");
	read_stream(dev, 2, "two");
	read_stream(dev, 16, "sixteen");
	read_stream(dev, 1, "one");
	cusb_device_free(dev);
}

static void reap_stream(struct cusb_device *dev, const struct cusb_transfer *expected, int status)
{
	struct cusb_transfer *done = NULL;

	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK(done == expected);
	CHECK_INT(done->status, status);
}

CASE_STREAMS(streams_complete_out_of_order)
{
	struct cusb_device *dev = plug_streams(16);
	char data[3][64] = {""};
	struct cusb_transfer in[3];

	for (unsigned int i = 0; i < 3; i++) {
		in[i] = make(0x81, i + 1, data[i], sizeof data[i]);
		CHECK_OK(cusb_submit(dev, &in[i]));
	}
	write_stream(dev, 3, "three");
	reap_stream(dev, &in[2], 0);
	write_stream(dev, 1, "one");
	reap_stream(dev, &in[0], 0);
	CHECK_OK(cusb_cancel(dev, &in[1]));
	reap_stream(dev, &in[1], -ECANCELED);
	CHECK_STR(data[2], "three");
	CHECK_STR(data[0], "one");
	cusb_device_free(dev);
}

CASE_STREAMS(removing_streams_cancels_their_transfers)
{
	struct cusb_device *dev = plug_streams(4);
	char data[64];
	struct cusb_transfer in = make(0x81, 1, data, sizeof data);

	CHECK_OK(cusb_submit(dev, &in));
	CHECK_OK(cusb_streams_free(dev, both, 2));
	reap_stream(dev, &in, -ECANCELED);
	cusb_device_free(dev);
}

CASE_STREAMS(stream_that_was_not_allocated_is_invalid)
{
	struct cusb_device *dev = plug_streams(4);
	char data[64];
	struct cusb_transfer in = make(0x81, 5, data, sizeof data);

	CHECK_INT(cusb_submit(dev, &in), -EINVAL);
	in.stream_id = 0;
	CHECK_INT(cusb_submit(dev, &in), -EINVAL);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_in_flight(dev), 0);
	cusb_device_free(dev);
}

CASE_STREAMS(endpoint_is_as_others_without_streams)
{
	struct cusb_device *dev = plug_streams(4);

	CHECK_OK(cusb_streams_free(dev, both, 2));
	check_loopback(dev, 0x01, 0x81, 5000);
	cusb_device_free(dev);
}

CASE_STREAMS(streams_are_allocated_and_freed_once)
{
	struct cusb_device *dev = plug_streams(4);

	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), -EINVAL);
	CHECK_OK(cusb_streams_free(dev, both, 2));
	CHECK_INT(cusb_streams_free(dev, both, 2), -EINVAL);
	cusb_device_free(dev);
}

CASE(endpoints_without_streams)
{
	struct cusb_device *dev = plug("super");

	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), -EINVAL);
	CHECK_INT(cusb_streams_free(dev, both, 2), -EINVAL);
	cusb_device_free(dev);
	dev = plug_loopback();
	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), -EINVAL);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE(arguments_of_streams)
{
	static const uint8_t absent[] = {0x01, 0x85};
	struct cusb_device *dev = plug("streams");

	CHECK_INT(cusb_streams_alloc(dev, 1, both, 2), -EINVAL);
	CHECK_INT(cusb_streams_alloc(dev, 4, both, 0), -EINVAL);
	CHECK_INT(cusb_streams_alloc(dev, 4, absent, 2), -ENOENT);
	CHECK_INT(cusb_streams_free(dev, both, 0), -EINVAL);
	CHECK_INT(cusb_streams_free(dev, absent, 2), -ENOENT);
	cusb_device_free(dev);
}

CASE_STREAMS(altsetting_release_and_reset_take_streams_away)
{
	struct cusb_device *dev = plug_streams(4);

	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), 4);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), 4);
	CHECK_OK(cusb_reset(dev));
	CHECK_INT(cusb_streams_free(dev, both, 2), -EINVAL);
	cusb_device_free(dev);
}

CASE_STREAMS(unplugged_with_streams_in_flight)
{
	const char *name = world_plug("streams");
	struct cusb_device *dev = find_name(name);
	char data[16][64];
	struct cusb_transfer in[16], *done;

	CHECK_INT(cusb_streams_alloc(dev, 16, both, 2), 16);
	for (unsigned int i = 0; i < 16; i++) {
		in[i] = make(0x81, i + 1, data[i], sizeof data[i]);
		CHECK_OK(cusb_submit(dev, &in[i]));
	}
	world_unplug(name);
	for (unsigned int i = 0; i < 16; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK_INT(done->status, -ENODEV);
	}
	CHECK_INT(cusb_reap(dev, GUARD_MS, &done), -ENODATA);
	CHECK_INT(cusb_streams_alloc(dev, 4, both, 2), -ENODEV);
	cusb_device_free(dev);
}
