/* SPDX-License-Identifier: MIT */
/*
 * The attributes of devices, and of interfaces in their current alternate setting.
 *
 * Kernel facts (sysfs.c of 6.1): the formats of the attributes. Attributes of the configuration are
 * empty while the device is not configured. A string that the device lacks has no attribute.
 * bNumInterfaces and bNumEndpoints count only the interfaces and endpoints that the kernel accepts.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "descriptor/speed.h"
#include "virtual/kernel/sysfs/sysfs.h"

enum source {
	DEVICE_FIELD,
	CONFIGURATION_FIELD,
	INTERFACE_FIELD,
	ASSOCIATION_FIELD,
	DEVICE_STRING,
	INTERFACE_STRING,
	TEXT,
	BYTES
};
enum format { HEX4, HEX2, HEX2_SPACE, DECIMAL, DECIMAL2, DECIMAL02 };

struct attribute {
	const char *name;
	enum source source;
	uint8_t offset; /* in its descriptor */
	enum format format;
	/* TEXT: writes at most KERNEL_PAGE bytes; -ENOENT: it is not there. */
	int (*show)(const struct inode *inode, char *text);
};

__attribute__((format(printf, 2, 3))) static int emit(char *text, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, KERNEL_PAGE, format, args);
	va_end(args);
	return n;
}

static unsigned int le16(const uint8_t *field)
{
	return (unsigned int)(field[0] | field[1] << 8);
}

static int emit_string(const struct usb *dev, unsigned int index, char *text)
{
	const char *string = dev->strings[index];

	return string ? emit(text, "%s\n", string) : -ENOENT;
}

/* ---- of devices ---- */

static int show_configuration(const struct inode *inode, char *text)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(inode->dev, &length);
	int n = desc ? emit_string(inode->dev, desc[6], text) : 0;

	return n < 0 ? 0 : n;
}

static int show_max_power(const struct inode *inode, char *text)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(inode->dev, &length);

	return desc ? emit(text, "%umA\n", kernel_max_power_ma(inode->dev, desc)) : 0;
}

/* The kernel counts; the number in the descriptor may be another one. */
static int show_interface_count(const struct inode *inode, char *text)
{
	if (!inode->dev->configured)
		return 0;
	return emit(text, "%2u\n", kernel_interface_count(inode->dev));
}

static int show_speed(const struct inode *inode, char *text)
{
	static const char *const names[] = {[CUSB_SPEED_UNKNOWN] = "unknown", SPEEDS(SPEED_MBIT)};

	return emit(text, "%s\n", names[inode->dev->device->model->speed]);
}

static int show_lanes(const struct inode *inode, char *text)
{
	bool two = inode->dev->device->model->speed == CUSB_SPEED_SUPER_PLUS_X2;

	return emit(text, "%d\n", two ? 2 : 1);
}

static int show_busnum(const struct inode *inode, char *text)
{
	return emit(text, "%u\n", inode->dev->bus);
}

static int show_devnum(const struct inode *inode, char *text)
{
	return emit(text, "%u\n", inode->dev->devnum);
}

static int show_devpath(const struct inode *inode, char *text)
{
	return emit(text, "%s\n", kernel_devpath(inode->dev));
}

static int show_version(const struct inode *inode, char *text)
{
	const uint8_t *desc = inode->dev->descriptor;

	return emit(text, "%2x.%02x\n", desc[3], desc[2]);
}

static int show_maxchild(const struct inode *inode, char *text)
{
	return emit(text, "%u\n", kernel_hub_ports(inode->dev));
}

static int show_dev(const struct inode *inode, char *text)
{
	return emit(text, "%d:%u\n", USB_MAJOR, kernel_minor(inode->dev));
}

static int show_uevent(const struct inode *inode, char *text)
{
	const struct usb *dev = inode->dev;
	const uint8_t *desc = dev->descriptor;

	return emit(text,
		    "MAJOR=%d\nMINOR=%u\nDEVNAME=bus/usb/%03u/%03u\nDEVTYPE=usb_device\n"
		    "DRIVER=usb\nPRODUCT=%x/%x/%x\nTYPE=%d/%d/%d\nBUSNUM=%03u\nDEVNUM=%03u\n",
		    USB_MAJOR, kernel_minor(dev), dev->bus, dev->devnum, le16(desc + 8),
		    le16(desc + 10), le16(desc + 12), desc[4], desc[5], desc[6], dev->bus,
		    dev->devnum);
}

static int show_authorized(const struct inode *inode, char *text)
{
	return emit(text, "%u\n", !inode->dev->unauthorized);
}

static int show_control(const struct inode *inode, char *text)
{
	return emit(text, "%s\n", inode->dev->autosuspends ? "auto" : "on");
}

static int show_delay(const struct inode *inode, char *text)
{
	return emit(text, "%d\n", inode->dev->autosuspend_ms);
}

static int show_runtime_status(const struct inode *inode, char *text)
{
	return emit(text, "%s\n", inode->dev->suspended ? "suspended" : "active");
}

static const struct attribute of_device[] = {
	{"bConfigurationValue", CONFIGURATION_FIELD, 5, DECIMAL, NULL},
	{"bDeviceClass", DEVICE_FIELD, 4, HEX2, NULL},
	{"bDeviceProtocol", DEVICE_FIELD, 6, HEX2, NULL},
	{"bDeviceSubClass", DEVICE_FIELD, 5, HEX2, NULL},
	{"bMaxPacketSize0", DEVICE_FIELD, 7, DECIMAL, NULL},
	{"bMaxPower", TEXT, 0, 0, show_max_power},
	{"bNumConfigurations", DEVICE_FIELD, 17, DECIMAL, NULL},
	{"bNumInterfaces", TEXT, 0, 0, show_interface_count},
	{"bcdDevice", DEVICE_FIELD, 12, HEX4, NULL},
	{"bmAttributes", CONFIGURATION_FIELD, 7, HEX2_SPACE, NULL},
	{"authorized", TEXT, 0, 0, show_authorized},
	{"busnum", TEXT, 0, 0, show_busnum},
	{"configuration", TEXT, 0, 0, show_configuration},
	{"descriptors", BYTES, 0, 0, NULL},
	{"dev", TEXT, 0, 0, show_dev},
	{"devnum", TEXT, 0, 0, show_devnum},
	{"devpath", TEXT, 0, 0, show_devpath},
	{"idProduct", DEVICE_FIELD, 10, HEX4, NULL},
	{"idVendor", DEVICE_FIELD, 8, HEX4, NULL},
	{"manufacturer", DEVICE_STRING, 14, 0, NULL},
	{"maxchild", TEXT, 0, 0, show_maxchild},
	{"power/autosuspend_delay_ms", TEXT, 0, 0, show_delay},
	{"power/control", TEXT, 0, 0, show_control},
	{"power/runtime_status", TEXT, 0, 0, show_runtime_status},
	{"product", DEVICE_STRING, 15, 0, NULL},
	{"rx_lanes", TEXT, 0, 0, show_lanes},
	{"serial", DEVICE_STRING, 16, 0, NULL},
	{"speed", TEXT, 0, 0, show_speed},
	{"tx_lanes", TEXT, 0, 0, show_lanes},
	{"uevent", TEXT, 0, 0, show_uevent},
	{"version", TEXT, 0, 0, show_version},
	{NULL, TEXT, 0, 0, NULL},
};

/* ---- of interfaces ---- */

static int emit_modalias(const struct inode *inode, const char *before, char *text)
{
	const uint8_t *desc = inode->dev->descriptor;
	const uint8_t *intf = kernel_interface(inode->dev, inode->index);

	return emit(text, "%susb:v%04Xp%04Xd%04Xdc%02Xdsc%02Xdp%02Xic%02Xisc%02Xip%02Xin%02X\n",
		    before, le16(desc + 8), le16(desc + 10), le16(desc + 12), desc[4], desc[5],
		    desc[6], intf[5], intf[6], intf[7], inode->index);
}

static int show_modalias(const struct inode *inode, char *text)
{
	return emit_modalias(inode, "", text);
}

static int show_interface_uevent(const struct inode *inode, char *text)
{
	const uint8_t *desc = inode->dev->descriptor;
	const uint8_t *intf = kernel_interface(inode->dev, inode->index);
	const char *driver = kernel_driver_name(inode->dev, inode->index);
	char before[256];

	snprintf(before, sizeof before,
		 "DEVTYPE=usb_interface\n%s%.64s%sPRODUCT=%x/%x/%x\nTYPE=%d/%d/%d\n"
		 "INTERFACE=%d/%d/%d\nMODALIAS=",
		 driver ? "DRIVER=" : "", driver ? driver : "", driver ? "\n" : "", le16(desc + 8),
		 le16(desc + 10), le16(desc + 12), desc[4], desc[5], desc[6], intf[5], intf[6],
		 intf[7]);
	return emit_modalias(inode, before, text);
}

/* Of an interface number that cannot be claimed this is not kept. */
static int show_interface_authorized(const struct inode *inode, char *text)
{
	unsigned int number = inode->index;

	return emit(text, "%u\n",
		    number >= INTERFACES || !inode->dev->interfaces[number].unauthorized);
}

static int show_1(const struct inode *inode, char *text)
{
	(void)inode;
	return emit(text, "1\n");
}

static int show_endpoint_count(const struct inode *inode, char *text)
{
	const uint8_t *desc = kernel_interface(inode->dev, inode->index);
	unsigned int count = 0;

	while ((desc = kernel_next_endpoint(inode->dev, desc)))
		count++;
	return emit(text, "%02x\n", count);
}

static const struct attribute of_interface[] = {
	{"authorized", TEXT, 0, 0, show_interface_authorized},
	{"bAlternateSetting", INTERFACE_FIELD, 3, DECIMAL2, NULL},
	{"bInterfaceClass", INTERFACE_FIELD, 5, HEX2, NULL},
	{"bInterfaceNumber", INTERFACE_FIELD, 2, HEX2, NULL},
	{"bInterfaceProtocol", INTERFACE_FIELD, 7, HEX2, NULL},
	{"bInterfaceSubClass", INTERFACE_FIELD, 6, HEX2, NULL},
	{"bNumEndpoints", TEXT, 0, 0, show_endpoint_count},
	{"iad_bFirstInterface", ASSOCIATION_FIELD, 2, HEX2, NULL},
	{"iad_bFunctionClass", ASSOCIATION_FIELD, 4, HEX2, NULL},
	{"iad_bFunctionProtocol", ASSOCIATION_FIELD, 6, HEX2, NULL},
	{"iad_bFunctionSubClass", ASSOCIATION_FIELD, 5, HEX2, NULL},
	{"iad_bInterfaceCount", ASSOCIATION_FIELD, 3, DECIMAL02, NULL},
	{"interface", INTERFACE_STRING, 8, 0, NULL},
	{"modalias", TEXT, 0, 0, show_modalias},
	{"supports_autosuspend", TEXT, 0, 0, show_1},
	{"uevent", TEXT, 0, 0, show_interface_uevent},
	{NULL, TEXT, 0, 0, NULL},
};

/* ---- of both ---- */

static int emit_field(const uint8_t *field, enum format format, char *text)
{
	switch (format) {
	case HEX4:
		return emit(text, "%04x\n", le16(field));
	case HEX2:
		return emit(text, "%02x\n", *field);
	case HEX2_SPACE:
		return emit(text, "%2x\n", *field);
	case DECIMAL2:
		return emit(text, "%2d\n", *field);
	case DECIMAL02:
		return emit(text, "%02d\n", *field);
	default:
		return emit(text, "%d\n", *field);
	}
}

static int show(const struct inode *inode, const struct attribute *attribute, char *text)
{
	const struct usb *dev = inode->dev;
	const uint8_t *desc;
	size_t length;

	switch (attribute->source) {
	case BYTES:
		return 0;
	case TEXT:
		return attribute->show(inode, text);
	case DEVICE_STRING:
		return emit_string(dev, dev->descriptor[attribute->offset], text);
	case INTERFACE_STRING:
		return emit_string(dev, kernel_interface(dev, inode->index)[attribute->offset],
				   text);
	case CONFIGURATION_FIELD:
		desc = kernel_configuration(dev, &length);
		return desc ? emit_field(desc + attribute->offset, attribute->format, text) : 0;
	case DEVICE_FIELD:
		desc = dev->descriptor;
		break;
	case INTERFACE_FIELD:
		desc = kernel_interface(dev, inode->index);
		break;
	default:
		desc = kernel_association(dev, inode->index);
		break;
	}
	return desc ? emit_field(desc + attribute->offset, attribute->format, text) : -ENOENT;
}

const char *kernel_attribute_at(const struct inode *directory, unsigned int *index)
{
	const struct attribute *table =
		directory->kind == INODE_INTERFACE ? of_interface : of_device;
	char text[KERNEL_PAGE];

	if (!directory->dev->device)
		return NULL;
	for (; table[*index].name; (*index)++)
		if (!strchr(table[*index].name, '/') && show(directory, &table[*index], text) >= 0)
			return table[(*index)++].name;
	return NULL;
}

const struct attribute *kernel_attribute(const struct inode *directory, const char *name)
{
	const struct attribute *row = directory->kind == INODE_INTERFACE ? of_interface : of_device;
	char text[KERNEL_PAGE];

	while (row->name && strcmp(row->name, name) != 0)
		row++;
	if (!directory->dev->device || !row->name)
		return NULL;
	return show(directory, row, text) < 0 ? NULL : row;
}

ssize_t kernel_attribute_read(const struct inode *inode, char *buf, size_t size, uint64_t offset)
{
	char text[KERNEL_PAGE];
	int n;

	if (inode->attribute->source == BYTES)
		return kernel_read_descriptors(inode->dev, buf, size, offset, false);
	n = show(inode, inode->attribute, text);
	if (n < 0 || offset >= (uint64_t)n)
		return 0;
	if (size > (size_t)n - offset)
		size = (size_t)(n - (int)offset);
	memcpy(buf, text + offset, size);
	return (ssize_t)size;
}
