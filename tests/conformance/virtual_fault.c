/* SPDX-License-Identifier: MIT */
/*
 * What goes wrong with a device, as a program sees it: a loopback device of the box, with a fault.
 */
#include <errno.h>
#include <string.h>

#include "queue_case.h"

/* Plugs it in with that fault. It lives as long as the case. */
static const char *plug_name(struct cusb_virtual_fault fault)
{
	static struct cusb_virtual_model model;
	static struct cusb_virtual_fault faults[1];

	faults[0] = fault;
	model = *cusb_virtual_find_model("loopback");
	model.faults = faults;
	model.fault_count = 1;
	return world_plug_model(&model);
}

#define PLUG_WITH(...) find_name(plug_name((struct cusb_virtual_fault){__VA_ARGS__}))

/* Ends a transfer with an error; the count is true all the same. */
static void check_transfer(struct cusb_device *dev, unsigned int bEndpointAddress, int status,
			   size_t actual_length)
{
	static unsigned char data[2048];
	struct cusb_transfer transfer = {.bEndpointAddress = bEndpointAddress,
					 .data = data,
					 .length = sizeof data,
					 .timeout_ms = GUARD_MS};

	CHECK_INT(cusb_transfer_run(dev, &transfer), status);
	CHECK_INT(transfer.actual_length, actual_length);
}

CASE(fault_stall_lasts_until_it_is_cleared)
{
	struct cusb_device *dev =
		PLUG_WITH(.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_STALL, .times = 1);
	char data[512] = "";

	CHECK_INT(cusb_write(dev, 0x01, "hello", 5, GUARD_MS), 5);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 5);
	CHECK_BYTES(data, "hello", 5);
	cusb_device_free(dev);
}

CASE(fault_nak_is_a_timeout_that_loses_nothing)
{
	struct cusb_device *dev =
		PLUG_WITH(.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_NAK, .times = 2);
	char data[512] = "";
	ssize_t n = 0;

	CHECK_INT(cusb_write(dev, 0x01, "hello", 5, GUARD_MS), 5);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, patience(20)), -ETIMEDOUT);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, patience(20)), -ETIMEDOUT);
	/* Now, unless the device has not seen one of the two. */
	LONGER (ms, 20) {
		n = cusb_read(dev, 0x81, data, sizeof data, ms);
		if (n != -ETIMEDOUT)
			break;
	}
	CHECK_INT(n, 5);
	CHECK_BYTES(data, "hello", 5);
	cusb_device_free(dev);
}

CASE(fault_error_after_two_packets_has_their_count)
{
	struct cusb_device *dev = PLUG_WITH(.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_ERROR,
					    .after = 2, .times = 1, .err = -EILSEQ);

	check_transfer(dev, 0x01, -EILSEQ, 1024);
	check_transfer(dev, 0x01, 0, 2048);
	check_transfer(dev, 0x81, 0, 2048);
	cusb_device_free(dev);
}

CASE(fault_error_is_of_the_protocol_if_not_said)
{
	struct cusb_device *dev =
		PLUG_WITH(.bEndpointAddress = 0x82, .kind = CUSB_VIRTUAL_ERROR, .times = 1);
	char data[64];

	CHECK_INT(cusb_write(dev, 0x02, "hello", 5, GUARD_MS), 5);
	CHECK_INT(cusb_read(dev, 0x82, data, sizeof data, GUARD_MS), -EPROTO);
	CHECK_INT(cusb_read(dev, 0x82, data, sizeof data, GUARD_MS), 5);
	cusb_device_free(dev);
}

CASE(fault_short_packet_ends_the_read)
{
	struct cusb_device *dev = PLUG_WITH(.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_SHORT,
					    .after = 1, .times = 1, .length = 7);

	check_transfer(dev, 0x01, 0, 2048);
	check_transfer(dev, 0x81, 0, 519);
	cusb_device_free(dev);
}

CASE(fault_babble_is_an_overflow)
{
	struct cusb_device *dev = PLUG_WITH(.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_BABBLE,
					    .after = 1, .times = 1);

	check_transfer(dev, 0x01, 0, 2048);
	check_transfer(dev, 0x81, -EOVERFLOW, 1024);
	cusb_device_free(dev);
}

CASE(fault_vanishing_in_a_transfer)
{
	const char *name = plug_name((struct cusb_virtual_fault){
		.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_VANISH, .after = 2});
	struct cusb_device *dev = find_name(name), *again = NULL;

	check_transfer(dev, 0x01, -ENODEV, world.kind == WORLD_VIRTUAL ? 1024 : 0);
	world_await_gone(name);
	CHECK_INT(cusb_find(CUSB_MATCH(backend, world.backend, name, name), &again), -ENODEV);
	cusb_device_free(dev);
}

/* Five bytes for the device to keep. */
static ssize_t store(struct cusb_device *dev, const char *text, int timeout_ms)
{
	char data[6];

	strcpy(data, text);
	return cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, data, 5, timeout_ms);
}

CASE(fault_of_requests_hits_those_of_the_program)
{
	struct cusb_device *dev = PLUG_WITH(.kind = CUSB_VIRTUAL_STALL, .after = 1, .times = 1);
	char data[8] = "";

	CHECK_INT(store(dev, "hello", GUARD_MS), 5);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, GUARD_MS), 5);
	CHECK_BYTES(data, "hello", 5);
	cusb_device_free(dev);
}

CASE(fault_of_a_request_that_is_not_answered)
{
	struct cusb_device *dev = PLUG_WITH(.kind = CUSB_VIRTUAL_NAK, .times = 1);
	ssize_t n = 0;

	CHECK_INT(store(dev, "hello", patience(20)), -ETIMEDOUT);
	LONGER (ms, 20) {
		n = store(dev, "hello", ms);
		if (n != -ETIMEDOUT)
			break;
	}
	CHECK_INT(n, 5);
	cusb_device_free(dev);
}

CASE(fault_hits_one_of_those_in_the_queue)
{
	struct cusb_device *dev = PLUG_WITH(.bEndpointAddress = 0x02, .kind = CUSB_VIRTUAL_ERROR,
					    .after = 1, .times = 1);
	struct cusb_transfer *out[3];

	for (unsigned int i = 0; i < 3; i++)
		out[i] = submit(dev, 0x02, 64, i);
	CHECK_REAPED(dev, out[0], 0, 64);
	CHECK_REAPED(dev, out[1], -EPROTO, 0);
	CHECK_REAPED(dev, out[2], 0, 64);
	for (unsigned int i = 0; i < 3; i++)
		transfer_end(out[i]);
	cusb_device_free(dev);
}

static void unplug_and_free(struct cusb_device *dev)
{
	world_unplug(dev->name);
	cusb_device_free(dev);
}

CASE(delay_shorter_than_the_timeout)
{
	struct cusb_device *dev =
		PLUG_WITH(.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY, .ms = 50);
	int64_t start = now_ms();

	CHECK_INT(cusb_write(dev, 0x01, "hello", 5, GUARD_MS), 5);
	CHECK(now_ms() - start >= 49);
	check_loopback(dev, 0x02, 0x82, 64);
	cusb_device_free(dev);
}

CASE(delay_longer_than_the_timeout)
{
	struct cusb_device *dev = NULL;
	char data[512] = "";
	ssize_t n = 0;

	LONGER (ms, 100) {
		dev = PLUG_WITH(.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY,
				.ms = (unsigned int)ms);
		n = cusb_write(dev, 0x01, "early", 5, ms / 10);
		if (n == -ETIMEDOUT)
			break;
		unplug_and_free(dev);
	}
	CHECK_INT(n, -ETIMEDOUT);
	CHECK_INT(cusb_write(dev, 0x01, "later", 5, GUARD_MS), 5);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 5);
	CHECK_BYTES(data, "later", 5);
	cusb_device_free(dev);
}

CASE(delay_of_a_request)
{
	struct cusb_device *dev = NULL;
	int64_t start = 0, least = 0;
	ssize_t n = 0;

	LONGER (ms, 100) {
		dev = PLUG_WITH(.kind = CUSB_VIRTUAL_DELAY, .ms = (unsigned int)ms, .times = 2);
		start = now_ms();
		least = ms / 10 + ms;
		n = store(dev, "early", ms / 10);
		if (n == -ETIMEDOUT)
			break;
		unplug_and_free(dev);
	}
	CHECK_INT(n, -ETIMEDOUT);
	CHECK_INT(store(dev, "later", GUARD_MS), 5);
	CHECK(now_ms() - start >= least - 2);
	CHECK_INT(store(dev, "again", GUARD_MS), 5);
	cusb_device_free(dev);
}
