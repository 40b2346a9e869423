/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "virtual/models/models.h"

#include "unit.h"
#include "virtual/device/clear_halt.h"

static struct cusb_virtual_device *dev;
static struct virtual_packet packets[8];
static uint8_t data[4096];
static struct virtual_urb urb;

/* A model's device with an alternate setting of its only interface. */
static void plug(const char *model, uint8_t alternate)
{
	dev = virtual_device_new(cusb_virtual_find_model(model));
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
	dev->altsettings[0] = alternate;
	memset(packets, 0, sizeof packets);
	memset(data, 0, sizeof data);
}

static void teardown(void)
{
	virtual_device_free(dev);
	dev = NULL;
}

static struct virtual_urb make(uint8_t endpoint, unsigned int count, uint32_t length)
{
	for (unsigned int i = 0; i < count; i++)
		packets[i] = (struct virtual_packet){i * length, length, 99, 99};
	return (struct virtual_urb){.endpoint = endpoint,
				    .data = data,
				    .length = sizeof data,
				    .packets = packets,
				    .packet_count = count};
}

static int submit(uint8_t endpoint, unsigned int count, uint32_t length)
{
	int err;

	urb = make(endpoint, count, length);
	err = hcd_submit(dev, &urb);
	return err ? err : urb.status;
}

static void send(const char *text, unsigned int count, uint32_t length)
{
	memcpy(data, text, count * length);
	ck_assert_int_eq(submit(0x01, count, length), 0);
	memset(data, 0, sizeof data);
}

static void limit(unsigned int count)
{
	struct cusb_setup setup = {.bmRequestType = 0x40, .bRequest = 2, .wValue = (uint16_t)count};
	struct virtual_urb request = {.setup = setup};

	ck_assert_int_eq(hcd_submit(dev, &request), 0);
	ck_assert_int_eq(request.status, 0);
}

static void expect_packet(unsigned int i, uint32_t actual_length, int status)
{
	ck_assert_uint_eq(packets[i].actual_length, actual_length);
	ck_assert_int_eq(packets[i].status, status);
}

FIXTURE(NULL, teardown)

CASE(packets_come_back_one_for_one)
{
	plug("iso", 1);
	send("aaabbb", 2, 3);
	ck_assert_int_eq(submit(0x81, 2, 1024), 0);
	ck_assert_uint_eq(urb.actual_length, 6);
	expect_packet(0, 3, 0);
	expect_packet(1, 3, 0);
	ck_assert_mem_eq(data, "aaa", 4);
	ck_assert_mem_eq(data + 1024, "bbb", 4);
}

CASE(packet_is_empty_when_there_is_nothing_to_send)
{
	plug("iso", 1);
	send("aaa", 1, 3);
	ck_assert_int_eq(submit(0x81, 3, 8), 0);
	expect_packet(0, 3, 0);
	expect_packet(1, 0, 0);
	expect_packet(2, 0, 0);
}

CASE(error_is_that_of_one_packet)
{
	plug("iso", 1);
	send("\xee..\xdd..ccc", 3, 3);
	ck_assert_int_eq(submit(0x81, 3, 8), 0);
	ck_assert_uint_eq(urb.error_count, 1);
	ck_assert_uint_eq(urb.actual_length, 3);
	expect_packet(0, 0, -EILSEQ);
	expect_packet(1, 0, 0);
	expect_packet(2, 3, 0);
	ck_assert_mem_eq(data, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0ccc", 19);
	ck_assert_uint_eq(dev->halted, 0);
}

CASE(packet_longer_than_asked_for_is_babble)
{
	plug("iso", 1);
	send("aaaabbbb", 2, 4);
	ck_assert_int_eq(submit(0x81, 2, 3), 0);
	expect_packet(0, 3, -EOVERFLOW);
	expect_packet(1, 3, -EOVERFLOW);
	ck_assert_mem_eq(data, "aaabbb", 7);
}

CASE(packets_that_may_not_move_yet_stay_queued)
{
	plug("iso", 1);
	limit(1);
	ck_assert_int_eq(submit(0x01, 2, 8), -EINPROGRESS);
	expect_packet(0, 8, 0);
	expect_packet(1, 0, -EXDEV);
	limit(0xffff);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(urb.actual_length, 16);
	expect_packet(1, 8, 0);
}

CASE(limit_of_0xffff_is_none)
{
	plug("iso", 1);
	limit(0xffff);
	for (unsigned int i = 0; i <= 0x10000 / 8; i++)
		ck_assert_int_eq(submit(0x81, 8, 8), 0);
}

CASE(unlinked_urb_keeps_what_moved)
{
	plug("iso", 1);
	limit(1);
	urb = make(0x01, 2, 8);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert_int_eq(urb.status, -ENOENT);
	ck_assert_uint_eq(urb.actual_length, 8);
	expect_packet(0, 8, 0);
	expect_packet(1, 0, -EXDEV);
}

CASE(device_that_goes_ends_the_urb)
{
	plug("iso", 1);
	limit(1);
	urb = make(0x01, 2, 8);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	hcd_unplug(dev);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	ck_assert_uint_eq(urb.actual_length, 8);
}

CASE(second_use_of_a_urb_begins_anew)
{
	plug("iso", 1);
	memcpy(data, "\xee", 1);
	urb = make(0x01, 1, 1);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	urb = make(0x81, 1, 1);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_uint_eq(urb.error_count, 1);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_uint_eq(urb.error_count, 0);
	expect_packet(0, 0, 0);
}

static size_t interval_size(const char *model, uint8_t alternate)
{
	size_t size;

	plug(model, alternate);
	size = virtual_interval_size(dev, virtual_find_endpoint(dev, 0x81));
	teardown();
	return size;
}

CASE(interval_size_counts_transactions_and_bursts)
{
	ck_assert_uint_eq(interval_size("iso", 1), 1024);
	ck_assert_uint_eq(interval_size("iso", 2), 3072);
	ck_assert_uint_eq(interval_size("iso", 3), 64);
	ck_assert_uint_eq(interval_size("iso-super", 1), 4096);
	ck_assert_uint_eq(interval_size("super", 0), 4096);
	ck_assert_uint_eq(interval_size("full", 0), 64);
}

CASE(packet_of_the_interval_size_moves_and_a_larger_does_not)
{
	plug("iso", 2);
	ck_assert_int_eq(submit(0x01, 1, 3072), 0);
	ck_assert_int_eq(submit(0x81, 1, 3072), 0);
	expect_packet(0, 3072, 0);
	ck_assert_int_eq(submit(0x01, 1, 3073), -EMSGSIZE);
	dev->altsettings[0] = 3;
	ck_assert_int_eq(submit(0x01, 1, 65), -EMSGSIZE);
}

CASE(packets_outside_of_the_data_are_invalid)
{
	plug("iso", 1);
	urb = make(0x81, 2, 8);
	packets[1].offset = sizeof data - 7;
	ck_assert_int_eq(hcd_submit(dev, &urb), -EINVAL);
	packets[1].offset = UINT32_MAX - 3;
	ck_assert_int_eq(hcd_submit(dev, &urb), -EINVAL);
	packets[1].offset = 7;
	ck_assert_int_eq(hcd_submit(dev, &urb), -EINVAL);
	packets[1].offset = sizeof data - 8;
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
}

CASE(packets_and_type_must_go_together)
{
	plug("iso", 1);
	urb = make(0x81, 0, 0);
	ck_assert_int_eq(hcd_submit(dev, &urb), -EINVAL);
	urb.packets = NULL;
	ck_assert_int_eq(hcd_submit(dev, &urb), -EINVAL);
	teardown();
	plug("full", 0);
	ck_assert_int_eq(submit(0x81, 1, 8), -EINVAL);
	ck_assert_int_eq(submit(0x00, 1, 8), -EINVAL);
}

/* The endpoint is isochronous in setting 1, and bulk in 2. */
static const uint8_t changing_descriptors[] = {
	DEVICE(0x0200, 64, 0xffff, 1), CONFIGURATION(9 + 2 * (9 + 7), 1, 1, 0, 0, 50),
	INTERFACE(0, 1, 1, 0),	       ISOCHRONOUS(0x81, 64, 1),
	INTERFACE(0, 2, 1, 0),	       BULK(0x81, 512),
};

static ssize_t changing_in(struct cusb_virtual_device *device, uint8_t address, uint8_t *packet,
			   size_t room)
{
	(void)address;
	memset(packet, 'x', room);
	return device->altsettings[0] == 1 ? -EAGAIN : (ssize_t)room;
}

static const struct cusb_virtual_model model_changing = {
	.name = "changing",
	.speed = CUSB_SPEED_HIGH,
	BYTES(changing_descriptors),
	.in = changing_in,
};

CASE(endpoint_that_has_become_bulk_moves_no_packets)
{
	urb = make(0x81, 1, 8);
	dev = virtual_device_new(&model_changing);
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
	dev->altsettings[0] = 1;
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	dev->altsettings[0] = 2;
	clear_halt(dev, 0x81);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert_uint_eq(urb.actual_length, 0);
}

CASE(endpoint_that_is_no_longer_there_moves_nothing)
{
	plug("iso", 1);
	limit(0);
	urb = make(0x81, 1, 8);
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	dev->altsettings[0] = 0;
	limit(0xffff);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
}

static uint32_t frame_of(unsigned int count, uint8_t flags, uint32_t start_frame)
{
	urb = make(0x01, count, 1);
	urb.flags = flags;
	urb.start_frame = start_frame;
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	return urb.start_frame;
}

CASE(frames_follow_each_other_by_the_interval)
{
	plug("iso", 3);
	ck_assert_uint_eq(frame_of(3, 0, 77), 0);
	ck_assert_uint_eq(frame_of(1, 0, 77), 24);
	ck_assert_uint_eq(frame_of(1, 0, 77), 32);
}

CASE(frame_asked_for_is_kept_unless_it_is_past)
{
	plug("iso", 1);
	ck_assert_uint_eq(frame_of(2, VIRTUAL_URB_START_FRAME, 100), 100);
	ck_assert_uint_eq(frame_of(1, VIRTUAL_URB_START_FRAME, 101), 102);
}

CASE(super_speed_moves_bursts)
{
	plug("iso-super", 1);
	ck_assert_int_eq(submit(0x01, 1, 4096), 0);
	ck_assert_int_eq(submit(0x81, 1, 4096), 0);
	expect_packet(0, 4096, 0);
}
