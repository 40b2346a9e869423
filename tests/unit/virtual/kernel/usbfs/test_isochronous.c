/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/virtual_world.h"

#define MANY 129

static struct usbdevfs_urb *urb, *other;
static unsigned char data[128 * 1024];

static struct usbdevfs_urb *new_urb(void)
{
	struct usbdevfs_urb *new =
		calloc(1, sizeof *new + MANY * sizeof(struct usbdevfs_iso_packet_desc));

	ck_assert_ptr_nonnull(new);
	return new;
}

static void setup(void)
{
	memset(data, 0, sizeof data);
	urb = new_urb();
	other = new_urb();
}

/* The model with an alternate setting of its interface. */
static void use(const char *model, unsigned int alternate)
{
	world_start(model);
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_set_altsetting(0, alternate), 0);
}

static void teardown(void)
{
	if (world.kernel)
		world_end();
	memset(&world, 0, sizeof world);
	free(urb);
	free(other);
}

static void fill(struct usbdevfs_urb *iso, unsigned char endpoint, int packets, unsigned int length)
{
	/* buffer_length is not looked at. */
	world_urb(iso, USBDEVFS_URB_TYPE_ISO, endpoint, data, 1);
	iso->flags = USBDEVFS_URB_ISO_ASAP;
	iso->number_of_packets = packets;
	for (int i = 0; i < packets && i < MANY; i++)
		iso->iso_frame_desc[i] = (struct usbdevfs_iso_packet_desc){length, 99, 99};
}

static int submit(unsigned char endpoint, int packets, unsigned int length)
{
	fill(urb, endpoint, packets, length);
	return world_submit(urb);
}

static void expect_reaped(struct usbdevfs_urb *iso, int status, int actual_length, int error_count)
{
	int err;

	ck_assert_ptr_eq(world_reap(&err), iso);
	ck_assert_int_eq(iso->status, status);
	ck_assert_int_eq(iso->actual_length, actual_length);
	ck_assert_int_eq(iso->error_count, error_count);
}

static void expect_packet(unsigned int i, unsigned int actual_length, int status)
{
	ck_assert_uint_eq(urb->iso_frame_desc[i].actual_length, actual_length);
	ck_assert_int_eq((int)urb->iso_frame_desc[i].status, status);
}

static void send(const char *text, int packets, unsigned int length)
{
	memcpy(data, text, (size_t)packets * length);
	ck_assert_int_eq(submit(0x01, packets, length), 0);
	expect_reaped(urb, 0, packets * (int)length, 0);
}

FIXTURE(setup, teardown)

CASE(whole_buffer_comes_in_with_the_gaps_cleared)
{
	use("iso", 1);
	send("aaabbb", 2, 3);
	memset(data, '.', sizeof data);
	ck_assert_int_eq(submit(0x81, 3, 5), 0);
	expect_reaped(urb, 0, 6, 0);
	ck_assert_mem_eq(data, "aaa\0\0bbb\0\0\0\0\0\0\0.", 16);
}

CASE(buffer_stays_as_it_was_when_nothing_came)
{
	use("iso", 1);
	memset(data, '.', sizeof data);
	ck_assert_int_eq(submit(0x81, 2, 2), 0);
	expect_reaped(urb, 0, 0, 0);
	ck_assert_mem_eq(data, "....", 4);
}

CASE(results_come_when_reaped)
{
	use("iso", 1);
	ck_assert_int_eq(submit(0x01, 1, 4), 0);
	expect_packet(0, 99, 99);
	ck_assert_int_eq(urb->error_count, 0);
	expect_reaped(urb, 0, 4, 0);
	expect_packet(0, 4, 0);
}

CASE(urb_has_1_to_128_packets)
{
	use("iso", 1);
	ck_assert_int_eq(submit(0x81, 0, 1), -EINVAL);
	ck_assert_int_eq(submit(0x81, -1, 1), -EINVAL);
	ck_assert_int_eq(submit(0x81, 129, 1), -EINVAL);
	ck_assert_int_eq(submit(0x81, 128, 1), 0);
	expect_reaped(urb, 0, 0, 0);
}

CASE(packet_size_has_two_limits)
{
	use("iso", 1);
	ck_assert_int_eq(submit(0x81, 1, 98305), -EINVAL);
	ck_assert_int_eq(submit(0x81, 1, 98304), -EMSGSIZE);
	ck_assert_int_eq(submit(0x81, 1, 1025), -EMSGSIZE);
	ck_assert_int_eq(submit(0x81, 1, 1024), 0);
	expect_reaped(urb, 0, 0, 0);
}

CASE(high_bandwidth_and_bursts_count)
{
	use("iso", 2);
	ck_assert_int_eq(submit(0x01, 1, 3072), 0);
	ck_assert_int_eq(submit(0x01, 1, 3073), -EMSGSIZE);
	expect_reaped(urb, 0, 3072, 0);
	world_end();
	use("iso-super", 1);
	ck_assert_int_eq(submit(0x01, 1, 4096), 0);
	ck_assert_int_eq(submit(0x01, 1, 4097), -EMSGSIZE);
	expect_reaped(urb, 0, 4096, 0);
}

CASE(packets_without_a_buffer_fault)
{
	use("iso", 1);
	fill(urb, 0x01, 1, 8);
	urb->buffer = NULL;
	urb->buffer_length = 0;
	ck_assert_int_eq(world_submit(urb), -EFAULT);
	fill(urb, 0x01, 1, 0);
	urb->buffer = NULL;
	urb->buffer_length = 0;
	ck_assert_int_eq(world_submit(urb), 0);
	expect_reaped(urb, 0, 0, 0);
}

CASE(endpoint_must_be_isochronous_and_of_the_setting)
{
	use("iso", 0);
	ck_assert_int_eq(submit(0x81, 1, 8), -ENOENT);
	world_end();
	use("full", 0);
	/* That comes before memory is looked at. */
	virtual_kernel_limit_urb(world.kernel, 1);
	ck_assert_int_eq(submit(0x81, 1, 8), -EINVAL);
}

CASE(other_types_are_not_for_isochronous_endpoints)
{
	struct usbdevfs_bulktransfer bulk = {.ep = 0x81, .len = 8, .data = data, .timeout = 1000};

	use("iso", 1);
	world_urb(urb, USBDEVFS_URB_TYPE_BULK, 0x81, data, 8);
	ck_assert_int_eq(world_submit(urb), -EINVAL);
	world_urb(urb, USBDEVFS_URB_TYPE_INTERRUPT, 0x81, data, 8);
	ck_assert_int_eq(world_submit(urb), -EINVAL);
	ck_assert_int_eq(world_ioctl(USBDEVFS_BULK, &bulk), -EINVAL);
}

CASE(asap_and_a_start_frame_are_both_taken)
{
	use("iso", 1);
	fill(urb, 0x01, 1, 8);
	urb->flags = 0;
	urb->start_frame = 1000;
	ck_assert_int_eq(world_submit(urb), 0);
	expect_reaped(urb, 0, 8, 0);
	ck_assert_int_eq(urb->start_frame, 1000);
}

CASE(altsetting_ends_urbs_in_flight)
{
	use("iso", 1);
	ck_assert_int_eq(world_vendor(2, 0), 0);
	ck_assert_int_eq(submit(0x81, 2, 8), 0);
	ck_assert_int_eq(world_set_altsetting(0, 3), 0);
	expect_reaped(urb, -ENOENT, 0, 0);
	ck_assert_int_eq(submit(0x81, 1, 65), -EMSGSIZE);
}

CASE(buffer_of_packets_is_charged)
{
	use("iso", 2);
	ck_assert_int_eq(world_vendor(2, 0), 0);
	virtual_kernel_limit_urb(world.kernel, 3071);
	ck_assert_int_eq(submit(0x81, 1, 3072), -ENOMEM);
	virtual_kernel_limit_urb(world.kernel, 3072);
	ck_assert_int_eq(submit(0x81, 1, 3072), 0);
	ck_assert_int_eq(world_discard(urb), 0);
	expect_reaped(urb, -ENOENT, 0, 0);
}

/* Fills all but 164032 bytes of usbfs_memory_mb, of which packets alone take 86016. */
CASE(packets_themselves_are_charged)
{
	static unsigned char large[128 * 3072];
	struct usbdevfs_urb *urbs[42];

	use("iso", 2);
	ck_assert_int_eq(world_vendor(2, 0), 0);
	for (int i = 0; i < 42; i++) {
		urbs[i] = new_urb();
		fill(urbs[i], 0x81, 128, 3072);
		urbs[i]->buffer = large;
		ck_assert_int_eq(world_submit(urbs[i]), 0);
	}
	ck_assert_int_eq(submit(0x81, 65, 3072), -ENOMEM);
	for (int i = 0; i < 42; i++) {
		ck_assert_int_eq(world_discard(urbs[i]), 0);
		expect_reaped(urbs[i], -ENOENT, 0, 0);
		free(urbs[i]);
	}
	ck_assert_int_eq(submit(0x81, 65, 3072), 0);
	ck_assert_int_eq(world_discard(urb), 0);
	expect_reaped(urb, -ENOENT, 0, 0);
}

CASE(no_memory_is_told_and_charges_nothing)
{
	use("iso", 1);
	for (unsigned int nth = 1; nth <= 2; nth++) {
		int err;

		fill(urb, 0x81, 1, 8);
		fail_alloc_start(nth);
		err = world_submit(urb);
		ck_assert(fail_alloc_stop());
		ck_assert_int_eq(err, -ENOMEM);
	}
	ck_assert_int_eq(submit(0x81, 1, 8), 0);
	expect_reaped(urb, 0, 0, 0);
}
