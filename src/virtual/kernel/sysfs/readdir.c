/* SPDX-License-Identifier: MIT */
/*
 * Lists the virtual kernel's directories. An entry's cookie stays the same while other entries come
 * and go: "." is at 0 and ".." at 1, and each kind of directory goes on from 2 as it likes.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

static bool give(struct entry *entry, uint64_t at, unsigned char type, const char *name)
{
	entry->cookie = at + 1;
	entry->type = type;
	snprintf(entry->name, sizeof entry->name, "%s", name);
	return true;
}

static bool next_fixed(unsigned int parent, uint64_t position, struct entry *entry)
{
	for (uint64_t i = position - 2; kernel_fixed[i].name; i++)
		if (i > 0 && kernel_fixed[i].parent == parent)
			return give(entry, i + 2, DT_DIR, kernel_fixed[i].name);
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
	number = kernel_next_interface(dev, (unsigned int)(position - base - 1));
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

/* Buses, or the nodes on one: the smallest number from `position` on. */
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

static bool next_attribute(const struct place *place, uint64_t position, struct entry *entry)
{
	unsigned int index = (unsigned int)(position - 2);
	const char *name;
	char interface[NAME_SIZE + 16];
	int number;

	if (place->dev->stored)
		return next_stored(place->dev, position, entry);
	if (position < DEVICE_SPAN) {
		name = kernel_attribute_at(place->dev, place->kind, place->index, &index);
		if (name)
			return give(entry, index + 1U, DT_REG, name);
		position = DEVICE_SPAN;
	}
	number = kernel_next_interface(place->dev, (unsigned int)(position - DEVICE_SPAN));
	if (place->kind == PLACE_INTERFACE || number < 0)
		return false;
	kernel_interface_name(place->dev, number, interface, sizeof interface);
	return give(entry, DEVICE_SPAN + (uint64_t)number, DT_DIR, interface);
}

bool kernel_next_entry(struct cusb_virtual_kernel *kernel, const struct place *place,
		       uint64_t position, struct entry *entry)
{
	if (position < 2)
		return give(entry, position, DT_DIR, position ? ".." : ".");
	switch (place->kind) {
	case PLACE_FIXED:
		return next_fixed(place->index, position, entry);
	case PLACE_DEVICES:
		return next_device(kernel, position, entry);
	case PLACE_BUSES:
		return next_number(kernel, 0, position, entry);
	case PLACE_BUS:
		return next_number(kernel, place->index, position, entry);
	default:
		return next_attribute(place, position, entry);
	}
}
