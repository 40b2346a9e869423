/* SPDX-License-Identifier: MIT */
#include "cli/target/endpoint.h"
#include "fake_device.h"
#include "unit.h"

static const struct {
	const char *fixture;
	unsigned int address;
	size_t packet;
} endpoints[] = {
	{"storage", 0x81, 512},
	{"storage", 0x02, 512},
	{"storage", 0x83, 0}, /* there is none */
	{"webcam", 0x81, 0},  /* not in the current setting */
	{"endpoint-values", 0x02, 4 * 2047},
	{"endpoint-values", 0x81, 0},
	{"keyboard", 0x81, 8},
};

CASE_PER_ROW(packet_is_that_of_the_endpoint_in_its_current_setting, endpoints)
{
	struct fake_device *fake = fake_device_new(endpoints[_i].fixture);

	ck_assert_uint_eq(endpoint_packet(fake->dev, endpoints[_i].address), endpoints[_i].packet);
	fake_device_free(fake);
}

static const struct {
	const char *fixture;
	unsigned int address;
	size_t least, most;
} chunks[] = {
	{"storage", 0x81, 1 << 20, 1 << 20},
	{"storage", 0x83, 1 << 20, 1 << 20}, /* there is none */
	{"keyboard", 0x81, 8, 8},	     /* a report at a time */
	{"endpoint-values", 0x02, (1 << 20) - 4 * 2047, 1 << 20},
	{"endpoint-values", 0x81, 1 << 20, 1 << 20}, /* 0 bytes */
};

CASE_PER_ROW(chunk_is_whole_packets, chunks)
{
	struct fake_device *fake = fake_device_new(chunks[_i].fixture);
	size_t chunk = endpoint_chunk(fake->dev, chunks[_i].address);
	size_t packet = endpoint_packet(fake->dev, chunks[_i].address);

	ck_assert_uint_ge(chunk, chunks[_i].least);
	ck_assert_uint_le(chunk, chunks[_i].most);
	if (packet)
		ck_assert_uint_eq(chunk % packet, 0);
	fake_device_free(fake);
}
