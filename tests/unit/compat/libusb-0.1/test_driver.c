/* SPDX-License-Identifier: MIT */
/* Kernel drivers. */
#include "compat/libusb-0.1/world.h"

static void begin(void)
{
	lw_begin_opened();
	ck_assert_int_eq(cusb_virtual_bind_driver(lw_kernel, "1-1", 0, "usbhid"), 0);
}

FIXTURE(begin, lw_end)

CASE(driver_is_named)
{
	char name[32] = "";

	ck_assert_int_eq(usb_get_driver_np(lw_handle, 0, name, sizeof name), 0);
	ck_assert_str_eq(name, "usbhid");
}

CASE(name_is_cut_to_its_room)
{
	char name[8] = "xxxxxxx";

	ck_assert_int_eq(usb_get_driver_np(lw_handle, 0, name, 4), 0);
	ck_assert_str_eq(name, "usb");
	ck_assert_int_eq(usb_get_driver_np(lw_handle, 0, name, 0), 0);
	ck_assert_str_eq(name, "usb");
}

CASE(claim_of_a_program_is_usbfs)
{
	char name[32] = "";

	ck_assert_int_eq(usb_claim_interface(lw_handle, 1), 0);
	ck_assert_int_eq(usb_get_driver_np(lw_handle, 1, name, sizeof name), 0);
	ck_assert_str_eq(name, "usbfs");
}

CASE(interface_without_a_driver_has_none)
{
	char name[32] = "old";

	ck_assert_int_eq(usb_get_driver_np(lw_handle, 1, name, sizeof name), -ENODATA);
	ck_assert_str_eq(usb_strerror(), "could not get bound driver: No data available");
	ck_assert_str_eq(name, "old");
	ck_assert_int_eq(usb_get_driver_np(lw_handle, 7, name, sizeof name), -ENODATA);
}

CASE(driver_is_detached)
{
	char name[32];

	ck_assert_int_eq(usb_detach_kernel_driver_np(lw_handle, 0), 0);
	ck_assert_int_eq(usb_get_driver_np(lw_handle, 0, name, sizeof name), -ENODATA);
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), 0);
}

CASE(without_a_driver_nothing_is_detached)
{
	ck_assert_int_eq(usb_detach_kernel_driver_np(lw_handle, 1), -ENODATA);
	ck_assert_str_eq(usb_strerror(),
			 "could not detach kernel driver from interface 1: No data available");
	ck_assert_int_eq(usb_detach_kernel_driver_np(lw_handle, 7), -EINVAL);
}

CASE(claim_of_another_is_not_detached)
{
	usb_dev_handle *other = usb_open(usb_device(lw_handle));

	ck_assert_int_eq(usb_claim_interface(other, 1), 0);
	ck_assert_int_eq(usb_detach_kernel_driver_np(lw_handle, 1), -EBUSY);
	ck_assert_int_eq(usb_release_interface(other, 1), 0);
	usb_close(other);
}
