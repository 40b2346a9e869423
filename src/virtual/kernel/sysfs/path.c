/* SPDX-License-Identifier: MIT */
/*
 * Finds paths in the virtual kernel's directories.
 */
#include <errno.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

/* The components of VIRTUAL_SYSFS_ROOT and VIRTUAL_DEVICE_ROOT. */
const struct fixed_directory fixed_directories[] = {
	{"", 0, INODE_FIXED},	 {"sys", 0, INODE_FIXED},	{"bus", 1, INODE_FIXED},
	{"usb", 2, INODE_FIXED}, {"devices", 3, INODE_DEVICES}, {"dev", 0, INODE_FIXED},
	{"bus", 5, INODE_FIXED}, {"usb", 6, INODE_BUSES},	{NULL, 0, INODE_FIXED},
};

static int number_of(const char *name, unsigned int *number)
{
	if (strlen(name) != 3 || strspn(name, "0123456789") != 3)
		return -ENOENT;
	*number = (unsigned int)((name[0] - '0') * 100 + (name[1] - '0') * 10 + name[2] - '0');
	return 0;
}

static int enter_interface(struct usb *dev, const char *name, struct inode *inode)
{
	char own[NAME_SIZE + 16];
	int number = -1;

	while ((number = kernel_next_interface(dev, number)) >= 0) {
		kernel_interface_name(dev, number, own, sizeof own);
		if (strcmp(own, name) == 0) {
			*inode = (struct inode){.kind = INODE_INTERFACE,
						.dev = dev,
						.index = (unsigned int)number,
						.generation = dev->generation};
			return 0;
		}
	}
	return -ENOENT;
}

static int enter_devices(struct cusb_virtual_kernel *kernel, const char *name, struct inode *inode)
{
	struct usb *dev = kernel_find(kernel, name);

	if (dev) {
		*inode = (struct inode){.kind = INODE_DEVICE, .dev = dev};
		return 0;
	}
	for (dev = kernel->devices; dev; dev = dev->next)
		if (enter_interface(dev, name, inode) == 0)
			return 0;
	return -ENOENT;
}

/* Enters a bus, or a device on a bus, by its number. */
static int enter_number(struct cusb_virtual_kernel *kernel, const char *name, struct inode *inode)
{
	unsigned int number, bus = inode->index;

	if (number_of(name, &number) < 0)
		return -ENOENT;
	for (struct usb *dev = kernel->devices; dev; dev = dev->next) {
		if (!dev->device)
			continue;
		if (inode->kind == INODE_BUSES && dev->bus == number) {
			*inode = (struct inode){.kind = INODE_BUS, .index = number};
			return 0;
		}
		if (inode->kind == INODE_BUS && dev->bus == bus && dev->devnum == number) {
			*inode = (struct inode){.kind = INODE_NODE, .dev = dev};
			return 0;
		}
	}
	return -ENOENT;
}

static int enter_device(const char *name, struct inode *inode)
{
	if (kernel_inode_gone(inode))
		return -ENOENT;
	for (const struct stored *stored = inode->dev->stored; stored; stored = stored->next) {
		if (strcmp(stored->name, name) == 0) {
			inode->kind = INODE_ATTRIBUTE;
			inode->stored = stored;
			return 0;
		}
	}
	if (inode->kind == INODE_DEVICE && enter_interface(inode->dev, name, inode) == 0)
		return 0;
	inode->attribute = kernel_attribute(inode, name);
	if (!inode->attribute)
		return -ENOENT;
	inode->generation = inode->dev->generation;
	inode->kind = inode->kind == INODE_DEVICE ? INODE_ATTRIBUTE : INODE_INTERFACE_ATTRIBUTE;
	return 0;
}

static int enter_fixed(const char *name, struct inode *inode)
{
	for (unsigned int i = 1; fixed_directories[i].name; i++) {
		if (fixed_directories[i].parent == inode->index &&
		    strcmp(fixed_directories[i].name, name) == 0) {
			inode->kind = fixed_directories[i].kind;
			inode->index = i;
			return 0;
		}
	}
	return -ENOENT;
}

static int enter(struct cusb_virtual_kernel *kernel, const char *name, struct inode *inode)
{
	switch (inode->kind) {
	case INODE_FIXED:
		return enter_fixed(name, inode);
	case INODE_DEVICES:
		return enter_devices(kernel, name, inode);
	case INODE_BUSES:
	case INODE_BUS:
		return enter_number(kernel, name, inode);
	case INODE_DEVICE:
	case INODE_INTERFACE:
		return enter_device(name, inode);
	default:
		return -ENOTDIR;
	}
}

bool kernel_inode_gone(const struct inode *inode)
{
	if (inode->dev && inode->dev->gone)
		return true;
	return (inode->kind == INODE_INTERFACE || inode->kind == INODE_INTERFACE_ATTRIBUTE) &&
	       inode->generation != inode->dev->generation;
}

/* Attributes may have a slash in their name: those of fixtures, and those in `power`. */
static size_t component(const struct inode *inode, const char *path)
{
	if (inode->dev && (inode->dev->stored ||
			   (inode->kind == INODE_DEVICE && strncmp(path, "power/", 6) == 0)))
		return strlen(path);
	return strcspn(path, "/");
}

int kernel_resolve(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		   struct inode *inode)
{
	*inode = dir && path[0] != '/' ? dir->inode : (struct inode){.kind = INODE_FIXED};
	for (path += strspn(path, "/"); *path; path += strspn(path, "/")) {
		size_t n = component(inode, path);
		char name[PATH_SIZE];
		int err;

		if (n >= sizeof name)
			return -ENAMETOOLONG;
		memcpy(name, path, n);
		name[n] = '\0';
		path += n;
		if (strcmp(name, ".") == 0)
			continue;
		err = enter(kernel, name, inode);
		if (err)
			return err;
	}
	return 0;
}

const char *kernel_split_path(const char *path, char directory[PATH_SIZE])
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;

	if (length >= PATH_SIZE)
		return NULL;
	memcpy(directory, path, length);
	directory[length] = '\0';
	return slash ? slash + 1 : path;
}
