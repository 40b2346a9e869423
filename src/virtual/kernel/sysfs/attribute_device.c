/* SPDX-License-Identifier: MIT */
/* The sysfs attributes of a device. */
#include <errno.h>

#include "virtual/kernel/sysfs/attribute.h"

static int show_manufacturer(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit_string(dev, dev->descriptor[14], text);
}

static int show_product(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit_string(dev, dev->descriptor[15], text);
}

static int show_serial(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit_string(dev, dev->descriptor[16], text);
}

static int show_configuration(const struct usb *dev, unsigned int number, char *text)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(dev, &length);
	int n = desc ? attribute_emit_string(dev, desc[6], text) : 0;

	(void)number;
	return n < 0 ? 0 : n;
}

static int show_max_power(const struct usb *dev, unsigned int number, char *text)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(dev, &length);
	int unit = dev->device->model->speed >= CUSB_SPEED_SUPER ? 8 : 2;

	(void)number;
	return desc ? attribute_emit(text, "%dmA\n", desc[8] * unit) : 0;
}

static int show_speed(const struct usb *dev, unsigned int number, char *text)
{
	static const char *const names[] = {
		[CUSB_SPEED_UNKNOWN] = "unknown",
		[CUSB_SPEED_LOW] = "1.5",
		[CUSB_SPEED_FULL] = "12",
		[CUSB_SPEED_HIGH] = "480",
		[CUSB_SPEED_SUPER] = "5000",
		[CUSB_SPEED_SUPER_PLUS] = "10000",
		[CUSB_SPEED_SUPER_PLUS_X2] = "20000",
	};

	(void)number;
	return attribute_emit(text, "%s\n", names[dev->device->model->speed]);
}

static int show_busnum(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%u\n", dev->bus);
}

static int show_devnum(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%u\n", dev->devnum);
}

static int show_devpath(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%s\n", kernel_devpath(dev));
}

static int show_version(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%2x.%02x\n", dev->descriptor[3], dev->descriptor[2]);
}

static int show_maxchild(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%d\n", kernel_is_root_hub(dev) ? ROOT_PORTS : 0);
}

static int show_lanes(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "%d\n",
			      dev->device->model->speed == CUSB_SPEED_SUPER_PLUS_X2 ? 2 : 1);
}

/* Character devices of major 189; 128 minors for each bus. */
static unsigned int minor_of(const struct usb *dev)
{
	return (dev->bus - 1) * 128 + dev->devnum - 1;
}

static int show_dev(const struct usb *dev, unsigned int number, char *text)
{
	(void)number;
	return attribute_emit(text, "189:%u\n", minor_of(dev));
}

static int show_uevent(const struct usb *dev, unsigned int number, char *text)
{
	const uint8_t *desc = dev->descriptor;

	(void)number;
	return attribute_emit(
		text,
		"MAJOR=189\nMINOR=%u\nDEVNAME=bus/usb/%03u/%03u\nDEVTYPE=usb_device\n"
		"DRIVER=usb\nPRODUCT=%x/%x/%x\nTYPE=%d/%d/%d\nBUSNUM=%03u\nDEVNUM=%03u\n",
		minor_of(dev), dev->bus, dev->devnum, attribute_le16(desc + 8),
		attribute_le16(desc + 10), attribute_le16(desc + 12), desc[4], desc[5], desc[6],
		dev->bus, dev->devnum);
}

const struct attribute attributes_of_device[] = {
	{"bConfigurationValue", CONFIGURATION_FIELD, 5, DECIMAL, NULL},
	{"bDeviceClass", DEVICE_FIELD, 4, HEX2, NULL},
	{"bDeviceProtocol", DEVICE_FIELD, 6, HEX2, NULL},
	{"bDeviceSubClass", DEVICE_FIELD, 5, HEX2, NULL},
	{"bMaxPacketSize0", DEVICE_FIELD, 7, DECIMAL, NULL},
	{"bMaxPower", TEXT, 0, 0, show_max_power},
	{"bNumConfigurations", DEVICE_FIELD, 17, DECIMAL, NULL},
	{"bNumInterfaces", CONFIGURATION_FIELD, 4, DECIMAL2, NULL},
	{"bcdDevice", DEVICE_FIELD, 12, HEX4, NULL},
	{"bmAttributes", CONFIGURATION_FIELD, 7, HEX2_SPACE, NULL},
	{"authorized", TEXT, 0, 0, attribute_show_1},
	{"busnum", TEXT, 0, 0, show_busnum},
	{"configuration", TEXT, 0, 0, show_configuration},
	{"descriptors", BYTES, 0, 0, NULL},
	{"dev", TEXT, 0, 0, show_dev},
	{"devnum", TEXT, 0, 0, show_devnum},
	{"devpath", TEXT, 0, 0, show_devpath},
	{"idProduct", DEVICE_FIELD, 10, HEX4, NULL},
	{"idVendor", DEVICE_FIELD, 8, HEX4, NULL},
	{"manufacturer", TEXT, 0, 0, show_manufacturer},
	{"maxchild", TEXT, 0, 0, show_maxchild},
	{"product", TEXT, 0, 0, show_product},
	{"rx_lanes", TEXT, 0, 0, show_lanes},
	{"serial", TEXT, 0, 0, show_serial},
	{"speed", TEXT, 0, 0, show_speed},
	{"tx_lanes", TEXT, 0, 0, show_lanes},
	{"uevent", TEXT, 0, 0, show_uevent},
	{"version", TEXT, 0, 0, show_version},
	{NULL, TEXT, 0, 0, NULL},
};
