/* SPDX-License-Identifier: MIT */
/* Isochronous transfers, packet by packet. */
#define CASES_NEED NEED_ISOCHRONOUS

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "iso.h"

CASE(transfer_tells_of_each_packet)
{
	unsigned char got[4 * 8];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *in = iso_transfer(0x81, got, sizeof got, 4, 8);

	write_packets(dev, "a\0bb\0ccc\0");
	CHECK_OK(cusb_transfer_run(dev, in));
	CHECK_OK(in->status);
	CHECK_INT(in->actual_length, 6);
	CHECK_INT(in->error_count, 0);
	check_packet(in, 0, 1, 0);
	check_packet(in, 1, 2, 0);
	check_packet(in, 2, 3, 0);
	check_packet(in, 3, 0, 0);
	CHECK_BYTES(got, "a", 1);
	CHECK_BYTES(got + 8, "bb", 2);
	CHECK_BYTES(got + 16, "ccc", 3);
	cusb_transfer_free(in);
	cusb_device_free(dev);
}

CASE(compact_closes_the_gaps)
{
	unsigned char got[4 * 8];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *in = iso_transfer(0x81, got, sizeof got, 4, 8);

	write_packets(dev, "a\0bb\0ccc\0");
	CHECK_OK(cusb_transfer_run(dev, in));
	CHECK_INT(cusb_transfer_compact(in), 6);
	CHECK_BYTES(got, "abbccc", 6);
	check_packet(in, 2, 3, 0);
	cusb_transfer_free(in);
	cusb_device_free(dev);
}

CASE(out_packets_have_lengths_of_their_own)
{
	unsigned char got[3 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *out = iso_transfer(0x01, got, 6, 4, 0);

	memcpy(got, "abbccc", 6);
	for (unsigned int i = 0; i < 3; i++)
		cusb_transfer_packet(out, i)->length = i + 1;
	CHECK_OK(cusb_transfer_run(dev, out));
	CHECK_INT(out->actual_length, 6);
	check_packet(out, 2, 3, 0);
	check_packet(out, 3, 0, 0);
	memset(got, 0, sizeof got);
	CHECK_INT(cusb_read(dev, 0x81, got, 2 * 1024, GUARD_MS), 3);
	CHECK_BYTES(got, "abb", 3);
	cusb_transfer_free(out);
	cusb_device_free(dev);
}

static void check_packet_sizes(const char *model, unsigned int bAlternateSetting, size_t size)
{
	struct cusb_device *dev = plug(model);
	const struct cusb_endpoint *ep;

	cusb_for_each_endpoint (cusb_interface_at(dev->configurations, 0, bAlternateSetting), ep)
		CHECK_INT(cusb_iso_packet_size(ep), size);
	cusb_device_free(dev);
}

CASE(packet_size_is_that_of_an_interval)
{
	check_packet_sizes("iso", 1, 1024);
	check_packet_sizes("iso", 2, 3 * 1024);
	check_packet_sizes("iso", 3, 64);
	check_packet_sizes("iso-super", 1, 3072);
}

static void check_one_packet(const char *model, int bAlternateSetting, size_t length)
{
	struct cusb_device *dev = plug_iso(model, bAlternateSetting);
	unsigned char *data = malloc(length);
	struct cusb_transfer *transfer = iso_transfer(0x01, data, length, 1, length);

	fill_packet_data(data, length, 3);
	CHECK_OK(cusb_transfer_run(dev, transfer));
	check_packet(transfer, 0, length, 0);
	memset(data, 0, length);
	transfer->bEndpointAddress = 0x81;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	check_packet(transfer, 0, length, 0);
	check_packet_data(data, length, 3);
	cusb_transfer_free(transfer);
	free(data);
	cusb_device_free(dev);
}

CASE(packet_of_several_transactions_is_one_packet)
{
	check_one_packet("iso", 2, 3 * 1024);
	check_one_packet("iso-super", 1, 4096);
}

CASE(packet_beyond_the_interval_is_refused)
{
	unsigned char data[3 * 1024 + 1] = "";
	struct cusb_device *dev = plug_iso("iso", 2);
	struct cusb_transfer *transfer = iso_transfer(0x81, data, sizeof data, 1, sizeof data);

	CHECK_INT(cusb_submit(dev, transfer), -EMSGSIZE);
	CHECK_INT(cusb_in_flight(dev), 0);
	CHECK_INT(cusb_transfer_run(dev, transfer), -EMSGSIZE);
	CHECK_OK(cusb_set_altsetting(dev, 0, 1));
	cusb_transfer_packet(transfer, 0)->length = 1025;
	CHECK_INT(cusb_submit(dev, transfer), -EMSGSIZE);
	cusb_transfer_packet(transfer, 0)->length = 1024;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE(packets_must_fit_the_data)
{
	unsigned char data[16];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer = iso_transfer(0x81, data, sizeof data, 2, 8);

	cusb_transfer_packet(transfer, 1)->length = 9;
	CHECK_INT(cusb_submit(dev, transfer), -EINVAL);
	transfer->packet_count = 0;
	CHECK_INT(cusb_submit(dev, transfer), -EINVAL);
	CHECK_INT(cusb_in_flight(dev), 0);
	transfer->packet_count = 2;
	CHECK_INT(cusb_transfer_fill_packets(transfer, 7), -EINVAL);
	CHECK_OK(cusb_transfer_fill_packets(transfer, 12));
	CHECK_INT(cusb_transfer_packet(transfer, 1)->length, 4);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

/* More than one URB takes: 128. */
static void check_many(unsigned int count)
{
	size_t length = (size_t)count * 64;
	struct cusb_device *dev = plug_iso("iso", 3);
	unsigned char *data = malloc(length);
	struct cusb_transfer *transfer = iso_transfer(0x01, data, length, count, 64);

	fill_packet_data(data, length, count);
	CHECK_OK(cusb_transfer_run(dev, transfer));
	CHECK_INT(transfer->actual_length, length);
	memset(data, 0, length);
	transfer->bEndpointAddress = 0x81;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	CHECK_INT(transfer->actual_length, length);
	CHECK_INT(transfer->error_count, 0);
	for (unsigned int i = 0; i < count; i++)
		check_packet(transfer, i, 64, 0);
	check_packet_data(data, length, count);
	cusb_transfer_free(transfer);
	free(data);
	cusb_device_free(dev);
}

CASE(more_packets_than_a_urb_has)
{
	check_many(128);
	check_many(129);
	check_many(300);
}

CASE(failed_packets_are_told_apart)
{
	unsigned char got[4 * 8];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *in = iso_transfer(0x81, got, sizeof got, 4, 8);

	write_packets(dev, "a\0\xee--\0\xdd\0bb\0");
	CHECK_OK(cusb_transfer_run(dev, in));
	CHECK_INT(in->error_count, 1);
	CHECK_INT(in->actual_length, 3);
	check_packet(in, 0, 1, 0);
	check_packet(in, 1, 0, -EILSEQ);
	check_packet(in, 2, 0, 0);
	check_packet(in, 3, 2, 0);
	CHECK_INT(cusb_transfer_compact(in), 3);
	CHECK_BYTES(got, "abb", 3);
	cusb_transfer_free(in);
	cusb_device_free(dev);
}

CASE(errors_are_counted_over_all_urbs)
{
	static unsigned char data[300 * 64];
	struct cusb_device *dev = plug_iso("iso", 3);
	struct cusb_transfer *transfer = iso_transfer(0x01, data, sizeof data, 300, 64);

	data[1 * 64] = data[128 * 64] = data[299 * 64] = 0xee;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	transfer->bEndpointAddress = 0x81;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	CHECK_INT(transfer->error_count, 3);
	CHECK_INT(transfer->actual_length, 297 * 64);
	check_packet(transfer, 128, 0, -EILSEQ);
	check_packet(transfer, 129, 64, 0);
	check_packet(transfer, 299, 0, -EILSEQ);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE(packet_longer_than_there_is_room_for)
{
	unsigned char got[8];
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *in = iso_transfer(0x81, got, sizeof got, 2, 4);

	write_packets(dev, "aaaaa\0bb\0");
	CHECK_OK(cusb_transfer_run(dev, in));
	CHECK_INT(in->error_count, 1);
	check_packet(in, 0, 4, -EOVERFLOW);
	check_packet(in, 1, 2, 0);
	cusb_transfer_free(in);
	cusb_device_free(dev);
}

CASE(start_frame_is_taken)
{
	unsigned char data[8] = "frame";
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer = iso_transfer(0x01, data, sizeof data, 1, 8);

	transfer->flags = CUSB_START_FRAME;
	transfer->start_frame = 64;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	CHECK_INT(transfer->actual_length, 8);
	transfer->flags = 0;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	CHECK(transfer->start_frame >= 0);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}
