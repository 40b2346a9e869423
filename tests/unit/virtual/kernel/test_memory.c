/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/virtual_world.h"

static void setup(void)
{
	world_start("loopback");
	ck_assert_int_eq(world_claim(0), 0);
}

/* Runs `what` with each of its allocations failing in turn; it must then say -ENOMEM. */
static void fail_each(int (*what)(void), unsigned int least)
{
	unsigned int nth = 0;
	int err;

	for (;;) {
		fail_alloc_start(++nth);
		err = what();
		if (!fail_alloc_stop())
			break;
		ck_assert_int_eq(err, -ENOMEM);
	}
	ck_assert_int_ge(err, 0);
	ck_assert_uint_gt(nth, least);
}

static int make_kernel(void)
{
	struct cusb_virtual_kernel *kernel;
	int err = cusb_virtual_kernel_new(&kernel);

	if (err == 0)
		cusb_virtual_kernel_free(kernel);
	return err;
}

FIXTURE(setup, world_end)

CASE(new_kernel_without_memory_is_null)
{
	fail_each(make_kernel, 1);
}

static int plug(void)
{
	return cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "2-1");
}

CASE(plug_without_memory_leaves_no_device)
{
	/* The root hub that a failed attempt has brought stays. */
	fail_each(plug, 4);
	/* No addresses are used up. */
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, "usb2"), 0);
	for (unsigned int i = 0; i < 130; i++) {
		fail_alloc_start(1);
		ck_assert_int_eq(plug(), -ENOMEM);
		fail_alloc_stop();
	}
	ck_assert_int_eq(plug(), 0);
}

static int load(void)
{
	return virtual_kernel_load_tree(world.kernel, "D 3-1\nA serial=1\nH bytes=01\nR x=EIO\n");
}

CASE(tree_without_memory_leaves_nothing)
{
	fail_each(load, 6);
}

static int open_and_close(void)
{
	int fd = world_open(WORLD_NODE, O_RDWR);

	return fd < 0 ? fd : CALL(close, fd);
}

CASE(open_without_memory_fails)
{
	fail_each(open_and_close, 1);
}

static struct usbdevfs_urb urb;
static char data[8];

static int submit(void)
{
	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x81, data, sizeof data);
	return world_submit(&urb);
}

CASE(submit_without_memory_fails)
{
	fail_each(submit, 1);
}

static int control(void)
{
	struct usbdevfs_ctrltransfer get = {
		.bRequestType = 0x80,
		.bRequest = 8,
		.wLength = 1,
		.timeout = 100,
		.data = data,
	};

	return world_ioctl(USBDEVFS_CONTROL, &get);
}

CASE(control_without_memory_fails)
{
	fail_each(control, 1);
}

CASE(loopback_without_memory_naks)
{
	struct usbdevfs_bulktransfer bulk = {0x01, sizeof data, 1, data};

	fail_alloc_start(2);
	ck_assert_int_eq(world_ioctl(USBDEVFS_BULK, &bulk), -ETIMEDOUT);
	ck_assert(fail_alloc_stop());
}
