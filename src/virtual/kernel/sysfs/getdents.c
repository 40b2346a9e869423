/* SPDX-License-Identifier: MIT */
/*
 * getdents64(2): lists directories. An entry's cookie stays the same while other entries come and
 * go: "." is at 0 and ".." at 1, and each kind of directory goes on from 2 as it likes.
 *
 * C libraries do not all declare struct linux_dirent64: d_ino at 0, d_off at 8, d_reclen at 16,
 * d_type at 18, d_name at 19, the record padded to 8 bytes.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

struct entry {
	uint64_t cookie; /* the place after this entry */
	unsigned char type;
	char name[NAME_SIZE + 16];
};

static bool give(struct entry *entry, uint64_t at, unsigned char type, const char *name)
{
	entry->cookie = at + 1;
	entry->type = type;
	snprintf(entry->name, sizeof entry->name, "%s", name);
	return true;
}

static bool next_fixed(unsigned int parent, uint64_t position, struct entry *entry)
{
	for (uint64_t i = position - 2; fixed_directories[i].name; i++)
		if (i > 0 && fixed_directories[i].parent == parent)
			return give(entry, i + 2, DT_DIR, fixed_directories[i].name);
	return false;
}

#define DEVICE_SPAN 512 /* cookies of a device: itself, then its interfaces by number */

static bool next_of_device(const struct usb *dev, uint64_t position, struct entry *entry)
{
	uint64_t base = (dev->id + 1) * DEVICE_SPAN;
	char name[NAME_SIZE + 16];
	int number;

	if (base >= position)
		return give(entry, base, DT_LNK, dev->name);
	if (base + DEVICE_SPAN <= position)
		return false;
	number = kernel_next_interface(dev, (int)(position - base) - 2);
	if (number < 0)
		return false;
	kernel_interface_name(dev, number, name, sizeof name);
	return give(entry, base + 1 + (uint64_t)number, DT_LNK, name);
}

static bool next_device(struct cusb_virtual_kernel *kernel, uint64_t position, struct entry *entry)
{
	for (const struct usb *dev = kernel->devices; dev; dev = dev->next)
		if (next_of_device(dev, position, entry))
			return true;
	return false;
}

/* The next bus, or the next node on a bus: the smallest number from `position`. */
static bool next_number(struct cusb_virtual_kernel *kernel, unsigned int bus, uint64_t position,
			struct entry *entry)
{
	unsigned int least = 0;
	char name[4];

	for (const struct usb *dev = kernel->devices; dev; dev = dev->next) {
		unsigned int number = bus ? dev->devnum : dev->bus;

		if (!dev->device || (bus && dev->bus != bus) || number + 2U < position)
			continue;
		if (least == 0 || number < least)
			least = number;
	}
	if (least == 0)
		return false;
	snprintf(name, sizeof name, "%03u", least % 1000);
	return give(entry, least + 2U, bus ? DT_CHR : DT_DIR, name);
}

static bool next_stored(const struct usb *dev, uint64_t position, struct entry *entry)
{
	uint64_t at = 2;

	for (const struct stored *stored = dev->stored; stored; stored = stored->next, at++)
		if (at >= position && !strchr(stored->name, '/'))
			return give(entry, at, DT_REG, stored->name);
	return false;
}

static bool next_attribute(const struct inode *inode, uint64_t position, struct entry *entry)
{
	unsigned int index = (unsigned int)(position - 2);
	const char *name;
	char interface[NAME_SIZE + 16];
	int number;

	if (inode->dev->stored)
		return next_stored(inode->dev, position, entry);
	if (position < DEVICE_SPAN) {
		name = kernel_attribute_at(inode, &index);
		if (name)
			return give(entry, index + 1U, DT_REG, name);
		position = DEVICE_SPAN;
	}
	number = kernel_next_interface(inode->dev, (int)(position - DEVICE_SPAN) - 1);
	if (inode->kind == INODE_INTERFACE || number < 0)
		return false;
	kernel_interface_name(inode->dev, number, interface, sizeof interface);
	return give(entry, DEVICE_SPAN + (uint64_t)number, DT_DIR, interface);
}

static bool next_entry(struct cusb_virtual_kernel *kernel, const struct inode *inode,
		       uint64_t position, struct entry *entry)
{
	if (position < 2)
		return give(entry, position, DT_DIR, position ? ".." : ".");
	switch (inode->kind) {
	case INODE_FIXED:
		return next_fixed(inode->index, position, entry);
	case INODE_DEVICES:
		return next_device(kernel, position, entry);
	case INODE_BUSES:
		return next_number(kernel, 0, position, entry);
	case INODE_BUS:
		return next_number(kernel, inode->index, position, entry);
	default:
		return next_attribute(inode, position, entry);
	}
}

#define NAME_OFFSET 19

static size_t record_length(const struct entry *entry)
{
	return (NAME_OFFSET + strlen(entry->name) + 1 + 7) & ~(size_t)7;
}

static void put_record(uint8_t *record, const struct entry *entry)
{
	size_t length = record_length(entry);
	uint64_t ino = entry->cookie;
	uint16_t reclen = (uint16_t)length;

	memset(record, 0, length);
	memcpy(record, &ino, sizeof ino);
	memcpy(record + 8, &entry->cookie, sizeof entry->cookie);
	memcpy(record + 16, &reclen, sizeof reclen);
	record[18] = entry->type;
	memcpy(record + NAME_OFFSET, entry->name, strlen(entry->name));
}

ssize_t kernel_getdents(struct file *file, void *buf, size_t size)
{
	struct entry entry;
	size_t used = 0;

	if (kernel_inode_gone(&file->inode))
		return -ENOENT;
	while (next_entry(file->kernel, &file->inode, file->position, &entry)) {
		size_t length = record_length(&entry);

		if (length > size - used)
			return used > 0 ? (ssize_t)used : -EINVAL;
		put_record((uint8_t *)buf + used, &entry);
		used += length;
		file->position = entry.cookie;
	}
	return (ssize_t)used;
}
