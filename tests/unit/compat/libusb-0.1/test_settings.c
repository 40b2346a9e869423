/* SPDX-License-Identifier: MIT */
/* Interfaces, configurations, endpoints, reset. */
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "compat/libusb-0.1/world.h"

static int active_configuration(void)
{
	char value = -1;

	usb_control_msg(lw_handle, USB_ENDPOINT_IN, USB_REQ_GET_CONFIGURATION, 0, 0, &value, 1,
			1000);
	return value;
}

/* By -EBUSY for another handle. */
static bool is_claimed(int interface)
{
	usb_dev_handle *other = usb_open(usb_device(lw_handle));
	int err = usb_claim_interface(other, interface);

	usb_close(other);
	return err == -EBUSY;
}

FIXTURE(lw_begin_opened, lw_end)

CASE(interface_is_claimed_until_it_is_released)
{
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), 0);
	ck_assert(is_claimed(0));
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), 0);
	ck_assert_int_eq(usb_release_interface(lw_handle, 0), 0);
	ck_assert(!is_claimed(0));
}

CASE(interface_that_does_not_exist_cannot_be_claimed)
{
	ck_assert_int_eq(usb_claim_interface(lw_handle, 7), -ENOENT);
	ck_assert_str_eq(usb_strerror(), "could not claim interface 7: No such file or directory");
	ck_assert_int_eq(usb_claim_interface(lw_handle, -1), -EINVAL);
}

CASE(interface_of_a_kernel_driver_cannot_be_claimed)
{
	ck_assert_int_eq(cusb_virtual_bind_driver(lw_kernel, "1-1", 0, "usbhid"), 0);
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), -EBUSY);
}

CASE(what_is_not_claimed_cannot_be_released)
{
	ck_assert_int_eq(usb_release_interface(lw_handle, 0), -EINVAL);
	ck_assert_str_eq(usb_strerror(), "could not release intf 0: Invalid argument");
	ck_assert_int_eq(usb_release_interface(lw_handle, 7), -ENOENT);
}

CASE(what_a_driver_has_cannot_be_released)
{
	cusb_virtual_bind_driver(lw_kernel, "1-1", 0, "usbhid");
	ck_assert_int_eq(usb_release_interface(lw_handle, 0), -EINVAL);
}

CASE(what_another_handle_claimed_cannot_be_released)
{
	usb_dev_handle *other = usb_open(usb_device(lw_handle));

	ck_assert_int_eq(usb_claim_interface(other, 0), 0);
	ck_assert_int_eq(usb_release_interface(lw_handle, 0), -EINVAL);
	ck_assert(is_claimed(0));
	usb_close(other);
}

CASE(what_a_transfer_claimed_can_be_released)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "", 1, 1000), 1);
	ck_assert(is_claimed(0));
	ck_assert_int_eq(usb_release_interface(lw_handle, 0), 0);
	ck_assert(!is_claimed(0));
}

CASE(alternate_setting_is_of_the_interface_claimed_last)
{
	ck_assert_int_eq(usb_claim_interface(lw_handle, 1), 0);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 3, "", 1, 1000), -ENOENT);
	ck_assert_int_eq(usb_set_altinterface(lw_handle, 1), 0);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 3, "", 1, 1000), 1);
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), 0);
	ck_assert_int_eq(usb_set_altinterface(lw_handle, 1), -EINVAL);
	ck_assert_str_eq(usb_strerror(), "could not set alt intf 0/1: Invalid argument");
}

CASE(alternate_setting_wants_a_claim)
{
	ck_assert_int_eq(usb_set_altinterface(lw_handle, 0), -EINVAL);
	usb_claim_interface(lw_handle, 1);
	usb_release_interface(lw_handle, 1);
	ck_assert_int_eq(usb_set_altinterface(lw_handle, 0), -EINVAL);
}

/* The core takes -1 for the first one. */
CASE(negative_alternate_setting_is_invalid)
{
	usb_claim_interface(lw_handle, 1);
	ck_assert_int_eq(usb_set_altinterface(lw_handle, -1), -EINVAL);
}

CASE(configuration_is_set)
{
	ck_assert_int_eq(usb_set_configuration(lw_handle, 2), 0);
	ck_assert_int_eq(active_configuration(), 2);
}

CASE(own_claims_do_not_keep_a_configuration_from_being_set)
{
	usb_claim_interface(lw_handle, 0);
	ck_assert_int_eq(usb_set_configuration(lw_handle, 1), 0);
	ck_assert(is_claimed(0));
}

CASE(claim_of_another_keeps_a_configuration_from_being_set)
{
	usb_dev_handle *other = usb_open(usb_device(lw_handle));

	usb_claim_interface(other, 0);
	ck_assert_int_eq(usb_set_configuration(lw_handle, 2), -EBUSY);
	usb_close(other);
}

CASE(driver_keeps_a_configuration_from_being_set)
{
	cusb_virtual_bind_driver(lw_kernel, "1-1", 1, "usbhid");
	ck_assert_int_eq(usb_set_configuration(lw_handle, 2), -EBUSY);
}

CASE(configuration_that_does_not_exist_is_invalid)
{
	ck_assert_int_eq(usb_set_configuration(lw_handle, 9), -EINVAL);
	ck_assert_str_eq(usb_strerror(), "could not set config 9: Invalid argument");
}

CASE_PER_NUMBER(configuration_of_0_and_below_unconfigures, 0, 2)
{
	ck_assert_int_eq(usb_set_configuration(lw_handle, -_i), 0);
	ck_assert_int_eq(active_configuration(), 0);
}

/* 0 is then a configuration, and only a number below it is none. */
CASE(configuration_numbered_0_is_left_by_a_number_below_it)
{
	struct cusb_virtual_model *model = NULL;

	ck_assert_int_eq(cusb_virtual_load("fixtures/devices/zero.device", NULL, 0, &model), 0);
	lw_plug_model(model, "1-2");
	lw_scan();
	usb_close(lw_handle);
	lw_handle = usb_open(lw_device("1-2"));
	ck_assert_int_eq(usb_set_configuration(lw_handle, -1), 0);
	ck_assert_int_lt(usb_claim_interface(lw_handle, 0), 0);
	ck_assert_int_eq(usb_set_configuration(lw_handle, 0), 0);
	ck_assert_int_eq(usb_claim_interface(lw_handle, 0), 0);
	usb_close(lw_handle);
	lw_handle = NULL;
	lw_unplug("1-2");
	cusb_virtual_model_free(model);
}

CASE(halt_is_cleared)
{
	char data[64];

	ck_assert_int_eq(usb_control_msg(lw_handle, USB_RECIP_ENDPOINT, USB_REQ_SET_FEATURE, 0,
					 0x81, NULL, 0, 1000),
			 0);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, sizeof data, 1000), -EPIPE);
	ck_assert_int_eq(usb_clear_halt(lw_handle, 0x81), 0);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "", 1, 1000), 1);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, sizeof data, 1000), 1);
}

CASE(endpoint_that_does_not_exist_is_not_cleared)
{
	ck_assert_int_eq(usb_clear_halt(lw_handle, 0x85), -ENOENT);
	ck_assert_str_eq(usb_strerror(), "could not clear/halt ep 133: No such file or directory");
	ck_assert_int_eq(usb_resetep(lw_handle, 0x85), -ENOENT);
	ck_assert_str_eq(usb_strerror(), "could not reset ep 133: No such file or directory");
}

CASE(reset_of_an_endpoint_is_the_hosts_alone)
{
	virtual_kernel_reset_counts(lw_kernel);
	ck_assert_int_eq(usb_resetep(lw_handle, 0x81), 0);
	ck_assert_uint_eq(virtual_kernel_count(lw_kernel, VIRTUAL_IOCTL, USBDEVFS_RESETEP), 1);
	ck_assert_uint_eq(virtual_kernel_count(lw_kernel, VIRTUAL_IOCTL, USBDEVFS_CLEAR_HALT), 0);
}

CASE(reset_keeps_claims)
{
	usb_claim_interface(lw_handle, 0);
	ck_assert_int_eq(usb_reset(lw_handle), 0);
	ck_assert(is_claimed(0));
}

CASE(reset_that_brings_another_device_is_an_error)
{
	virtual_kernel_change_on_reset(lw_kernel, "1-1", cusb_virtual_find_model("nak"));
	ck_assert_int_eq(usb_reset(lw_handle), -ENODEV);
	ck_assert_str_eq(usb_strerror(), "could not reset: No such device");
}
