/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/virtual_world.h"

static struct usbdevfs_urb urb;
static uint8_t data[512];

static void setup(void)
{
	world_start("loopback");
}

static int set(const char *name, uint8_t address, enum cusb_virtual_fault_kind kind,
	       unsigned int times)
{
	struct cusb_virtual_fault fault = {
		.bEndpointAddress = address, .kind = kind, .times = times};

	return cusb_virtual_add_fault(world.kernel, name, &fault);
}

static int write_one(void)
{
	struct usbdevfs_bulktransfer bulk = {0x01, sizeof data, 50, data};

	return world_ioctl(USBDEVFS_BULK, &bulk);
}

FIXTURE(setup, world_end)

CASE(fault_of_a_device_that_is_plugged_in_acts)
{
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_ERROR, 1), 0);
	ck_assert_int_eq(write_one(), -EPROTO);
	ck_assert_int_eq(write_one(), 512);
}

CASE(fault_that_cannot_be_is_invalid)
{
	ck_assert_int_eq(set("1-1", 0x0f, CUSB_VIRTUAL_STALL, 1), -EINVAL);
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_SHORT, 1), -EINVAL);
	ck_assert_int_eq(set("1-1", 0x83, CUSB_VIRTUAL_SHORT, 1), 0); /* of another setting */
}

CASE(fault_or_model_of_a_later_version_is_invalid)
{
	struct cusb_virtual_fault fault = {.bEndpointAddress = 0x01, .reserved = {0, 1}};
	struct cusb_virtual_model model = *cusb_virtual_find_model("loopback");

	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", &fault), -EINVAL);
	model.reserved[3] = 1;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, "2-1"), -EINVAL);
}

static const char *const no_devices[] = {"1-2", "", NULL};

CASE_PER_NUMBER(names_that_are_no_devices_have_no_faults, 0, 3)
{
	ck_assert_int_eq(set(no_devices[_i], 0x81, CUSB_VIRTUAL_STALL, 1), -ENODEV);
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, no_devices[_i], NULL), -ENODEV);
}

CASE(fixture_has_no_faults)
{
	ck_assert_int_eq(virtual_kernel_load_tree(world.kernel, "D 3-1\nA serial=1\n"), 0);
	ck_assert_int_eq(set("3-1", 0x81, CUSB_VIRTUAL_STALL, 1), -ENODEV);
}

CASE(fault_without_memory_is_not_set)
{
	int err;

	fail_alloc_start(1);
	err = set("1-1", 0x01, CUSB_VIRTUAL_ERROR, 0);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_int_eq(write_one(), 512);
}

CASE(without_faults_what_was_kept_moves)
{
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_NAK, 0), 0);
	world_submit_bulk(&urb, 0x01, data, sizeof data);
	ck_assert_int_eq(world_poll(), 0);
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", NULL), 0);
	world_expect_reaped(&urb, 0);
}

static struct cusb_virtual_fault broken = {.bEndpointAddress = 0x0f};

CASE(model_with_a_fault_that_cannot_be_is_not_plugged_in)
{
	struct cusb_virtual_model model = *cusb_virtual_find_model("loopback");

	model.faults = &broken;
	model.fault_count = 1;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, "2-1"), -EINVAL);
	model.faults = NULL;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, "2-1"), -EINVAL);
	ck_assert_int_eq(world_open(WORLD_SYSFS "usb2", O_RDONLY), -ENOENT);
}

CASE(faults_go_with_the_device)
{
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_ERROR, 0), 0);
	world_end();
	setup();
	ck_assert_int_eq(write_one(), 512);
}

CASE(faults_outlive_a_reset)
{
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_ERROR, 1), 0);
	ck_assert_int_eq(set("1-1", 0x80, CUSB_VIRTUAL_STALL, 1), 0);
	ck_assert_int_eq(world_reset(), 0);
	ck_assert_int_eq(write_one(), -EPROTO);
}

CASE(vanishing_takes_the_device_off_the_bus)
{
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_VANISH, 0), 0);
	ck_assert_int_eq(write_one(), -ESHUTDOWN);
	ck_assert_int_eq(set("1-1", 0x01, CUSB_VIRTUAL_STALL, 0), -ENODEV);
}
