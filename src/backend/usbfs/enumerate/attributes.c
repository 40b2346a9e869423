/* SPDX-License-Identifier: MIT */
/*
 * Attributes of a device in sysfs, and the drivers of its interfaces, read without opening it.
 *
 * An attribute is read by name, and another device can get the name. So the number in `dev` is
 * compared after the reading.
 *
 * Kernel facts: in the sysfs directory of an interface, `driver` is a symbolic link to the
 * directory of the bound driver (driver_sysfs_add). An interface claimed through usbfs is bound to
 * the driver "usbfs" (claimintf in devio.c). `configuration` has the string of the active
 * configuration, and `interface` has the string of the current alternate setting. The kernel reads
 * both strings when it configures the device.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "descriptor/speed.h"

#define INTERFACE_NAME_SIZE (NAME_SIZE + 32)
#define LINK_SIZE	    512

/* The device has the name of its node, or there is no sysfs. */
static bool sysfs_cannot_tell(const struct usbfs *fs, const struct cusb_device *dev)
{
	struct cusb_candidate candidate;

	return !sysfs_parse_name(dev->name, &candidate) || !sysfs_is_readable(fs);
}

/* `entry` is the directory of the device or of one of its interfaces. */
static ssize_t read_file(const struct usbfs *fs, const char *entry, const char *attribute,
			 char *text, size_t size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/%s", fs->sysfs_root, entry, attribute);
	return sysfs_read(fs, AT_FDCWD, path, text, size);
}

int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev)
{
	char text[32];
	ssize_t n = read_file(fs, dev->name, "dev", text, sizeof text);

	if (n == -ENOENT)
		n = read_file(fs, dev->name, "devnum", text, sizeof text);
	if (n == -ENOENT && !sysfs_cannot_tell(fs, dev))
		return -ENODEV;
	if (n == -ENOENT || n == -EACCES) /* Android refuses it */
		return -ENOSYS;
	if (n < 0)
		return (int)n;
	return sysfs_address(text, dev->bus) == dev->address ? 0 : -ENODEV;
}

/* The same. -ENODEV: the device is gone, or another device has its name now. */
static ssize_t read_entry(const struct usbfs *fs, const struct cusb_device *dev, const char *entry,
			  const char *attribute, char *text, size_t size)
{
	ssize_t n = read_file(fs, entry, attribute, text, size);
	int err = usbfs_still_there(fs, dev);

	return err < 0 ? err : n;
}

static ssize_t read_attribute(const struct usbfs *fs, const struct cusb_device *dev,
			      const char *attribute, char *text, size_t size)
{
	return read_entry(fs, dev, dev->name, attribute, text, size);
}

int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev)
{
	static const char *const speeds[] = {SPEEDS(SPEED_MBIT)};
	char text[32];
	ssize_t n = read_attribute(usbfs_of(backend), dev, "speed", text, sizeof text);

	if (n < 0)
		return n == -ENOENT || n == -ENOSYS ? CUSB_SPEED_UNKNOWN : (int)n;
	for (size_t i = CUSB_SPEED_LOW; i < sizeof speeds / sizeof speeds[0]; i++)
		if (strcmp(text, speeds[i]) == 0)
			return (int)i;
	return CUSB_SPEED_UNKNOWN;
}

ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size)
{
	ssize_t n = read_attribute(usbfs_of(backend), dev, sysfs_strings[which], text, size);

	return n == -ENOENT ? -ENODATA : n;
}

int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	char text[32];
	ssize_t n =
		read_attribute(usbfs_of(backend), dev, "bConfigurationValue", text, sizeof text);

	if (n < 0)
		return (int)n;
	return n == 0 ? -EHOSTUNREACH : sysfs_number(text); /* 0 may be a configuration */
}

/* The name of an interface's directory in sysfs. */
static void interface_name(const struct cusb_device *dev, int value, unsigned int number,
			   char name[INTERFACE_NAME_SIZE])
{
	/* The interfaces of a root hub are named after port 0, not after "usb1". */
	if (dev->port_count == 0)
		snprintf(name, INTERFACE_NAME_SIZE, "%u-0:%d.%u", (unsigned int)dev->bus, value,
			 number);
	else
		snprintf(name, INTERFACE_NAME_SIZE, "%s:%d.%u", dev->name, value, number);
}

int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number)
{
	char entry[INTERFACE_NAME_SIZE], text[32];
	ssize_t n;

	interface_name(dev, value, number, entry);
	n = read_entry(usbfs_of(backend), dev, entry, "bAlternateSetting", text, sizeof text);
	return n < 0 ? (int)n : sysfs_number(text);
}

static const struct cusb_configuration *configuration_of(const struct cusb_device *dev, int value)
{
	for (size_t i = 0; i < dev->configuration_count; i++)
		if (dev->configurations[i].bConfigurationValue == value)
			return &dev->configurations[i];
	return NULL;
}

/* The interface that has this string in its present setting; NULL: none. */
static const struct cusb_interface *interface_with_string(struct cusb_backend *backend,
							  const struct cusb_configuration *cfg,
							  unsigned int index)
{
	for (size_t i = 0; i < cfg->altsetting_count; i++) {
		const struct cusb_interface *intf = &cfg->altsettings[i];

		if (intf->iInterface == index &&
		    usbfs_altsetting(backend, cfg->device, cfg->bConfigurationValue,
				     intf->bInterfaceNumber) == intf->bAlternateSetting)
			return intf;
	}
	return NULL;
}

ssize_t usbfs_string_at(struct cusb_backend *backend, const struct cusb_device *dev,
			unsigned int index, char *text, size_t size)
{
	const struct usbfs *fs = usbfs_of(backend);
	int value = usbfs_configuration(backend, dev);
	const struct cusb_configuration *cfg = configuration_of(dev, value);
	const struct cusb_interface *intf;
	char entry[INTERFACE_NAME_SIZE];
	ssize_t n;

	if (!cfg)
		return value < 0 ? value : -ENODATA;
	if (cfg->iConfiguration == index) {
		n = read_attribute(fs, dev, "configuration", text, size);
		return n == 0 || n == -ENOENT ? -ENODATA : n;
	}
	intf = interface_with_string(backend, cfg, index);
	if (!intf)
		return -ENODATA;
	interface_name(dev, value, intf->bInterfaceNumber, entry);
	n = read_entry(fs, dev, entry, "interface", text, size);
	return n == 0 || n == -ENOENT ? -ENODATA : n;
}

/* The last component of the link's target. A truncated target lacks it. */
static int read_last(const struct usbfs *fs, const char *path, char target[LINK_SIZE],
		     const char **last)
{
	ssize_t n = sys_readlinkat(fs, AT_FDCWD, path, target, LINK_SIZE);
	const char *slash;

	if (n < 0)
		return (int)n;
	if (n == LINK_SIZE)
		return -EBADMSG;
	target[n] = '\0';
	slash = strrchr(target, '/');
	*last = slash ? slash + 1 : target;
	return **last ? 0 : -EBADMSG;
}

int usbfs_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		 unsigned int number, char *name, size_t size)
{
	const struct usbfs *fs = usbfs_of(backend);
	char path[PATH_SIZE], entry[INTERFACE_NAME_SIZE], target[LINK_SIZE];
	const char *last = "";
	int err, gone;

	interface_name(dev, value, number, entry);
	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/driver", fs->sysfs_root, entry);
	err = read_last(fs, path, target, &last);
	if (err == -ENOENT) {
		/* No driver, or no such interface: its attribute decides. */
		err = usbfs_altsetting(backend, dev, value, number);
		return err < 0 ? err : -ENODATA;
	}
	gone = usbfs_still_there(fs, dev);
	if (err < 0 || gone < 0)
		return gone < 0 ? gone : err;
	if (strlen(last) >= size)
		return -ENAMETOOLONG;
	strcpy(name, last);
	return 0;
}
