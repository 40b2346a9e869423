/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/usbip/urb.h"

#include "unit.h"

/* What came to its end, in order. */
static struct {
	uint32_t seqnum;
	int status;
	size_t actual_length;
} ended[16];
static size_t ended_count;

static void note(void *user, const struct usbip_urb *urb)
{
	ck_assert_ptr_eq(user, ended);
	ck_assert_uint_lt(ended_count, 16);
	ended[ended_count].seqnum = urb->seqnum;
	ended[ended_count].status = urb->urb.status;
	ended[ended_count].actual_length = urb->urb.actual_length;
	ended_count++;
}

static void expect_ended(size_t index, uint32_t seqnum, int status, size_t actual_length)
{
	ck_assert_uint_lt(index, ended_count);
	ck_assert_uint_eq(ended[index].seqnum, seqnum);
	ck_assert_int_eq(ended[index].status, status);
	ck_assert_uint_eq(ended[index].actual_length, actual_length);
}

static struct cusb_virtual_device *dev;

static void setup(void)
{
	ended_count = 0;
	dev = virtual_device_new(cusb_virtual_find_model("loopback"));
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
}

static void teardown(void)
{
	virtual_device_free(dev);
}

static void add(uint32_t seqnum, uint8_t endpoint, uint32_t flags, uint32_t length)
{
	struct usbip_header submit = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = seqnum,
		.direction = endpoint >> 7,
		.ep = endpoint & 15,
		.cmd_submit = {.transfer_flags = flags, .transfer_buffer_length = length},
	};
	struct usbip_urb *urb = usbip_urb_new(&submit, note, ended);

	ck_assert_ptr_nonnull(urb);
	memset(urb->urb.data, 0, length);
	usbip_urb_submit(dev, urb, false);
}

/* Two reads, the first of which a short packet has ended with an error. */
static void begin_with_error(void)
{
	add(1, 0x81, USBIP_SHORT_NOT_OK, 512);
	add(2, 0x81, 0, 512);
	add(3, 0x01, 0, 100);
	expect_ended(0, 3, 0, 100);
	expect_ended(1, 1, -EREMOTEIO, 100);
}

static void resume(void)
{
	dev->stopped = 0;
	hcd_run(dev);
}

FIXTURE(setup, teardown)

CASE(urb_behind_an_error_gets_no_data)
{
	begin_with_error();
	add(4, 0x01, 0, 7);
	expect_ended(2, 4, 0, 7);
	ck_assert_uint_eq(ended_count, 3);
}

CASE(data_behind_an_error_goes_to_the_urb_after_the_cancelled)
{
	begin_with_error();
	add(4, 0x01, 0, 7);
	ck_assert(usbip_urb_unlink(dev, 2));
	expect_ended(3, 2, -ECONNRESET, 0);
	add(5, 0x81, 0, 512);
	expect_ended(4, 5, 0, 7);
}

CASE(urb_behind_an_error_gets_data_when_resumed)
{
	begin_with_error();
	add(4, 0x01, 0, 7);
	resume();
	expect_ended(3, 2, 0, 7);
}

CASE(urbs_behind_an_error_all_go_on_when_resumed)
{
	begin_with_error();
	add(4, 0x81, 0, 512);
	add(5, 0x01, 0, 7);
	add(6, 0x01, 0, 8);
	resume();
	expect_ended(4, 2, 0, 7);
	expect_ended(5, 4, 0, 8);
}

CASE(reads_that_may_be_short_are_all_with_the_host)
{
	add(1, 0x81, 0, 512);
	add(2, 0x81, 0, 512);
	ck_assert_ptr_nonnull(dev->queues[17]);
	ck_assert_ptr_nonnull(dev->queues[17]->next);
}

CASE(other_endpoints_go_on_after_an_error)
{
	begin_with_error();
	add(4, 0x02, 0, 5);
	add(5, 0x82, 0, 64);
	expect_ended(3, 5, 0, 5);
}

CASE(urb_behind_a_full_read_gets_the_rest)
{
	add(1, 0x81, USBIP_SHORT_NOT_OK, 512);
	add(2, 0x81, 0, 512);
	add(3, 0x01, 0, 600);
	expect_ended(0, 3, 0, 600);
	expect_ended(1, 1, 0, 512);
	expect_ended(2, 2, 0, 88);
}

CASE(cancel_of_the_first_lets_the_second_go_on)
{
	add(1, 0x81, USBIP_SHORT_NOT_OK, 512);
	add(2, 0x81, 0, 512);
	ck_assert(usbip_urb_unlink(dev, 1));
	add(3, 0x01, 0, 9);
	expect_ended(0, 1, -ECONNRESET, 0);
	expect_ended(2, 2, 0, 9);
}

CASE(cancel_of_an_unknown_number_is_refused)
{
	ck_assert(!usbip_urb_unlink(dev, 5));
	ck_assert_uint_eq(ended_count, 0);
}
