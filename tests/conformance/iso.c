/* SPDX-License-Identifier: MIT */
/* Reading, writing and streaming on isochronous endpoints. */
#define CASES_NEED NEED_ISOCHRONOUS

#include <errno.h>

#include "iso.h"

CASE(isochronous_write_comes_back)
{
	static unsigned char sent[8 * 1024], got[8 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);

	fill_packet_data(sent, sizeof sent, 1);
	CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof got);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}

CASE(last_packet_is_what_remains)
{
	static unsigned char sent[2 * 1024 + 100], got[4 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);

	fill_packet_data(sent, sizeof sent, 1);
	CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof sent);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}

CASE(isochronous_read_does_not_wait_for_data)
{
	unsigned char got[4 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);

	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 0);
	cusb_device_free(dev);
}

CASE(empty_isochronous_write_is_an_empty_packet)
{
	struct cusb_device *dev = plug_iso("iso", 1);
	unsigned char got[1024];

	CHECK_INT(cusb_write(dev, 0x01, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 0);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 1);
	cusb_device_free(dev);
}

CASE(read_puts_short_packets_in_a_row)
{
	unsigned char got[3 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);

	write_packets(dev, "a\0bb\0ccc\0");
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 6);
	CHECK_BYTES(got, "abbccc", 6);
	cusb_device_free(dev);
}

/* Two packets have room for certain; the third waits for the next read. */
CASE(read_cuts_no_packet)
{
	unsigned char sent[3][200], got[2 * 1024 + 100];
	struct cusb_device *dev = plug_iso("iso", 1);

	fill_packet_data(sent, sizeof sent, 4);
	for (unsigned int i = 0; i < 3; i++)
		CHECK_INT(cusb_write(dev, 0x01, sent[i], sizeof sent[i], GUARD_MS), sizeof sent[i]);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 400);
	CHECK_INT(cusb_read(dev, 0x81, got + 400, 1024, GUARD_MS), 200);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}

CASE(read_of_more_packets_than_a_round_has)
{
	static unsigned char sent[9000 * 64], got[9000 * 64];
	struct cusb_device *dev = plug_iso("iso", 3);

	fill_packet_data(sent, sizeof sent, 6);
	CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof got);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}

CASE(setting_without_endpoints_has_none)
{
	unsigned char data[64];
	struct cusb_device *dev = plug("iso");

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENOENT);
	CHECK_OK(cusb_set_altsetting(dev, 0, 3));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 0);
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
}

CASE(read_and_write_of_many_packets)
{
	static unsigned char sent[300 * 64 - 5], got[300 * 64];
	struct cusb_device *dev = plug_iso("iso", 3);

	fill_packet_data(sent, sizeof sent, 5);
	CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof sent);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}

CASE(read_leaves_failed_packets_out)
{
	unsigned char got[3 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);

	write_packets(dev, "a\0\xee\0bb\0");
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 3);
	CHECK_BYTES(got, "abb", 3);
	write_packets(dev, "\xee\0\xee-\0");
	CHECK_INT(cusb_read(dev, 0x81, got, 2 * 1024, GUARD_MS), -EILSEQ);
	cusb_device_free(dev);
}

#define DEPTH	4
#define PACKETS 8
#define ROUNDS	25
#define PART	(PACKETS * 64)

/* Keeps DEPTH transfers in flight until ROUNDS of each are done. */
static void stream_out(struct cusb_device *dev, struct cusb_transfer **transfers,
		       unsigned char (*parts)[PART], unsigned int count)
{
	struct cusb_transfer *done;

	for (unsigned int i = 0; i < count; i++) {
		struct cusb_transfer *next = transfers[i % DEPTH];

		if (i >= DEPTH) {
			CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
			CHECK(done == next);
			CHECK_OK(done->status);
			CHECK_INT(done->actual_length, PART);
		}
		next->data = parts[i];
		CHECK_OK(cusb_submit(dev, next));
	}
	for (unsigned int i = 0; i < DEPTH; i++)
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK_INT(cusb_reap(dev, GUARD_MS, &done), -ENODATA);
}

CASE(streaming_out_keeps_several_in_flight)
{
	static unsigned char sent[DEPTH * ROUNDS][PART], got[DEPTH * ROUNDS * PART];
	struct cusb_device *dev = plug_iso("iso", 3);
	struct cusb_transfer *transfers[DEPTH];

	for (unsigned int i = 0; i < DEPTH; i++)
		transfers[i] = iso_transfer(0x01, sent[0], PART, PACKETS, 64);
	fill_packet_data(sent[0], sizeof sent, 9);
	stream_out(dev, transfers, sent, DEPTH * ROUNDS);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof got);
	CHECK_BYTES(got, sent[0], sizeof got);
	for (unsigned int i = 0; i < DEPTH; i++)
		cusb_transfer_free(transfers[i]);
	cusb_device_free(dev);
}

CASE(isochronous_at_super_speed)
{
	static unsigned char sent[10 * 3072], got[10 * 3072];
	struct cusb_device *dev = plug_iso("iso-super", 1);

	fill_packet_data(sent, sizeof sent, 2);
	CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof got);
	CHECK_BYTES(got, sent, sizeof sent);
	cusb_device_free(dev);
}
