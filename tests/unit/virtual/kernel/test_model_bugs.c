/* SPDX-License-Identifier: MIT */
/* Models whose functions never come to an end: the kernel still answers. */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/device/descriptor_bytes.h"
#include "virtual/virtual_world.h"

#define NEVER_MS 20 /* what does not come may be waited for so long */
#define GUARD_MS 300000

static const uint8_t descriptors[] = {BULK_DEVICE(0x0200, 1, 512)};

/* What the functions give, each time. */
static struct {
	ssize_t in, out, control;
} gives;

static ssize_t give_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room)
{
	(void)dev;
	(void)address;
	if (gives.in > 0)
		memset(packet, 'x', room);
	return gives.in;
}

static int give_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		    size_t length)
{
	(void)dev;
	(void)address;
	(void)packet;
	(void)length;
	return (int)gives.out;
}

static ssize_t give_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			    uint8_t *data)
{
	(void)dev;
	(void)setup;
	(void)data;
	return gives.control;
}

static const struct cusb_virtual_model model = {
	.name = "bugs",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	.control = give_control,
	.in = give_in,
	.out = give_out,
};

static const struct row {
	ssize_t gives;
	int bulk_in, bulk_out,
		control; /* the results of reads and writes of 5000 bytes, and of 5 */
} rows[] = {
	{-EAGAIN, -ETIMEDOUT, -ETIMEDOUT, -ETIMEDOUT},
	{0, 0, 5000, 0},
	{512, -EOVERFLOW, 5000, 5},
	{100000, -EOVERFLOW, 5000, 5},
	{-EPROTO, -EPROTO, -EPROTO, -EPROTO},
	/* numbers that no transfer ends with */
	{-EINPROGRESS, -EPROTO, -EPROTO, -EPROTO},
	{-100000, -EPROTO, -EPROTO, -EPROTO},
};

static void *buffer(void)
{
	static uint8_t bytes[5000];

	return bytes;
}

static int bulk(unsigned int address, unsigned int ms)
{
	struct usbdevfs_bulktransfer transfer = {address, 5000, ms, buffer()};

	return world_ioctl(USBDEVFS_BULK, &transfer);
}

static int control(uint8_t type, unsigned int ms)
{
	struct usbdevfs_ctrltransfer transfer = {type, 1, 0, 0, 5, ms, buffer()};

	return world_ioctl(USBDEVFS_CONTROL, &transfer);
}

static unsigned int limit(int result)
{
	return result == -ETIMEDOUT ? NEVER_MS : GUARD_MS;
}

FIXTURE(NULL, world_end)

CASE_PER_ROW(functions_that_give_always_the_same_end_each_transfer, rows)
{
	const struct row *row = &rows[_i];

	memset(&gives, 0, sizeof gives);
	gives.in = gives.out = gives.control = row->gives;
	world_start_model(&model);
	ck_assert_int_eq(bulk(0x81, limit(row->bulk_in)), row->bulk_in);
	ck_assert_int_eq(bulk(0x01, limit(row->bulk_out)), row->bulk_out);
	ck_assert_int_eq(control(0xc0, limit(row->control)), row->control);
	ck_assert_int_eq(world_reset(), 0);
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(device_that_always_has_data_and_never_takes_any_moves_on)
{
	struct usbdevfs_urb out, in;

	gives.in = 512;
	gives.out = -EAGAIN;
	gives.control = -EAGAIN;
	world_start_model(&model);
	world_submit_bulk(&out, 0x01, buffer(), 5000);
	for (unsigned int i = 0; i < 100; i++) {
		world_submit_bulk(&in, 0x81, buffer(), 4096);
		world_expect_reaped(&in, 0);
	}
	ck_assert_int_eq(world_discard(&out), 0);
	world_expect_reaped(&out, -ENOENT);
}
