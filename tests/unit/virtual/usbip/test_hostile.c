/* SPDX-License-Identifier: MIT */
/* Clients and devices that do what no honest one does. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <cusb/control.h>

#include "unit.h"
#include "virtual/usbip_client.h"

#define PENDING_MAX	  4096
#define PENDING_BYTES_MAX (64U * 1024 * 1024)
#define DELAY_MS	  1

#define ALTSETTING_1 "\x01\x0b\x01\x00\x01\x00\x00\x00"
#define ALTSETTING_0 "\x01\x0b\x00\x00\x01\x00\x00\x00"

FIXTURE(NULL, client_end)

static struct cusb_virtual_fault fault;
static struct cusb_virtual_model model;

static void open_with(const struct cusb_virtual_fault *set)
{
	fault = *set;
	model = *cusb_virtual_find_model("loopback");
	model.faults = &fault;
	model.fault_count = 1;
	model.restart = NULL; /* it would end the delay */
	client_open_model(&model);
	client_request(1, CLIENT_CONFIGURE);
}

static void sleep_past_the_delay(void)
{
	const struct timespec time = {.tv_nsec = 20 * DELAY_MS * 1000000L};

	nanosleep(&time, NULL);
}

/* Endpoint 0x83 has a delayed read, as number 3, and is then taken away by a raw request. */
static void open_without_the_delayed_endpoint(void)
{
	open_with(&(struct cusb_virtual_fault){
		.bEndpointAddress = 0x83, .kind = CUSB_VIRTUAL_DELAY, .ms = DELAY_MS});
	client_request(2, ALTSETTING_1);
	client_submit(3, 0x83, 0, NULL, 512);
	client_request(4, ALTSETTING_0);
	sleep_past_the_delay();
}

CASE(endpoint_that_goes_during_a_delay_leaves_the_server_reading)
{
	open_without_the_delayed_endpoint();
	client_control(5, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(5, 0, 18);
	client_unlink(6, 3);
	expect_in(3, -ECONNRESET, 0);
	expect_unlinked(6, -ECONNRESET);
}

CASE(endpoint_that_goes_during_a_delay_lets_the_server_stop)
{
	open_without_the_delayed_endpoint();
	client_stop_server();
	ck_assert_int_eq(client_close(), 0);
}

CASE(endpoint_that_comes_back_moves_its_delayed_packet)
{
	open_without_the_delayed_endpoint();
	client_request(5, ALTSETTING_1);
	client_submit(6, 0x03, 0, "late", 4);
	expect_out(6, 0, 4);
	ck_assert_mem_eq(expect_in(3, 0, 4), "late", 4);
}

CASE(delay_in_a_stopped_queue_leaves_the_server_reading)
{
	open_with(&(struct cusb_virtual_fault){
		.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_DELAY, .after = 1, .ms = DELAY_MS});
	client_submit(2, 0x81, USBIP_SHORT_NOT_OK, NULL, 512);
	client_submit(3, 0x81, 0, NULL, 512);
	client_submit(4, 0x01, 0, "ab", 2);
	expect_out(4, 0, 2);
	expect_in(2, -EREMOTEIO, 2);
	for (uint32_t seqnum = 5; seqnum < 100; seqnum++) {
		client_control(seqnum, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
		expect_in(seqnum, 0, 18);
	}
	client_unlink(100, 3);
	expect_in(3, -ECONNRESET, 0);
	expect_unlinked(100, -ECONNRESET);
}

/* ---- memory that nobody has written ---- */

#define ROOM 512

static uint8_t secret[ROOM];

/* Takes everything, and claims to have answered. */
static ssize_t claims_all(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			  uint8_t *data)
{
	(void)dev;
	(void)data;
	return setup->wLength;
}

static ssize_t claims_a_packet(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			       size_t room)
{
	(void)dev;
	(void)address;
	(void)packet;
	return (ssize_t)room;
}

/* A URB with such bytes has been freed in the server's thread. */
static void open_with_a_secret(void)
{
	model = *cusb_virtual_find_model("loopback");
	model.control = claims_all;
	model.in = claims_a_packet;
	client_open_model(&model);
	client_request(1, CLIENT_CONFIGURE);
	memset(secret, 'S', sizeof secret);
	client_control(2, "\x40\x00\x00\x00\x00\x00\x00\x02", secret);
	expect_out(2, 0, ROOM);
}

static void expect_nothing_of_it(const uint8_t *data)
{
	for (size_t i = 0; i < ROOM; i++)
		ck_assert_uint_eq(data[i], 0);
}

CASE(answer_that_the_model_has_not_written_is_zeros)
{
	open_with_a_secret();
	client_control(3, "\xc0\x00\x00\x00\x00\x00\x00\x02", NULL);
	expect_nothing_of_it(expect_in(3, 0, ROOM));
}

CASE(packet_that_the_model_has_not_written_is_zeros)
{
	open_with_a_secret();
	client_submit(3, 0x81, 0, NULL, ROOM);
	expect_nothing_of_it(expect_in(3, 0, ROOM));
}

CASE(request_of_two_directions_never_reaches_the_device)
{
	open_with_a_secret();
	/* IN by its header, and OUT by its SETUP packet */
	client_send_request(3, true, "\x40\x00\x00\x00\x00\x00\x00\x02", ROOM);
	expect_in(3, -EPROTO, 0);
	client_send_request(4, false, "\xc0\x00\x00\x00\x00\x00\x00\x00", 0);
	expect_out(4, 0, 0);
}

/* ---- memory that a client may take ---- */

CASE(unlinks_of_submits_that_never_come_are_limited)
{
	client_open_configured("loopback");
	for (uint32_t i = 0; i < PENDING_MAX; i++)
		client_unlink(100000 + i, 2 + i);
	client_control(2, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(2, -ECONNRESET, 0);
	expect_unlinked(100000, -ECONNRESET);
	client_unlink(200000, 50000);
	client_unlink(200001, 50001);
	expect_end();
	ck_assert_int_eq(client_close(), -EPROTO);
}

CASE(pending_submits_are_limited)
{
	client_open_configured("nak");
	for (uint32_t i = 0; i < PENDING_MAX; i++)
		client_submit(2 + i, 0x81, 0, NULL, 1);
	client_submit(5000, 0x81, 0, NULL, 1);
	expect_in(5000, -ENOMEM, 0);
	client_unlink(5001, 2);
	expect_in(2, -ECONNRESET, 0);
	expect_unlinked(5001, -ECONNRESET);
	client_submit(5002, 0x82, 0, NULL, 1);
	client_unlink(5003, 5002);
	expect_in(5002, -ECONNRESET, 0);
	expect_unlinked(5003, -ECONNRESET);
}

CASE(bytes_of_pending_submits_are_limited)
{
	client_open_configured("nak");
	client_submit(2, 0x81, 0, NULL, PENDING_BYTES_MAX - 1);
	client_submit(3, 0x81, 0, NULL, 2);
	expect_in(3, -ENOMEM, 0);
	client_submit(4, 0x01, 0, "ab", 2);
	expect_out(4, -ENOMEM, 0);
	client_unlink(5, 2);
	expect_in(2, -ECONNRESET, 0);
	expect_unlinked(5, -ECONNRESET);
	client_submit(6, 0x81, 0, NULL, 2);
	client_unlink(7, 6);
	expect_in(6, -ECONNRESET, 0);
	expect_unlinked(7, -ECONNRESET);
}
