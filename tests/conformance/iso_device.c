/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "iso.h"

struct cusb_device *plug_iso(const char *model, int bAlternateSetting)
{
	struct cusb_device *dev = plug(model);

	CHECK_OK(cusb_set_altsetting(dev, 0, bAlternateSetting));
	return dev;
}

struct cusb_transfer *iso_transfer(unsigned int bEndpointAddress, void *data, size_t length,
				   unsigned int packet_count, size_t packet_length)
{
	struct cusb_transfer *transfer = cusb_transfer_new(packet_count);

	CHECK(transfer);
	CHECK_INT(transfer->packet_count, packet_count);
	transfer->bEndpointAddress = bEndpointAddress;
	transfer->data = data;
	transfer->length = length;
	transfer->timeout_ms = GUARD_MS;
	for (unsigned int i = 0; i < packet_count; i++)
		cusb_transfer_packet(transfer, i)->length = (unsigned int)packet_length;
	return transfer;
}

void write_packets(struct cusb_device *dev, const char *packets)
{
	for (; *packets; packets += strlen(packets) + 1)
		CHECK_INT(cusb_write(dev, 0x01, packets, strlen(packets), GUARD_MS),
			  strlen(packets));
}

void check_packet(struct cusb_transfer *transfer, unsigned int index, size_t actual_length,
		  int status)
{
	const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, index);

	CHECK_INT(packet->status, status);
	CHECK_INT(packet->actual_length, actual_length);
}

void fill_packet_data(void *data, size_t length, unsigned int seed)
{
	unsigned char *bytes = data;

	fill(data, length, seed);
	for (size_t i = 0; i < length; i++)
		bytes[i] &= 0x7f;
}

void check_packet_data(const void *data, size_t length, unsigned int seed)
{
	unsigned char *expected = malloc(length);

	CHECK(expected);
	fill_packet_data(expected, length, seed);
	CHECK_BYTES(data, expected, length);
	free(expected);
}
