/* SPDX-License-Identifier: MIT */
/* What is said of one device. */
#include <cusb/core.h>

#include "compat/libusb-0.1/world.h"

static struct usb_device *scan(const char *model)
{
	lw_plug(model, "1-1");
	lw_scan();
	ck_assert_ptr_nonnull(lw_device("1-1"));
	return lw_device("1-1");
}

FIXTURE(lw_begin, lw_end)

CASE(file_is_named_as_the_node)
{
	struct usb_device *dev = scan("loopback");

	ck_assert_str_eq(dev->filename, "002");
	ck_assert_str_eq(dev->bus->dirname, "001");
	ck_assert_uint_eq(dev->devnum, 2);
}

CASE(device_descriptor_is_in_the_machines_byte_order)
{
	struct usb_device_descriptor desc = scan("loopback")->descriptor;

	ck_assert_uint_eq(desc.bLength, 18);
	ck_assert_uint_eq(desc.bDescriptorType, USB_DT_DEVICE);
	ck_assert_uint_eq(desc.bcdUSB, 0x0200);
	ck_assert_uint_eq(desc.bDeviceClass, 0);
	ck_assert_uint_eq(desc.bMaxPacketSize0, 64);
	ck_assert_uint_eq(desc.idVendor, 0xfffe);
	ck_assert_uint_eq(desc.idProduct, 0x0001);
	ck_assert_uint_eq(desc.bcdDevice, 0x0100);
	ck_assert_uint_eq(desc.iManufacturer, 1);
	ck_assert_uint_eq(desc.iProduct, 2);
	ck_assert_uint_eq(desc.iSerialNumber, 3);
	ck_assert_uint_eq(desc.bNumConfigurations, 2);
}

CASE(class_of_the_device_is_told)
{
	scan("loopback");
	ck_assert_uint_eq(lw_device("usb1")->descriptor.bDeviceClass, USB_CLASS_HUB);
}

CASE(dev_is_the_cores_device)
{
	struct cusb_device *dev = scan("loopback")->dev;

	ck_assert_uint_eq(dev->idProduct, 0x0001);
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
}

/* The program may still ask the handle what it is of. */
CASE(device_that_left_while_open_lives_until_it_is_closed)
{
	usb_dev_handle *handle = lw_open("loopback", "1-1");
	struct usb_device *dev = usb_device(handle);

	lw_unplug("1-1");
	ck_assert_int_eq(lw_scan(), 1);
	ck_assert_ptr_eq(usb_device(handle), dev);
	ck_assert_str_eq(dev->filename, "002");
	ck_assert_uint_eq(dev->config->interface->altsetting->endpoint->bEndpointAddress, 1);
	ck_assert_ptr_null(dev->bus);
	ck_assert_int_eq(usb_close(handle), 0);
}
