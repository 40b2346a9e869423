/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/usbip_client.h"

FIXTURE(NULL, client_end)

CASE(control_in_returns_the_device_descriptor)
{
	const uint8_t *data;

	client_open("loopback");
	client_control(7, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
	data = expect_in(7, 0, 18);
	ck_assert_mem_eq(data, cusb_virtual_find_model("loopback")->descriptors, 18);
}

CASE(control_of_65535_bytes_goes_both_ways)
{
	static uint8_t sent[65535];
	memset(sent, 0x5a, sizeof sent);
	client_open("loopback");
	client_control(1, "\x40\x00\x00\x00\x00\x00\xff\xff", sent);
	expect_out(1, 0, 65535);
	client_control(2, "\xc0\x01\x00\x00\x00\x00\xff\xff", NULL);
	ck_assert_mem_eq(expect_in(2, 0, 65535), sent, sizeof sent);
}

CASE(control_the_device_refuses_is_stalled)
{
	client_open("stall");
	client_control(1, "\xc0\x01\x00\x00\x00\x00\x08\x00", NULL);
	expect_in(1, -EPIPE, 0);
}

CASE(packet_written_is_read_back)
{
	client_open_configured("loopback");
	client_submit(2, 0x01, 0, "test", 4);
	expect_out(2, 0, 4);
	client_submit(3, 0x81, 0, NULL, 512);
	ck_assert_mem_eq(expect_in(3, 0, 4), "test", 4);
}

CASE(read_is_answered_when_data_comes)
{
	client_open_configured("loopback");
	client_submit(2, 0x81, 0, NULL, 512);
	client_submit(3, 0x01, 0, "test", 4);
	expect_out(3, 0, 4);
	ck_assert_mem_eq(expect_in(2, 0, 4), "test", 4);
}

CASE(zero_packet_flag_ends_a_multiple_with_an_empty_packet)
{
	static const uint8_t sent[512] = {1};
	client_open_configured("loopback");
	client_submit(2, 0x01, USBIP_ZERO_PACKET, sent, 512);
	expect_out(2, 0, 512);
	client_submit(3, 0x81, 0, NULL, 1024);
	expect_in(3, 0, 512);
}

CASE(babble_gives_a_full_buffer_and_no_more)
{
	client_open_configured("babble");
	client_submit(2, 0x81, 0, NULL, 100);
	expect_in(2, -EOVERFLOW, 100);
}

CASE(endpoint_that_is_not_there_is_a_protocol_error)
{
	client_open_configured("loopback");
	client_submit(2, 0x8f, 0, NULL, 8);
	expect_in(2, -EPROTO, 0);
}

CASE(cancelled_read_gives_its_bytes_before_the_unlink)
{
	client_open_configured("partial");
	client_submit(2, 0x81, 0, NULL, 2048);
	client_unlink(3, 2);
	ck_assert_uint_eq(expect_in(2, -ECONNRESET, 512)[511], 0xff);
	expect_unlinked(3, -ECONNRESET);
}

CASE(cancelled_write_gives_its_count_before_the_unlink)
{
	static const uint8_t sent[2048];
	client_open_configured("partial");
	client_submit(2, 0x01, 0, sent, 2048);
	client_unlink(3, 2);
	expect_out(2, -ECONNRESET, 512);
	expect_unlinked(3, -ECONNRESET);
}

CASE(unlink_of_an_answered_urb_is_answered_alone)
{
	client_open_configured("loopback");
	client_unlink(2, 1);
	expect_unlinked(2, 0);
}

CASE(unlink_that_overtakes_its_submit_cancels_it)
{
	client_open_configured("nak");
	client_unlink(3, 2);
	client_submit(2, 0x81, 0, NULL, 512);
	expect_in(2, -ECONNRESET, 0);
	expect_unlinked(3, -ECONNRESET);
}

CASE(unlink_before_any_submit_waits_for_its_submit)
{
	client_open("nak");
	client_unlink(0xfffffff1, 0xfffffff0);
	client_control(0xfffffff0, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(0xfffffff0, -ECONNRESET, 0);
	expect_unlinked(0xfffffff1, -ECONNRESET);
}

CASE(sequence_numbers_may_wrap_around)
{
	client_open("loopback");
	client_control(2, CLIENT_GET_DEVICE_DESCRIPTOR, NULL);
	expect_in(2, 0, 18);
	client_unlink(3, 0xfffffff0);
	expect_unlinked(3, 0);
}

CASE(urb_behind_an_error_goes_on_when_none_is_cancelled)
{
	client_open_configured("loopback");
	client_submit(2, 0x81, USBIP_SHORT_NOT_OK, NULL, 512);
	client_submit(3, 0x81, 0, NULL, 512);
	client_submit(4, 0x01, 0, "ab", 2);
	expect_out(4, 0, 2);
	expect_in(2, -EREMOTEIO, 2);
	client_submit(5, 0x01, 0, "cde", 3);
	expect_out(5, 0, 3);
	expect_in(3, 0, 3);
}

CASE(device_that_vanishes_hangs_up_without_answers)
{
	client_open_configured("dropout");
	client_request(2, "\x40\x02\x01\x00\x00\x00\x00\x00");
	client_submit(3, 0x81, 0, NULL, 512);
	client_submit(4, 0x01, 0, "x", 1);
	expect_end();
	ck_assert_int_eq(client_close(), 0);
}

CASE(client_that_hangs_up_ends_serve_with_urbs_pending)
{
	client_open_configured("nak");
	client_submit(2, 0x81, 0, NULL, 512);
	client_unlink(9, 8);
	ck_assert_int_eq(client_close(), 0);
}

CASE(stop_from_another_thread_ends_serve)
{
	client_open_configured("nak");
	client_submit(2, 0x81, 0, NULL, 512);
	client_stop_server();
	expect_end();
	ck_assert_int_eq(client_close(), 0);
}

CASE(header_that_makes_no_sense_ends_serve_with_an_error)
{
	static const uint8_t header[USBIP_HEADER_SIZE] = {0, 0, 0, 9};
	client_open("loopback");
	client_send(header, sizeof header);
	expect_end();
	ck_assert_int_eq(client_close(), -EPROTO);
}

/* A loopback device that is late with the first packet it takes. */
static struct cusb_virtual_fault late_fault = {
	.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY, .times = 1};
static struct cusb_virtual_model late;

static void open_late(unsigned int ms)
{
	late_fault.ms = ms;
	late = *cusb_virtual_find_model("loopback");
	late.faults = &late_fault;
	late.fault_count = 1;
	client_open_model(&late);
	client_request(1, CLIENT_CONFIGURE);
}

CASE(delayed_packet_is_answered_without_another_request)
{
	open_late(20);
	client_submit(2, 0x01, 0, "hello", 5);
	expect_out(2, 0, 5);
}

CASE(others_are_answered_while_a_packet_is_delayed)
{
	open_late(3600000);
	client_submit(2, 0x01, 0, "hello", 5);
	client_submit(3, 0x02, 0, "there", 5);
	expect_out(3, 0, 5);
	client_unlink(4, 2);
	expect_out(2, -ECONNRESET, 0);
	expect_unlinked(4, -ECONNRESET);
}
