/* SPDX-License-Identifier: MIT */
/* The sysfs attributes of an interface, in its current alternate setting. */
#include <stdio.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/sysfs/attribute.h"

static int emit_modalias(const struct usb *dev, unsigned int number, const char *before, char *text)
{
	const uint8_t *desc = dev->descriptor;
	const uint8_t *intf = kernel_interface(dev, number);

	return attribute_emit(
		text, "%susb:v%04Xp%04Xd%04Xdc%02Xdsc%02Xdp%02Xic%02Xisc%02Xip%02Xin%02X\n", before,
		attribute_le16(desc + 8), attribute_le16(desc + 10), attribute_le16(desc + 12),
		desc[4], desc[5], desc[6], intf[5], intf[6], intf[7], number);
}

static int show_modalias(const struct usb *dev, unsigned int number, char *text)
{
	return emit_modalias(dev, number, "", text);
}

static int show_interface(const struct usb *dev, unsigned int number, char *text)
{
	return attribute_emit_string(dev, kernel_interface(dev, number)[8], text);
}

static int show_interface_uevent(const struct usb *dev, unsigned int number, char *text)
{
	const uint8_t *desc = dev->descriptor;
	const uint8_t *intf = kernel_interface(dev, number);
	const char *driver = kernel_driver_name(dev, number);
	char before[256];

	snprintf(before, sizeof before,
		 "DEVTYPE=usb_interface\n%s%.64s%sPRODUCT=%x/%x/%x\nTYPE=%d/%d/%d\n"
		 "INTERFACE=%d/%d/%d\nMODALIAS=",
		 driver ? "DRIVER=" : "", driver ? driver : "", driver ? "\n" : "",
		 attribute_le16(desc + 8), attribute_le16(desc + 10), attribute_le16(desc + 12),
		 desc[4], desc[5], desc[6], intf[5], intf[6], intf[7]);
	return emit_modalias(dev, number, before, text);
}

const struct attribute attributes_of_interface[] = {
	{"authorized", TEXT, 0, 0, attribute_show_1},
	{"bAlternateSetting", INTERFACE_FIELD, 3, DECIMAL2, NULL},
	{"bInterfaceClass", INTERFACE_FIELD, 5, HEX2, NULL},
	{"bInterfaceNumber", INTERFACE_FIELD, 2, HEX2, NULL},
	{"bInterfaceProtocol", INTERFACE_FIELD, 7, HEX2, NULL},
	{"bInterfaceSubClass", INTERFACE_FIELD, 6, HEX2, NULL},
	{"bNumEndpoints", INTERFACE_FIELD, 4, HEX2, NULL},
	{"iad_bFirstInterface", ASSOCIATION_FIELD, 2, HEX2, NULL},
	{"iad_bFunctionClass", ASSOCIATION_FIELD, 4, HEX2, NULL},
	{"iad_bFunctionProtocol", ASSOCIATION_FIELD, 6, HEX2, NULL},
	{"iad_bFunctionSubClass", ASSOCIATION_FIELD, 5, HEX2, NULL},
	{"iad_bInterfaceCount", ASSOCIATION_FIELD, 3, DECIMAL02, NULL},
	{"interface", TEXT, 0, 0, show_interface},
	{"modalias", TEXT, 0, 0, show_modalias},
	{"supports_autosuspend", TEXT, 0, 0, attribute_show_1},
	{"uevent", TEXT, 0, 0, show_interface_uevent},
	{NULL, TEXT, 0, 0, NULL},
};
