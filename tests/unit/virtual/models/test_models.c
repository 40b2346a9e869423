/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/models/models.h"

#include "unit.h"
#include "virtual/device/clear_halt.h"

static struct cusb_virtual_device *dev;
static uint8_t data[65536];

static void plug(const char *name)
{
	dev = virtual_device_new(cusb_virtual_find_model(name));
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
}

static void teardown(void)
{
	virtual_device_free(dev);
	dev = NULL;
}

static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		       unsigned int wLength)
{
	struct cusb_setup setup = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue, 0,
				   (uint16_t)wLength};

	return virtual_control(dev, &setup, data);
}

/* Takes the URB back when the device does not complete it. */
static void expect_urb(struct virtual_urb urb, int status, size_t actual_length)
{
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	if (urb.status == -EINPROGRESS)
		hcd_unlink(dev, &urb, -EAGAIN);
	ck_assert_int_eq(urb.status, status);
	ck_assert_uint_eq(urb.actual_length, actual_length);
}

static void expect(uint8_t endpoint, void *buffer, size_t length, int status, size_t actual_length)
{
	expect_urb((struct virtual_urb){.endpoint = endpoint, .data = buffer, .length = length},
		   status, actual_length);
}

/* A request that fails. */
static void expect_request(uint8_t bmRequestType, uint8_t bRequest, uint16_t wValue,
			   uint16_t wLength, int status)
{
	expect_urb((struct virtual_urb){.endpoint = bmRequestType & 0x80,
					.setup = {bmRequestType, bRequest, wValue, 0, wLength},
					.data = data,
					.length = wLength},
		   status, 0);
}

static void expect_loopback(const char *name, uint8_t endpoint)
{
	char out[] = "there and back", in[64] = "";

	plug(name);
	expect(endpoint, out, sizeof out, 0, sizeof out);
	expect(endpoint | 0x80, in, sizeof in, 0, sizeof out);
	ck_assert_str_eq(in, out);
	expect(endpoint | 0x80, in, sizeof in, -EAGAIN, 0);
}

FIXTURE(NULL, teardown)

static const struct {
	const char *model;
	uint8_t endpoint;
} loopbacks[] = {
	{"loopback", 0x01}, {"loopback", 0x02}, {"low", 0x01}, {"full", 0x01}, {"super", 0x01},
};

CASE_PER_ROW(loopback_returns_what_it_gets, loopbacks)
{
	expect_loopback(loopbacks[_i].model, loopbacks[_i].endpoint);
}

CASE(loopback_keeps_packets_apart)
{
	char in[64];

	plug("loopback");
	expect(0x01, data, 3, 0, 3);
	expect(0x01, data, 0, 0, 0);
	expect(0x01, data, 5, 0, 5);
	expect(0x81, in, sizeof in, 0, 3);
	expect(0x81, in, sizeof in, 0, 0);
	expect(0x81, in, sizeof in, 0, 5);
}

CASE(loopback_pipes_are_separate)
{
	plug("loopback");
	expect(0x01, data, 3, 0, 3);
	expect(0x82, data, 64, -EAGAIN, 0);
}

CASE(loopback_takes_16_mib_then_naks)
{
	size_t length = PIPE_MAX + 512;
	uint8_t *big = calloc(1, length);

	plug("loopback");
	expect(0x01, big, length, -EAGAIN, PIPE_MAX);
	expect(0x81, big, PIPE_MAX, 0, PIPE_MAX);
	free(big);
}

static void set(struct virtual_urb *urb, uint8_t endpoint, void *buffer, size_t length)
{
	memset(urb, 0, sizeof *urb);
	urb->endpoint = endpoint;
	urb->data = buffer;
	urb->length = length;
	ck_assert_int_eq(hcd_submit(dev, urb), 0);
}

CASE(loopback_moves_more_than_it_holds)
{
	size_t length = PIPE_MAX + 1024;
	uint8_t *sent = calloc(1, length), *got = calloc(1, length);
	struct virtual_urb out, in;

	plug("loopback");
	set(&out, 0x01, sent, length);
	ck_assert_int_eq(out.status, -EINPROGRESS);
	set(&in, 0x81, got, length);
	ck_assert_int_eq(out.status, 0);
	ck_assert_int_eq(in.status, 0);
	ck_assert_uint_eq(in.actual_length, length);
	free(sent);
	free(got);
}

CASE(loopback_works_after_restart)
{
	plug("loopback");
	expect(0x01, data, 3, 0, 3);
	request(0x00, 9, 1, 0);
	expect(0x01, data, 5, 0, 5);
	expect(0x81, data, 64, 0, 5);
}

CASE(loopback_request_stores_up_to_65535_bytes)
{
	plug("loopback");
	memset(data, 0x5a, sizeof data);
	ck_assert_int_eq(request(0x40, 0, 0, 65535), 65535);
	memset(data, 0, sizeof data);
	ck_assert_int_eq(request(0xc0, 1, 0, 65535), 65535);
	ck_assert_uint_eq(data[65534], 0x5a);
	ck_assert_uint_eq(data[65535], 0);
}

CASE(loopback_request_returns_no_more_than_stored)
{
	plug("loopback");
	ck_assert_int_eq(request(0x40, 0, 0, 5), 5);
	ck_assert_int_eq(request(0xc0, 1, 0, 64), 5);
	ck_assert_int_eq(request(0xc0, 1, 0, 2), 2);
}

CASE(loopback_class_request_to_an_interface_does_as_well)
{
	plug("loopback");
	ck_assert_int_eq(request(0x21, 0, 0, 5), 5);
	ck_assert_int_eq(request(0xa1, 1, 0, 64), 5);
}

CASE(loopback_restart_forgets)
{
	plug("loopback");
	request(0x40, 0, 0, 5);
	expect(0x01, data, 3, 0, 3);
	request(0x00, 9, 1, 0);
	ck_assert_int_eq(request(0xc0, 1, 0, 64), 0);
	expect(0x81, data, 64, -EAGAIN, 0);
}

CASE(stall_halts_each_endpoint_once)
{
	plug("stall");
	expect(0x01, data, 3, -EPIPE, 0);
	expect(0x01, data, 3, -EPIPE, 0);
	clear_halt(dev, 0x01);
	expect(0x01, data, 3, 0, 3);
	expect(0x81, data, 64, -EPIPE, 0);
	clear_halt(dev, 0x81);
	expect(0x81, data, 64, 0, 3);
}

CASE(stall_halts_again_after_restart)
{
	plug("stall");
	expect(0x01, data, 3, -EPIPE, 0);
	request(0x00, 9, 1, 0);
	expect(0x01, data, 3, -EPIPE, 0);
}

CASE(stall_stalls_vendor_requests)
{
	plug("stall");
	ck_assert_int_eq(request(0x40, 0, 0, 5), -EPIPE);
}

CASE(nak_moves_nothing)
{
	plug("nak");
	expect(0x01, data, 3, -EAGAIN, 0);
	expect(0x81, data, 64, -EAGAIN, 0);
	expect(0x82, data, 64, -EAGAIN, 0);
	expect_request(0xc0, 1, 0, 5, -EAGAIN);
	expect_request(0x21, 0, 0, 5, -EAGAIN);
}

CASE(nak_answers_standard_requests)
{
	plug("nak");
	ck_assert_int_eq(request(0x80, 6, 0x0100, 18), 18);
	ck_assert_int_eq(request(0x80, 6, 0x0600, 10), -EPIPE);
}

CASE(partial_moves_one_packet_at_power_on)
{
	plug("partial");
	expect(0x81, data, 2048, -EAGAIN, 512);
	expect(0x01, data, 2048, -EAGAIN, 512);
}

CASE(partial_moves_as_many_packets_as_it_is_told)
{
	plug("partial");
	ck_assert_int_eq(request(0x40, 2, 3, 0), 0);
	expect(0x81, data, 2048, -EAGAIN, 3 * 512);
	for (unsigned int i = 0; i < 3 * 512; i++)
		ck_assert_uint_eq(data[i], i & 0xff);
	expect(0x01, data, 2048, -EAGAIN, 3 * 512);
}

CASE(devices_with_a_request_of_their_own_loop_the_others_back)
{
	plug("partial");
	ck_assert_int_eq(request(0x40, 0, 0, 5), 5);
	ck_assert_int_eq(request(0xc0, 1, 0, 64), 5);
	teardown();
	plug("dropout");
	ck_assert_int_eq(request(0x40, 0, 0, 5), 5);
	ck_assert_int_eq(request(0xc0, 1, 0, 64), 5);
	ck_assert_int_eq(request(0x40, 7, 0, 5), -EPIPE);
}

CASE(partial_told_zero_moves_nothing)
{
	plug("partial");
	ck_assert_int_eq(request(0x40, 2, 0, 0), 0);
	expect(0x81, data, 512, -EAGAIN, 0);
}

CASE(babble_overflows_a_short_read)
{
	plug("babble");
	expect(0x81, data, 100, -EOVERFLOW, 100);
	expect(0x81, data, 1024, 0, 1024);
	ck_assert_uint_eq(data[512 + 7], 7);
}

CASE(dropout_vanishes_at_the_fourth_packet)
{
	plug("dropout");
	expect(0x01, data, 3, 0, 3);
	expect(0x81, data, 64, 0, 3);
	expect(0x01, data, 3, 0, 3);
	expect(0x81, data, 64, -ESHUTDOWN, 0);
	ck_assert(dev->gone);
}

CASE(dropout_vanishes_when_told)
{
	plug("dropout");
	ck_assert_int_eq(request(0x40, 2, 2, 0), 0);
	expect(0x01, data, 2 * 512, -ESHUTDOWN, 512);
}

CASE(dropout_does_not_count_naks)
{
	plug("dropout");
	ck_assert_int_eq(request(0x40, 2, 1, 0), 0);
	expect(0x81, data, 64, -EAGAIN, 0);
	ck_assert(!dev->gone);
}

CASE(malformed_works)
{
	plug("malformed");
	ck_assert_int_eq(request(0x40, 0, 0, 5), 5);
	expect(0x81, data, 512, 0, 512);
}

CASE(full_and_empty_pipes_nak)
{
	struct pipe pipe = {.bytes = PIPE_MAX};

	ck_assert_int_eq(pipe_put(&pipe, data, 1), -EAGAIN);
	ck_assert_int_eq(pipe_get(&pipe, data, 1), -EAGAIN);
}
