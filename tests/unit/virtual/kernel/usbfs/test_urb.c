/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define BULK	  USBDEVFS_URB_TYPE_BULK
#define INTERRUPT USBDEVFS_URB_TYPE_INTERRUPT
#define CONTROL	  USBDEVFS_URB_TYPE_CONTROL
#define ISO	  USBDEVFS_URB_TYPE_ISO

static unsigned char data[4096];

static void use(const char *model)
{
	world_start(model);
	ck_assert_int_eq(world_claim(0), 0);
	memset(data, 0, sizeof data);
}

static int submit(struct usbdevfs_urb *urb, unsigned char type, unsigned char endpoint, int length)
{
	world_urb(urb, type, endpoint, data, length);
	return world_submit(urb);
}

static int submit_flagged(struct usbdevfs_urb *urb, unsigned char endpoint, int length,
			  unsigned int flags)
{
	world_urb(urb, BULK, endpoint, data, length);
	urb->flags = flags;
	return world_submit(urb);
}

static void expect_reaped(struct usbdevfs_urb *urb, int status, int actual_length)
{
	int err;

	ck_assert_ptr_eq(world_reap(&err), urb);
	ck_assert_int_eq(urb->status, status);
	ck_assert_int_eq(urb->actual_length, actual_length);
}

static void expect_none(void)
{
	int err;

	ck_assert_ptr_null(world_reap(&err));
	ck_assert_int_eq(err, -EAGAIN);
}

static void setup(void)
{
	use("loopback");
}

/* Another model in place of the usual one. */
static void use_instead(const char *model)
{
	world_end();
	use(model);
}

FIXTURE(setup, world_end)

static const struct {
	unsigned char type, endpoint;
	int length;
	unsigned int flags;
	int err;
} submissions[] = {
	{BULK, 0x81, 8, 0x100, -EINVAL}, /* no such flag */
	{BULK, 0x81, 8, USBDEVFS_URB_ISO_ASAP, -EINVAL},
	{BULK, 0x81, 8, USBDEVFS_URB_NO_INTERRUPT, 0},
	{BULK, 0x81, -1, 0, -EINVAL},
	{BULK, 0x85, 8, 0, -ENOENT},
	{BULK, 0x51, 8, 0, -EINVAL}, /* no address of an endpoint */
	{BULK, 0x83, 8, 0, -ENOENT}, /* of another setting */
	{BULK, 0x00, 8, 0, -ENOENT},
	{INTERRUPT, 0x81, 8, 0, -EINVAL},
	{CONTROL, 0x81, 8, 0, -EINVAL},
	{ISO, 0x81, 8, 0, -EINVAL},
	{9, 0x81, 8, 0, -EINVAL}, /* no such type */
	{BULK, 0x02, 8, 0, 0},	  /* an interrupt endpoint lets it pass */
};

CASE_PER_ROW(arguments_are_checked, submissions)
{
	struct usbdevfs_urb urb;

	world_urb(&urb, submissions[_i].type, submissions[_i].endpoint, data,
		  submissions[_i].length);
	urb.flags = submissions[_i].flags;
	ck_assert_int_eq(world_submit(&urb), submissions[_i].err);
}

CASE(out_data_is_taken_at_submit)
{
	struct usbdevfs_urb out, in;

	data[0] = 'a';
	ck_assert_int_eq(submit(&out, BULK, 0x01, 1), 0);
	data[0] = 'b';
	ck_assert_int_eq(submit(&in, BULK, 0x81, 512), 0);
	expect_reaped(&out, 0, 1);
	expect_reaped(&in, 0, 1);
	ck_assert_uint_eq(data[0], 'a');
}

CASE(in_data_comes_when_reaped)
{
	struct usbdevfs_urb in;

	use_instead("partial");
	memset(data, 0xee, sizeof data);
	ck_assert_int_eq(submit(&in, BULK, 0x81, 512), 0);
	ck_assert_int_eq(world_poll(), POLLOUT);
	ck_assert_uint_eq(data[1], 0xee);
	ck_assert_int_eq(in.status, 1);
	expect_reaped(&in, 0, 512);
	ck_assert_uint_eq(data[1], 1);
}

CASE(buffer_that_is_not_there_is_invalid)
{
	struct usbdevfs_urb urb;

	world_urb(&urb, BULK, 0x81, NULL, 8);
	ck_assert_int_eq(world_submit(&urb), -EINVAL);
}

CASE(endpoint_of_an_unconfigured_device_is_no_such_process)
{
	struct usbdevfs_urb urb;

	world_end();
	world_start("loopback");
	ck_assert_int_eq(world_configure(0), 0);
	ck_assert_int_eq(submit(&urb, BULK, 0x81, 8), -ESRCH);
}

CASE(unclaimed_interface_is_claimed)
{
	struct usbdevfs_urb urb;

	world_end();
	world_start("loopback");
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 8), 0);
	ck_assert_str_eq(world_driver(0), "usbfs");
}

CASE(interface_of_another_is_busy)
{
	struct usbdevfs_urb urb;

	world_end();
	world_start("loopback");
	world_bind(0, "other");
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 8), -EBUSY);
}

static void set_setup(unsigned int bmRequestType, unsigned int bRequest, unsigned int wIndex,
		      unsigned int wLength)
{
	const unsigned char setup[] = {(unsigned char)bmRequestType,
				       (unsigned char)bRequest,
				       0,
				       0,
				       (unsigned char)wIndex,
				       (unsigned char)(wIndex >> 8),
				       (unsigned char)wLength,
				       (unsigned char)(wLength >> 8)};

	memcpy(data, setup, sizeof setup);
}

CASE(control_urb_needs_room_for_setup_and_data)
{
	struct usbdevfs_urb urb;

	set_setup(0xc0, 1, 0, 100);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 7), -EINVAL);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 107), -EINVAL);
}

CASE(control_urb_to_an_interface_needs_it)
{
	struct usbdevfs_urb urb;

	world_bind(1, "other");
	set_setup(0x21, 0, 1, 0);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 8), -EBUSY);
	set_setup(0x21, 0, 7, 0);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 8), -ENOENT);
	set_setup(0x21, 0, 0, 0);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 8), 0);
	set_setup(0x41, 0, 1, 0);
	ck_assert_int_eq(submit(&urb, CONTROL, 0, 8), 0);
}

CASE(memory_is_limited_to_16_mib_in_all)
{
	static unsigned char big[1024 * 1024];
	struct usbdevfs_urb *urbs[16];

	use_instead("nak");
	world_new_urbs(urbs, 16);
	for (unsigned int i = 0; i < 16; i++) {
		world_urb(urbs[i], BULK, 0x81, big, sizeof big);
		ck_assert_int_eq(world_submit(urbs[i]), i < 15 ? 0 : -ENOMEM);
	}
	ck_assert_int_eq(world_discard(urbs[3]), 0);
	expect_reaped(urbs[3], -ENOENT, 0);
	ck_assert_int_eq(world_submit(urbs[15]), 0);
	world_close(world.fd);
	world.fd = -1;
	world_free_urbs(urbs, 16);
}

CASE(scattered_bulk_buffer_costs_its_table_too)
{
	const int length = (16 << 20) - 288;
	unsigned char *big = malloc((size_t)length);
	struct usbdevfs_urb urb;

	use_instead("nak");
	world_urb(&urb, BULK, 0x81, big, length);
	ck_assert_int_eq(world_submit(&urb), -ENOMEM);
	world_urb(&urb, INTERRUPT, 0x82, big, length);
	ck_assert_int_eq(world_submit(&urb), 0);
	world_close(world.fd);
	world.fd = -1;
	free(big);
}

CASE(size_of_a_urb_can_be_limited)
{
	struct usbdevfs_urb urb;

	virtual_kernel_limit_urb(world.kernel, 100);
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 101), -ENOMEM);
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 100), 0);
	virtual_kernel_limit_urb(world.kernel, 0);
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 101), 0);
}

CASE(discard_of_what_is_over_is_invalid)
{
	struct usbdevfs_urb urb;

	ck_assert_int_eq(submit(&urb, BULK, 0x01, 5), 0);
	ck_assert_int_eq(world_discard(&urb), -EINVAL);
	expect_reaped(&urb, 0, 5);
	ck_assert_int_eq(world_discard(&urb), -EINVAL);
}

#define SHORT (USBDEVFS_URB_SHORT_NOT_OK)
#define CONT  (USBDEVFS_URB_BULK_CONTINUATION)

CASE(short_packet_unlinks_the_continuation)
{
	struct usbdevfs_urb first, second, third, out;

	ck_assert_int_eq(submit_flagged(&first, 0x81, 512, SHORT), 0);
	ck_assert_int_eq(submit_flagged(&second, 0x81, 512, SHORT | CONT), 0);
	ck_assert_int_eq(submit_flagged(&third, 0x81, 512, CONT), 0);
	ck_assert_int_eq(submit(&out, BULK, 0x01, 100), 0);
	expect_reaped(&out, 0, 100);
	expect_reaped(&first, -EREMOTEIO, 100);
	expect_reaped(&third, -ECONNRESET, 0);
	expect_reaped(&second, -ECONNRESET, 0);
	expect_none();
}

CASE(continuation_that_comes_late_is_refused)
{
	struct usbdevfs_urb in, out;

	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, SHORT), 0);
	ck_assert_int_eq(submit(&out, BULK, 0x01, 100), 0);
	expect_reaped(&out, 0, 100);
	expect_reaped(&in, -EREMOTEIO, 100);
	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, CONT), -EREMOTEIO);
	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, 0), 0);
	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, CONT), 0);
}

CASE(short_packet_leaves_the_next_transfer_alone)
{
	struct usbdevfs_urb first, second, third, out;

	ck_assert_int_eq(submit_flagged(&first, 0x81, 512, SHORT), 0);
	ck_assert_int_eq(submit_flagged(&second, 0x81, 512, CONT), 0);
	ck_assert_int_eq(submit_flagged(&third, 0x81, 512, 0), 0);
	ck_assert_int_eq(submit(&out, BULK, 0x01, 100), 0);
	expect_reaped(&out, 0, 100);
	expect_reaped(&first, -EREMOTEIO, 100);
	expect_reaped(&second, -ECONNRESET, 0);
	expect_none();
	ck_assert_int_eq(submit_flagged(&second, 0x81, 512, CONT), 0);
}

CASE(discard_does_not_disable_the_endpoint)
{
	struct usbdevfs_urb in;

	use_instead("nak");
	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, 0), 0);
	ck_assert_int_eq(world_discard(&in), 0);
	expect_reaped(&in, -ENOENT, 0);
	ck_assert_int_eq(submit_flagged(&in, 0x81, 512, CONT), 0);
}

CASE(files_reap_their_own)
{
	struct usbdevfs_urb urb;
	void *reaped;
	int other;

	other = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_eq(submit(&urb, BULK, 0x01, 5), 0);
	ck_assert_int_eq(CALL(ioctl, other, USBDEVFS_REAPURBNDELAY, &reaped), -EAGAIN);
	ck_assert_int_eq(CALL(ioctl, other, USBDEVFS_DISCARDURB, &urb), -EINVAL);
	expect_reaped(&urb, 0, 5);
	world_close(other);
}

CASE(close_takes_urbs_back)
{
	struct usbdevfs_urb urb, done;

	ck_assert_int_eq(submit(&urb, BULK, 0x81, 512), 0);
	ck_assert_int_eq(submit(&done, INTERRUPT, 0x02, 8), 0);
	world_close(world.fd);
	world.fd = world_open(WORLD_NODE, O_RDWR);
	expect_none();
}

CASE(reapurb_gives_what_is_there)
{
	struct usbdevfs_urb urb;
	void *reaped = NULL;

	ck_assert_int_eq(submit(&urb, BULK, 0x01, 5), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &reaped), 0);
	ck_assert_ptr_eq(reaped, &urb);
}
