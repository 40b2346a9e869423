/* SPDX-License-Identifier: MIT */
/* Reading and writing bulk and interrupt endpoints: sizes, packets, ends of transfers. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

#define MIB (1024 * 1024)

static const size_t sizes[] = {1,    63,   64,	 65,   511,   512,   513,
			       1023, 1024, 1025, 4096, 16384, 16385, 100000};

static void check_sizes(struct cusb_device *dev, unsigned int out, unsigned int in)
{
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		check_loopback(dev, out, in, sizes[i]);
}

CASE(bulk_sizes)
{
	struct cusb_device *dev = plug_loopback();

	check_sizes(dev, 0x01, 0x81);
	cusb_device_free(dev);
}

CASE(bulk_of_one_mebibyte)
{
	struct cusb_device *dev = plug_loopback();

	check_loopback(dev, 0x01, 0x81, MIB);
	check_loopback(dev, 0x01, 0x81, MIB + 1);
	cusb_device_free(dev);
}

CASE(bulk_of_five_mebibytes)
{
	struct cusb_device *dev = plug_loopback();

	check_loopback(dev, 0x01, 0x81, 5 * MIB + 3);
	cusb_device_free(dev);
}

CASE(interrupt_sizes)
{
	struct cusb_device *dev = plug_loopback();

	for (size_t i = 0; i < 9; i++)
		check_loopback(dev, 0x02, 0x82, sizes[i]);
	cusb_device_free(dev);
}

CASE(low_speed_interrupt_sizes)
{
	struct cusb_device *dev = plug("low");

	for (size_t size = 1; size < 50; size += 3)
		check_loopback(dev, 0x01, 0x81, size);
	cusb_device_free(dev);
}

CASE(full_speed_bulk_sizes)
{
	struct cusb_device *dev = plug("full");

	check_sizes(dev, 0x01, 0x81);
	cusb_device_free(dev);
}

CASE(super_speed_bulk_sizes)
{
	struct cusb_device *dev = plug("super");

	check_sizes(dev, 0x01, 0x81);
	check_loopback(dev, 0x01, 0x81, MIB);
	cusb_device_free(dev);
}

CASE(a_zero_length_packet)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[512];

	CHECK_INT(cusb_write(dev, 0x01, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), 0);
	CHECK_INT(cusb_write(dev, 0x02, "", 0, GUARD_MS), 0);
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, GUARD_MS), 0);
	cusb_device_free(dev);
}

CASE(no_zero_length_packet_is_added_to_full_packets)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[1024] = "";

	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), 512);
	CHECK_INT(cusb_write(dev, 0x01, "end", 3, GUARD_MS), 3);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 1024, GUARD_MS), 515);
	CHECK_BYTES(buffer + 512, "end", 3);
	cusb_device_free(dev);
}

CASE(a_zero_length_packet_ends_a_read)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[2048] = "";

	CHECK_INT(cusb_write(dev, 0x01, buffer, 1024, GUARD_MS), 1024);
	CHECK_INT(cusb_write(dev, 0x01, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 2048, CUSB_NO_TIMEOUT), 1024);
	cusb_device_free(dev);
}

CASE(a_short_packet_ends_a_read)
{
	struct cusb_device *dev = plug_loopback();
	char sent[600], buffer[4096];

	fill(sent, sizeof sent, 1);
	CHECK_INT(cusb_write(dev, 0x01, sent, 600, GUARD_MS), 600);
	CHECK_INT(cusb_write(dev, 0x01, "next", 4, GUARD_MS), 4);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, CUSB_NO_TIMEOUT), 600);
	CHECK_BYTES(buffer, sent, 600);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, CUSB_NO_TIMEOUT), 4);
	CHECK_BYTES(buffer, "next", 4);
	cusb_device_free(dev);
}

/* Also where the read is split into several URBs: nothing of the next message is lost. */
CASE(a_short_packet_ends_a_large_read)
{
	struct cusb_device *dev = plug_loopback();
	size_t length = 100 * 1024 + 7;
	char *sent = malloc(length), *buffer = malloc(4 * MIB);

	CHECK(sent && buffer);
	fill(sent, length, 2);
	CHECK_INT(cusb_write(dev, 0x01, sent, length, GUARD_MS), length);
	CHECK_INT(cusb_write(dev, 0x01, "next", 4, GUARD_MS), 4);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 4 * MIB, GUARD_MS), length);
	CHECK_BYTES(buffer, sent, length);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 4 * MIB, GUARD_MS), 4);
	CHECK_BYTES(buffer, "next", 4);
	free(sent);
	free(buffer);
	cusb_device_free(dev);
}

CASE(a_read_takes_no_more_than_it_has_room_for)
{
	struct cusb_device *dev = plug_loopback();
	char sent[1536], buffer[1024];

	fill(sent, sizeof sent, 3);
	CHECK_INT(cusb_write(dev, 0x01, sent, 1536, GUARD_MS), 1536);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), 512);
	CHECK_BYTES(buffer, sent, 512);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 1024, GUARD_MS), 1024);
	CHECK_BYTES(buffer, sent + 512, 1024);
	cusb_device_free(dev);
}

CASE(each_endpoint_is_a_pipe_of_its_own)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	char buffer[16];

	CHECK_INT(cusb_write(dev, 0x01, "one", 3, GUARD_MS), 3);
	CHECK_INT(cusb_write(dev, 0x02, "two", 3, GUARD_MS), 3);
	CHECK_INT(cusb_write(dev, 0x03, "three", 5, GUARD_MS), 5);
	CHECK_INT(cusb_read(dev, 0x83, buffer, 16, GUARD_MS), 5);
	CHECK_BYTES(buffer, "three", 5);
	CHECK_INT(cusb_read(dev, 0x82, buffer, 16, GUARD_MS), 3);
	CHECK_BYTES(buffer, "two", 3);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 16, GUARD_MS), 3);
	CHECK_BYTES(buffer, "one", 3);
	cusb_device_free(dev);
}

CASE(endpoint_objects_read_and_write)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	char buffer[64];

	for (size_t pair = 0; pair < 4; pair += 2) {
		CHECK_INT(cusb_endpoint_write(cusb_endpoint_at(intf, pair), "via ep", 6, GUARD_MS),
			  6);
		CHECK_INT(
			cusb_endpoint_read(cusb_endpoint_at(intf, pair + 1), buffer, 64, GUARD_MS),
			6);
		CHECK_BYTES(buffer, "via ep", 6);
	}
	cusb_device_free(dev);
}

CASE(transfer_tells_what_was_moved)
{
	struct cusb_device *dev = plug_loopback();
	char out[700], in[2048];
	struct cusb_transfer write = {.bEndpointAddress = 0x01,
				      .data = out,
				      .length = sizeof out,
				      .timeout_ms = GUARD_MS,
				      .actual_length = 0};
	struct cusb_transfer read = {.bEndpointAddress = 0x81,
				     .data = in,
				     .length = sizeof in,
				     .timeout_ms = GUARD_MS,
				     .actual_length = 0};

	fill(out, sizeof out, 4);
	CHECK_OK(cusb_transfer_run(dev, &write));
	CHECK_INT(write.actual_length, 700);
	CHECK_OK(cusb_transfer_run(dev, &read));
	CHECK_INT(read.actual_length, 700);
	CHECK_BYTES(in, out, 700);
	CHECK_INT(read.length, sizeof in);
	CHECK_INT(read.bEndpointAddress, 0x81);
	cusb_device_free(dev);
}

/* What is written may be in read-only memory. */
CASE(writing_leaves_the_data_alone)
{
	static const char text[] = "read only";
	struct cusb_device *dev = plug_loopback();
	char buffer[16];

	CHECK_INT(cusb_write(dev, 0x01, text, sizeof text, GUARD_MS), sizeof text);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, GUARD_MS), sizeof text);
	CHECK_STR(buffer, "read only");
	cusb_device_free(dev);
}

CASE(a_thousand_small_transfers)
{
	struct cusb_device *dev = plug_loopback();

	for (size_t i = 0; i < 1000; i++)
		check_loopback(dev, 0x01, 0x81, i % 600 + 1);
	cusb_device_free(dev);
}

CASE(many_writes_before_the_reads)
{
	struct cusb_device *dev = plug_loopback();
	char sent[100], got[512];

	for (unsigned int i = 0; i < 100; i++) {
		fill(sent, sizeof sent, i);
		CHECK_INT(cusb_write(dev, 0x01, sent, i % 100 + 1, GUARD_MS), i % 100 + 1);
	}
	for (unsigned int i = 0; i < 100; i++) {
		fill(sent, sizeof sent, i);
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), i % 100 + 1);
		CHECK_BYTES(got, sent, i % 100 + 1);
	}
	cusb_device_free(dev);
}
