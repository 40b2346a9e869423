/* SPDX-License-Identifier: MIT */
/*
 * Reads a whole USB disk, without a driver: disk [HOST]
 *
 * Takes the first disk of the USB/IP server HOST, or of this machine. Standard output gets its
 * bytes, standard error its INQUIRY. Mass Storage, bulk-only transport 1.0; SCSI.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>
#include <cusb/usbip.h>

#define SUBCLASS_SCSI	   6
#define PROTOCOL_BULK_ONLY 0x50

#define TEST_UNIT_READY 0x00
#define REQUEST_SENSE	0x03
#define INQUIRY		0x12
#define READ_CAPACITY	0x25
#define READ_10		0x28

#define BLOCK	       512
#define BLOCKS_AT_ONCE 256
#define TIMEOUT_MS     600000
#define TRIES	       10

static struct cusb_device *dev;
static const struct cusb_endpoint *in, *out;

static void expect(const char *what, long long got, long long want)
{
	if (got == want)
		return;
	fprintf(stderr, "disk: %s: %lld (%s), not %lld\n", what, got,
		got < 0 ? cusb_strerror((int)got) : "a number", want);
	exit(1);
}

static void put_be32(uint8_t *bytes, uint32_t value)
{
	for (int i = 3; i >= 0; i--, value >>= 8)
		bytes[i] = (uint8_t)value;
}

static uint32_t get_be32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

/* A command of 6 or 10 bytes that reads; what the status says of it, 0 is good. */
static int run(const uint8_t *cdb, size_t cdb_length, void *data, size_t length)
{
	static uint8_t tag;
	uint8_t cbw[31] = {'U', 'S', 'B', 'C', ++tag}, csw[13];

	for (unsigned int i = 0; i < 4; i++)
		cbw[8 + i] = (uint8_t)(length >> 8 * i);
	cbw[12] = 0x80;
	cbw[14] = (uint8_t)cdb_length;
	memcpy(cbw + 15, cdb, cdb_length);
	expect("command", cusb_write(dev, out->bEndpointAddress, cbw, sizeof cbw, TIMEOUT_MS),
	       sizeof cbw);
	if (length > 0)
		expect("data", cusb_read(dev, in->bEndpointAddress, data, length, TIMEOUT_MS),
		       (long long)length);
	expect("status", cusb_read(dev, in->bEndpointAddress, csw, sizeof csw, TIMEOUT_MS),
	       sizeof csw);
	expect("status's signature", memcmp(csw, "USBS", 4), 0);
	expect("status's tag", csw[4], tag);
	return csw[12];
}

static int is_disk(struct cusb_device *candidate, void *user)
{
	const struct cusb_configuration *cfg = candidate->configurations;

	(void)user;
	return candidate->configuration_count > 0 &&
	       cusb_find_endpoint_in(cfg,
				     CUSB_MATCH(bInterfaceClass, CUSB_CLASS_MASS_STORAGE,
						bInterfaceSubClass, SUBCLASS_SCSI,
						bInterfaceProtocol, PROTOCOL_BULK_ONLY, direction,
						CUSB_ENDPOINT_IN),
				     &in) == 0 &&
	       cusb_find_endpoint_in(cfg,
				     CUSB_MATCH(bInterfaceClass, CUSB_CLASS_MASS_STORAGE,
						bInterfaceSubClass, SUBCLASS_SCSI,
						bInterfaceProtocol, PROTOCOL_BULK_ONLY, direction,
						CUSB_ENDPOINT_OUT),
				     &out) == 0;
}

static void inquire(void)
{
	static const uint8_t cdb[] = {INQUIRY, 0, 0, 0, 36, 0};
	uint8_t data[36];

	expect("INQUIRY", run(cdb, sizeof cdb, data, sizeof data), 0);
	fprintf(stderr, "INQUIRY: %.28s\n", (const char *)data + 8);
}

/* A disk that was reset first says so. */
static void await_ready(void)
{
	static const uint8_t ready[6] = {TEST_UNIT_READY},
			     sense[] = {REQUEST_SENSE, 0, 0, 0, 18, 0};
	uint8_t data[18];

	for (int i = 0; i < TRIES && run(ready, sizeof ready, NULL, 0) != 0; i++)
		expect("REQUEST SENSE", run(sense, sizeof sense, data, sizeof data), 0);
}

static uint32_t count_blocks(void)
{
	static const uint8_t cdb[10] = {READ_CAPACITY};
	uint8_t data[8];

	expect("READ CAPACITY", run(cdb, sizeof cdb, data, sizeof data), 0);
	expect("bytes of a block", get_be32(data + 4), BLOCK);
	return get_be32(data) + 1;
}

static void read_blocks(uint32_t first, uint32_t count)
{
	static uint8_t data[BLOCKS_AT_ONCE * BLOCK];
	uint8_t cdb[10] = {READ_10};

	put_be32(cdb + 2, first);
	cdb[7] = (uint8_t)(count >> 8);
	cdb[8] = (uint8_t)count;
	expect("READ", run(cdb, sizeof cdb, data, count * BLOCK), 0);
	expect("standard output", (long long)fwrite(data, BLOCK, count, stdout), count);
}

int main(int argc, char **argv)
{
	struct cusb_backend *backend = cusb_usbfs_default();
	uint32_t blocks;

	if (argc > 1)
		expect("server",
		       cusb_usbip_new(&(struct cusb_usbip_options){.host = argv[1]}, &backend), 0);
	expect("a disk", cusb_find(CUSB_MATCH(backend, backend, custom_device, is_disk), &dev), 0);
	cusb_set_auto_detach(dev, true);
	inquire();
	await_ready();
	blocks = count_blocks();
	for (uint32_t at = 0; at < blocks; at += BLOCKS_AT_ONCE)
		read_blocks(at, blocks - at < BLOCKS_AT_ONCE ? blocks - at : BLOCKS_AT_ONCE);
	cusb_device_free(dev);
	if (argc > 1)
		cusb_usbip_free(backend);
	fprintf(stderr, "%u blocks read\n", blocks);
	return 0;
}
