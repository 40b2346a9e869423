/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "usbip/wire.h"

#include "unit.h"
#include "virtual/usbip_client.h"

#define GET_DEVICE_DESCRIPTOR "\x80\x06\x00\x01\x00\x00\x12\x00"
#define CONFIGURE	      "\x00\x09\x01\x00\x00\x00\x00\x00"

/* A device of the model in its first configuration. Uses sequence number 1. */
static void open_configured(struct usbip_client *client, const char *model)
{
	client_open(client, model);
	client_control(client, 1, CONFIGURE, NULL);
	expect_out(client, 1, 0, 0);
}

CASE(control_in_returns_the_device_descriptor)
{
	struct usbip_client client;
	const uint8_t *data;

	client_open(&client, "loopback");
	client_control(&client, 7, GET_DEVICE_DESCRIPTOR, NULL);
	data = expect_in(&client, 7, 0, 18);
	ck_assert_mem_eq(data, cusb_virtual_model("loopback")->descriptors, 18);
	client_close(&client);
}

CASE(control_of_65535_bytes_goes_both_ways)
{
	static uint8_t sent[65535];
	struct usbip_client client;

	memset(sent, 0x5a, sizeof sent);
	client_open(&client, "loopback");
	client_control(&client, 1, "\x40\x00\x00\x00\x00\x00\xff\xff", sent);
	expect_out(&client, 1, 0, 65535);
	client_control(&client, 2, "\xc0\x01\x00\x00\x00\x00\xff\xff", NULL);
	ck_assert_mem_eq(expect_in(&client, 2, 0, 65535), sent, sizeof sent);
	client_close(&client);
}

CASE(control_the_device_refuses_is_stalled)
{
	struct usbip_client client;

	client_open(&client, "stall");
	client_control(&client, 1, "\xc0\x01\x00\x00\x00\x00\x08\x00", NULL);
	expect_in(&client, 1, -EPIPE, 0);
	client_close(&client);
}

CASE(packet_written_is_read_back)
{
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_submit(&client, 2, 0x01, 0, "test", 4);
	expect_out(&client, 2, 0, 4);
	client_submit(&client, 3, 0x81, 0, NULL, 512);
	ck_assert_mem_eq(expect_in(&client, 3, 0, 4), "test", 4);
	client_close(&client);
}

CASE(read_is_answered_when_data_comes)
{
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_submit(&client, 2, 0x81, 0, NULL, 512);
	client_submit(&client, 3, 0x01, 0, "test", 4);
	expect_out(&client, 3, 0, 4);
	ck_assert_mem_eq(expect_in(&client, 2, 0, 4), "test", 4);
	client_close(&client);
}

CASE(zero_packet_flag_ends_a_multiple_with_an_empty_packet)
{
	static const uint8_t sent[512] = {1};
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_submit(&client, 2, 0x01, USBIP_ZERO_PACKET, sent, 512);
	expect_out(&client, 2, 0, 512);
	client_submit(&client, 3, 0x81, 0, NULL, 1024);
	expect_in(&client, 3, 0, 512);
	client_close(&client);
}

CASE(babble_gives_a_full_buffer_and_no_more)
{
	struct usbip_client client;

	open_configured(&client, "babble");
	client_submit(&client, 2, 0x81, 0, NULL, 100);
	expect_in(&client, 2, -EOVERFLOW, 100);
	client_close(&client);
}

CASE(endpoint_that_is_not_there_is_a_protocol_error)
{
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_submit(&client, 2, 0x8f, 0, NULL, 8);
	expect_in(&client, 2, -EPROTO, 0);
	client_close(&client);
}

CASE(cancelled_read_gives_its_bytes_before_the_unlink)
{
	struct usbip_client client;

	open_configured(&client, "partial");
	client_submit(&client, 2, 0x81, 0, NULL, 2048);
	client_unlink(&client, 3, 2);
	ck_assert_uint_eq(expect_in(&client, 2, -ECONNRESET, 512)[511], 0xff);
	expect_unlinked(&client, 3, -ECONNRESET);
	client_close(&client);
}

CASE(cancelled_write_gives_its_count_before_the_unlink)
{
	static const uint8_t sent[2048];
	struct usbip_client client;

	open_configured(&client, "partial");
	client_submit(&client, 2, 0x01, 0, sent, 2048);
	client_unlink(&client, 3, 2);
	expect_out(&client, 2, -ECONNRESET, 512);
	expect_unlinked(&client, 3, -ECONNRESET);
	client_close(&client);
}

CASE(unlink_of_an_answered_urb_is_answered_alone)
{
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_unlink(&client, 2, 1);
	expect_unlinked(&client, 2, 0);
	client_close(&client);
}

CASE(unlink_that_overtakes_its_submit_cancels_it)
{
	struct usbip_client client;

	open_configured(&client, "nak");
	client_unlink(&client, 3, 2);
	client_submit(&client, 2, 0x81, 0, NULL, 512);
	expect_in(&client, 2, -ECONNRESET, 0);
	expect_unlinked(&client, 3, -ECONNRESET);
	client_close(&client);
}

CASE(unlink_before_any_submit_waits_for_its_submit)
{
	struct usbip_client client;

	client_open(&client, "nak");
	client_unlink(&client, 0xfffffff1, 0xfffffff0);
	client_control(&client, 0xfffffff0, GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(&client, 0xfffffff0, -ECONNRESET, 0);
	expect_unlinked(&client, 0xfffffff1, -ECONNRESET);
	client_close(&client);
}

CASE(sequence_numbers_may_wrap_around)
{
	struct usbip_client client;

	client_open(&client, "loopback");
	client_control(&client, 2, GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(&client, 2, 0, 18);
	client_unlink(&client, 3, 0xfffffff0);
	expect_unlinked(&client, 3, 0);
	client_close(&client);
}

CASE(urb_behind_an_error_goes_on_when_none_is_cancelled)
{
	struct usbip_client client;

	open_configured(&client, "loopback");
	client_submit(&client, 2, 0x81, USBIP_SHORT_NOT_OK, NULL, 512);
	client_submit(&client, 3, 0x81, 0, NULL, 512);
	client_submit(&client, 4, 0x01, 0, "ab", 2);
	expect_out(&client, 4, 0, 2);
	expect_in(&client, 2, -EREMOTEIO, 2);
	client_submit(&client, 5, 0x01, 0, "cde", 3);
	expect_out(&client, 5, 0, 3);
	expect_in(&client, 3, 0, 3);
	client_close(&client);
}

CASE(device_that_vanishes_hangs_up_without_answers)
{
	struct usbip_client client;

	open_configured(&client, "dropout");
	client_control(&client, 2, "\x40\x02\x01\x00\x00\x00\x00\x00", NULL);
	expect_out(&client, 2, 0, 0);
	client_submit(&client, 3, 0x81, 0, NULL, 512);
	client_submit(&client, 4, 0x01, 0, "x", 1);
	expect_end(&client);
	ck_assert_int_eq(client_close(&client), 0);
}

CASE(client_that_hangs_up_ends_serve_with_urbs_pending)
{
	struct usbip_client client;

	open_configured(&client, "nak");
	client_submit(&client, 2, 0x81, 0, NULL, 512);
	client_unlink(&client, 9, 8);
	ck_assert_int_eq(client_close(&client), 0);
}

CASE(stop_from_another_thread_ends_serve)
{
	struct usbip_client client;

	open_configured(&client, "nak");
	client_submit(&client, 2, 0x81, 0, NULL, 512);
	virtual_usbip_stop(client.server);
	expect_end(&client);
	ck_assert_int_eq(client_close(&client), 0);
}

CASE(header_that_makes_no_sense_ends_serve_with_an_error)
{
	static const uint8_t header[USBIP_HEADER_SIZE] = {0, 0, 0, 9};
	struct usbip_client client;

	client_open(&client, "loopback");
	ck_assert_int_eq(send(client.fd, header, sizeof header, 0), sizeof header);
	expect_end(&client);
	ck_assert_int_eq(client_close(&client), -EPROTO);
}

/* A loopback device that is late with the first packet it takes. */
static struct cusb_virtual_fault late_fault = {
	.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY, .times = 1};
static struct cusb_virtual_model late;

static void open_late(struct usbip_client *client, unsigned int ms)
{
	late_fault.ms = ms;
	late = *cusb_virtual_model("loopback");
	late.faults = &late_fault;
	late.fault_count = 1;
	client_open_model(client, &late);
	client_control(client, 1, CONFIGURE, NULL);
	expect_out(client, 1, 0, 0);
}

CASE(delayed_packet_is_answered_without_another_request)
{
	struct usbip_client client;

	open_late(&client, 20);
	client_submit(&client, 2, 0x01, 0, "hello", 5);
	expect_out(&client, 2, 0, 5);
	client_close(&client);
}

CASE(others_are_answered_while_a_packet_is_delayed)
{
	struct usbip_client client;

	open_late(&client, 3600000);
	client_submit(&client, 2, 0x01, 0, "hello", 5);
	client_submit(&client, 3, 0x02, 0, "there", 5);
	expect_out(&client, 3, 0, 5);
	client_unlink(&client, 4, 2);
	expect_out(&client, 2, -ECONNRESET, 0);
	expect_unlinked(&client, 4, -ECONNRESET);
	client_close(&client);
}
