/* SPDX-License-Identifier: MIT */
/* Several libraries in one program, as plugins and bindings bring them along. */
#include <errno.h>

#include <usb.h>

#include "both.h"

CASE(libraries_share_a_device_in_one_program)
{
	static unsigned char data[64];
	struct cusb_device *dev = cusb_of(LOOPBACK);
	libusb_device_handle *handle = libusb_of(LOOPBACK);
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	CHECK_ERROR(libusb_claim_interface(handle, 1), BUSY);
	CHECK_OK(libusb_submit_transfer(transfer));
	cusb_round_trip(dev, 0x03, 0x83);
	cusb_store(dev, "cusb");
	libusb_check_stored(handle, "cusb");
	libusb_store(handle, "libusb");
	cusb_check_stored(dev, "libusb");
	CHECK_INT(calls, 0);
	CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, 10, NULL, AMPLE));
	handle_until(&calls, 1);
	CHECK_INT(transfer->actual_length, 10);
	libusb_free_transfer(transfer);
	libusb_close(handle);
	CHECK_OK(cusb_claim_interface(dev, 0));
	libusb_exit(NULL);
	cusb_round_trip(dev, 0x01, 0x81);
	cusb_device_free(dev);
}

static struct usb_device *find_old(uint16_t product)
{
	usb_init();
	CHECK(usb_find_busses() > 0);
	CHECK(usb_find_devices() > 0);
	for (struct usb_bus *bus = usb_get_busses(); bus; bus = bus->next)
		for (struct usb_device *dev = bus->devices; dev; dev = dev->next)
			if (dev->descriptor.idVendor == 0xfffe &&
			    dev->descriptor.idProduct == product)
				return dev;
	return NULL;
}

/* avrdude looks for its programmer with one of them and uses it with the other. */
CASE(interfaces_of_libusb_0_1_and_1_0_share_a_device_in_one_program)
{
	libusb_device_handle *handle = libusb_of(LOOPBACK);
	struct usb_device *dev = find_old(LOOPBACK);
	char text[16] = "", bytes[] = "0123456789";
	usb_dev_handle *old;

	CHECK(dev);
	old = usb_open(dev);
	CHECK(old);
	CHECK_OK(usb_claim_interface(old, 0));
	CHECK_ERROR(libusb_claim_interface(handle, 0), BUSY);
	libusb_store(handle, "libusb");
	CHECK_INT(usb_control_msg(old, 0xc0, 1, 0, 0, text, 15, AMPLE), 6);
	CHECK_STR(text, "libusb");
	CHECK_INT(usb_bulk_write(old, 0x01, bytes, 10, AMPLE), 10);
	CHECK_INT(usb_bulk_read(old, 0x81, text, 15, AMPLE), 10);
	CHECK_OK(usb_release_interface(old, 0));
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK(usb_claim_interface(old, 0) < 0);
	CHECK_OK(usb_close(old));
	libusb_round_trip(handle, 0x01, 0x81);
	libusb_close(handle);
	libusb_exit(NULL);
}
