/* SPDX-License-Identifier: MIT */
/*
 * What sysfs tells of a device without opening it. An attribute is read by name, and the name may
 * meanwhile be another device's; so its number in `dev` is compared after the reading.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev)
{
	char path[PATH_SIZE], text[32];
	ssize_t n;

	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/dev", fs->sysfs_root, dev->name);
	n = sysfs_read(fs, AT_FDCWD, path, text, sizeof text);
	if (n == -ENOENT || n == -ENODEV)
		return -ENODEV;
	if (n < 0)
		return (int)n;
	return sysfs_address(text, dev->bus) == dev->address ? 0 : -ENODEV;
}

/* `entry` is a directory of the device: its own, or that of an interface. */
static ssize_t read_entry(const struct usbfs *fs, const struct cusb_device *dev, const char *entry,
			  const char *attribute, char *text, size_t size)
{
	char path[PATH_SIZE];
	ssize_t n;
	int err;

	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/%s", fs->sysfs_root, entry, attribute);
	n = sysfs_read(fs, AT_FDCWD, path, text, size);
	err = usbfs_still_there(fs, dev);
	return err < 0 ? err : n;
}

static ssize_t read_attribute(const struct usbfs *fs, const struct cusb_device *dev,
			      const char *attribute, char *text, size_t size)
{
	return read_entry(fs, dev, dev->name, attribute, text, size);
}

int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev)
{
	static const struct {
		const char *mbit;
		enum cusb_speed speed;
	} speeds[] = {
		{"1.5", CUSB_SPEED_LOW},	  {"12", CUSB_SPEED_FULL},
		{"480", CUSB_SPEED_HIGH},	  {"5000", CUSB_SPEED_SUPER},
		{"10000", CUSB_SPEED_SUPER_PLUS}, {"20000", CUSB_SPEED_SUPER_PLUS_X2},
	};
	char text[32];
	ssize_t n = read_attribute(usbfs_of(backend), dev, "speed", text, sizeof text);

	if (n < 0)
		return n == -ENOENT ? CUSB_SPEED_UNKNOWN : (int)n;
	for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++)
		if (strcmp(text, speeds[i].mbit) == 0)
			return (int)speeds[i].speed;
	return CUSB_SPEED_UNKNOWN;
}

ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size)
{
	static const char *const attributes[] = {"manufacturer", "product", "serial"};
	ssize_t n = read_attribute(usbfs_of(backend), dev, attributes[which], text, size);

	return n == -ENOENT ? -ENODATA : n;
}

int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	char text[32];
	ssize_t n =
		read_attribute(usbfs_of(backend), dev, "bConfigurationValue", text, sizeof text);

	if (n < 0)
		return (int)n;
	return n == 0 ? 0 : sysfs_number(text); /* the file is empty when not configured */
}

int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number)
{
	char entry[NAME_SIZE + 32], text[32];
	ssize_t n;

	/* The interfaces of a root hub are named after port 0, not after "usb1". */
	if (dev->port_count == 0)
		snprintf(entry, sizeof entry, "%u-0:%d.%u", (unsigned int)dev->bus, value, number);
	else
		snprintf(entry, sizeof entry, "%s:%d.%u", dev->name, value, number);
	n = read_entry(usbfs_of(backend), dev, entry, "bAlternateSetting", text, sizeof text);
	return n < 0 ? (int)n : sysfs_number(text);
}
