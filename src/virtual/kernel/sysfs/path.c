/* SPDX-License-Identifier: MIT */
/*
 * Finds paths in the virtual kernel's directories.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

/* VIRTUAL_SYSFS_ROOT and VIRTUAL_DEVICE_ROOT, spelt out. */
const struct fixed_directory kernel_fixed[] = {
	{"", 0, PLACE_FIXED},	 {"sys", 0, PLACE_FIXED},	{"bus", 1, PLACE_FIXED},
	{"usb", 2, PLACE_FIXED}, {"devices", 3, PLACE_DEVICES}, {"dev", 0, PLACE_FIXED},
	{"bus", 5, PLACE_FIXED}, {"usb", 6, PLACE_BUSES},	{NULL, 0, PLACE_FIXED},
};

void kernel_interface_name(const struct usb *dev, int number, char *name, size_t size)
{
	snprintf(name, size, "%u-%s:%u.%d", dev->bus, kernel_devpath(dev), dev->configuration,
		 number);
}

static int number_of(const char *name, unsigned int *number)
{
	if (strlen(name) != 3 || strspn(name, "0123456789") != 3)
		return -ENOENT;
	*number = (unsigned int)((name[0] - '0') * 100 + (name[1] - '0') * 10 + name[2] - '0');
	return 0;
}

static bool find_interface(struct usb *dev, const char *name, struct place *place)
{
	char own[NAME_SIZE + 16];
	int number = -1;

	while ((number = kernel_next_interface(dev, (unsigned int)(number + 1))) >= 0) {
		kernel_interface_name(dev, number, own, sizeof own);
		if (strcmp(own, name) == 0) {
			place->kind = PLACE_INTERFACE;
			place->dev = dev;
			place->index = (unsigned int)number;
			place->generation = dev->generation;
			return true;
		}
	}
	return false;
}

static int enter_devices(struct cusb_virtual_kernel *kernel, const char *name, struct place *place)
{
	for (struct usb *dev = kernel->devices; dev; dev = dev->next) {
		if (strcmp(dev->name, name) == 0) {
			place->kind = PLACE_DEVICE;
			place->dev = dev;
			return 0;
		}
		if (find_interface(dev, name, place))
			return 0;
	}
	return -ENOENT;
}

static int enter_buses(struct cusb_virtual_kernel *kernel, const char *name, struct place *place)
{
	unsigned int number;

	if (number_of(name, &number) < 0)
		return -ENOENT;
	for (struct usb *dev = kernel->devices; dev; dev = dev->next) {
		if (dev->device && dev->bus == number) {
			place->kind = PLACE_BUS;
			place->index = number;
			return 0;
		}
	}
	return -ENOENT;
}

static int enter_bus(struct cusb_virtual_kernel *kernel, const char *name, struct place *place)
{
	unsigned int number;

	if (number_of(name, &number) < 0)
		return -ENOENT;
	for (struct usb *dev = kernel->devices; dev; dev = dev->next) {
		if (dev->device && dev->bus == place->index && dev->devnum == number) {
			place->kind = PLACE_NODE;
			place->dev = dev;
			return 0;
		}
	}
	return -ENOENT;
}

static int enter_device(const char *name, struct place *place)
{
	if (kernel_place_gone(place))
		return -ENOENT;
	for (const struct stored *stored = place->dev->stored; stored; stored = stored->next) {
		if (strcmp(stored->name, name) == 0) {
			place->kind = PLACE_ATTRIBUTE;
			place->stored = stored;
			return 0;
		}
	}
	if (place->kind == PLACE_DEVICE && find_interface(place->dev, name, place))
		return 0;
	place->attribute = kernel_attribute(place->dev, place->kind, place->index, name);
	if (!place->attribute)
		return -ENOENT;
	place->generation = place->dev->generation;
	place->kind = place->kind == PLACE_DEVICE ? PLACE_ATTRIBUTE : PLACE_INTERFACE_ATTRIBUTE;
	return 0;
}

static int enter_fixed(const char *name, struct place *place)
{
	for (unsigned int i = 1; kernel_fixed[i].name; i++) {
		if (kernel_fixed[i].parent == place->index &&
		    strcmp(kernel_fixed[i].name, name) == 0) {
			place->kind = kernel_fixed[i].kind;
			place->index = i;
			return 0;
		}
	}
	return -ENOENT;
}

static int enter(struct cusb_virtual_kernel *kernel, const char *name, struct place *place)
{
	switch (place->kind) {
	case PLACE_FIXED:
		return enter_fixed(name, place);
	case PLACE_DEVICES:
		return enter_devices(kernel, name, place);
	case PLACE_BUSES:
		return enter_buses(kernel, name, place);
	case PLACE_BUS:
		return enter_bus(kernel, name, place);
	case PLACE_DEVICE:
	case PLACE_INTERFACE:
		return enter_device(name, place);
	default:
		return -ENOTDIR;
	}
}

bool kernel_place_gone(const struct place *place)
{
	if (place->dev && place->dev->gone)
		return true;
	return (place->kind == PLACE_INTERFACE || place->kind == PLACE_INTERFACE_ATTRIBUTE) &&
	       place->generation != place->dev->generation;
}

/* Attributes of fixtures may have a slash in their name. */
static size_t component(const struct place *place, const char *path)
{
	if (place->dev && place->dev->stored)
		return strlen(path);
	return strcspn(path, "/");
}

int kernel_resolve(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		   struct place *place)
{
	*place = dir && path[0] != '/' ? dir->place : (struct place){.kind = PLACE_FIXED};
	for (path += strspn(path, "/"); *path; path += strspn(path, "/")) {
		size_t n = component(place, path);
		char name[256];
		int err;

		if (n >= sizeof name)
			return -ENAMETOOLONG;
		memcpy(name, path, n);
		name[n] = '\0';
		path += n;
		if (strcmp(name, ".") == 0)
			continue;
		err = enter(kernel, name, place);
		if (err)
			return err;
	}
	return 0;
}
