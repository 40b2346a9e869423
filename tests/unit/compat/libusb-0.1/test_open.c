/* SPDX-License-Identifier: MIT */
/* Handles: each on its own, whatever becomes of the device. */
#include <cusb/core.h>

#include "child.h"
#include "fail_alloc.h"
#include "compat/libusb-0.1/world.h"

static int get_status(usb_dev_handle *handle)
{
	char status[2];

	return usb_control_msg(handle, USB_ENDPOINT_IN, USB_REQ_GET_STATUS, 0, 0, status, 2, 1000);
}

static void begin(void)
{
	lw_begin();
	lw_plug("loopback", "1-1");
	lw_scan();
}

static usb_dev_handle *open_listed(void)
{
	usb_dev_handle *handle = usb_open(lw_device("1-1"));

	ck_assert_ptr_nonnull(handle);
	return handle;
}

FIXTURE(begin, lw_end)

CASE(handle_knows_its_device)
{
	usb_dev_handle *handle = open_listed();

	ck_assert_ptr_eq(usb_device(handle), lw_device("1-1"));
	ck_assert_int_eq(get_status(handle), 2);
	ck_assert_int_eq(usb_close(handle), 0);
}

CASE(node_is_open_as_long_as_the_handle)
{
	usb_dev_handle *handle = open_listed();

	ck_assert_uint_eq(virtual_kernel_open_fds(lw_kernel), 1);
	usb_close(handle);
	ck_assert_uint_eq(virtual_kernel_open_fds(lw_kernel), 0);
}

CASE(handles_do_not_share_claims)
{
	usb_dev_handle *handle = open_listed();
	usb_dev_handle *other = usb_open(usb_device(handle));

	ck_assert_int_eq(usb_claim_interface(handle, 0), 0);
	ck_assert_int_eq(usb_claim_interface(other, 0), -EBUSY);
	ck_assert_int_eq(usb_claim_interface(other, 1), 0);
	usb_close(handle);
	ck_assert_int_eq(usb_claim_interface(other, 0), 0);
	usb_close(other);
}

CASE(handle_and_the_cores_device_do_not_disturb_each_other)
{
	usb_dev_handle *handle = open_listed();
	struct cusb_device *dev = usb_device(handle)->dev;
	char data[16] = "";

	ck_assert_int_eq(usb_claim_interface(handle, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(usb_claim_interface(handle, 1), -EBUSY);
	ck_assert_int_eq(usb_bulk_write(handle, 1, "legacy", 6, 1000), 6);
	ck_assert_int_eq(cusb_write(dev, 3, "core", 4, 1000), 4);
	ck_assert_int_eq(usb_bulk_read(handle, 1, data, sizeof data, 1000), 6);
	ck_assert_str_eq(data, "legacy");
	cusb_close(dev);
	ck_assert_int_eq(usb_bulk_write(handle, 1, "legacy", 6, 1000), 6);
	usb_close(handle);
}

CASE(device_found_by_the_core_is_left_alone_by_scanning)
{
	struct cusb_device *dev;
	usb_dev_handle *handle = open_listed();

	ck_assert_int_eq(cusb_find(CUSB_MATCH(idProduct, 1), &dev), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	lw_scan();
	usb_close(handle);
	ck_assert_int_eq(cusb_write(dev, 1, "core", 4, 1000), 4);
	cusb_device_free(dev);
}

CASE(device_that_may_not_be_opened_gives_a_handle_that_says_so)
{
	usb_dev_handle *handle;

	cusb_virtual_set_access(lw_kernel, "1-1", -EACCES);
	handle = open_listed();
	ck_assert_str_eq(usb_strerror(), "failed to open 001/002: Permission denied");
	ck_assert_int_eq(usb_claim_interface(handle, 0), -EACCES);
	cusb_virtual_set_access(lw_kernel, "1-1", 0);
	ck_assert_int_eq(usb_claim_interface(handle, 0), 0);
	usb_close(handle);
}

CASE(device_that_left_before_is_gone)
{
	usb_dev_handle *handle;

	lw_unplug("1-1");
	handle = open_listed();
	ck_assert_int_eq(get_status(handle), -ENODEV);
	usb_close(handle);
}

CASE(another_device_in_its_place_is_not_opened)
{
	usb_dev_handle *handle;

	lw_unplug("1-1");
	lw_plug("nak", "1-1");
	handle = open_listed();
	ck_assert_int_eq(get_status(handle), -ENODEV);
	usb_close(handle);
}

CASE(device_that_leaves_while_open_is_gone)
{
	usb_dev_handle *handle = open_listed();
	char data[8];

	ck_assert_int_eq(usb_claim_interface(handle, 0), 0);
	lw_unplug("1-1");
	ck_assert_int_eq(usb_bulk_read(handle, 1, data, sizeof data, 1000), -ENODEV);
	ck_assert_int_eq(get_status(handle), -ENODEV);
	ck_assert_int_eq(usb_claim_interface(handle, 1), -ENODEV);
	ck_assert_int_eq(usb_close(handle), 0);
}

/* Not the list's object, whose claims it would share. */
CASE(want_of_memory_for_an_object_of_its_own_gives_no_handle)
{
	usb_dev_handle *handle;

	fail_alloc_start(2);
	handle = usb_open(lw_device("1-1"));
	ck_assert(fail_alloc_stop());
	ck_assert_ptr_null(handle);
}

CASE(want_of_memory_gives_no_handle)
{
	usb_dev_handle *handle = NULL;

	for (unsigned int nth = 1; nth < 100; nth++) {
		bool failed;

		fail_alloc_start(nth);
		handle = usb_open(lw_device("1-1"));
		failed = fail_alloc_stop();
		if (!failed)
			break;
		if (handle)
			usb_close(handle);
		else
			ck_assert_str_eq(usb_strerror(),
					 "failed to open 001/002: Cannot allocate memory");
	}
	ck_assert_ptr_nonnull(handle);
	ck_assert_int_eq(get_status(handle), 2);
	usb_close(handle);
}

static bool close_inherited(void *handle)
{
	virtual_kernel_reset_counts(lw_kernel);
	return usb_close(handle) == 0 && virtual_kernel_count(lw_kernel, VIRTUAL_CLOSE, 0) == 1 &&
	       virtual_kernel_count_all(lw_kernel) == 1;
}

CASE(child_of_fork_closes_its_descriptor_alone)
{
	usb_dev_handle *handle = open_listed();

	ck_assert_int_eq(usb_claim_interface(handle, 0), 0);
	ck_assert(in_child(close_inherited, handle));
	ck_assert_int_eq(usb_bulk_write(handle, 1, "parent", 6, 1000), 6);
	usb_close(handle);
}
