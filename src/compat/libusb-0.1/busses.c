/* SPDX-License-Identifier: MIT */
/*
 * The lists of busses and devices. Programs hold pointers into them, so an entry stays at its
 * address as long as its device is plugged in: a new entry is put in front, and an entry whose
 * device has left is taken out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "compat/libusb-0.1/internal.h"

struct usb_bus *usb_busses;

#define PUSH(list, entry)                                                                          \
	do {                                                                                       \
		(entry)->prev = NULL;                                                              \
		(entry)->next = (list);                                                            \
		if (list)                                                                          \
			(list)->prev = (entry);                                                    \
		(list) = (entry);                                                                  \
	} while (0)

#define REMOVE(list, entry)                                                                        \
	do {                                                                                       \
		if ((entry)->prev)                                                                 \
			(entry)->prev->next = (entry)->next;                                       \
		else                                                                               \
			(list) = (entry)->next;                                                    \
		if ((entry)->next)                                                                 \
			(entry)->next->prev = (entry)->prev;                                       \
		(entry)->next = (entry)->prev = NULL;                                              \
	} while (0)

static void remove_device(struct usb_bus *bus, struct usb_device *dev)
{
	REMOVE(bus->devices, dev);
	/* It may be open, and is then freed later. */
	free(dev->children);
	dev->children = NULL;
	dev->num_children = 0;
	dev->bus = NULL;
	listed_device_unref(dev);
}

static void remove_bus(struct usb_bus *bus)
{
	REMOVE(usb_busses, bus);
	while (bus->devices)
		remove_device(bus, bus->devices);
	free(bus);
}

static int add_bus(uint16_t number)
{
	struct usb_bus *bus = calloc(1, sizeof *bus);

	if (!bus)
		return -ENOMEM;
	snprintf(bus->dirname, sizeof bus->dirname, "%03u", number);
	bus->location = number;
	PUSH(usb_busses, bus);
	return 0;
}

static int add_device(struct usb_bus *bus, struct cusb_device *found)
{
	struct usb_device *dev = listed_device_new(bus, found);

	if (!dev)
		return -ENOMEM;
	PUSH(bus->devices, dev);
	return 0;
}

static bool bus_is_found(const struct usb_bus *bus, struct cusb_device **found)
{
	while (*found && (*found)->bus != bus->location)
		found++;
	return *found;
}

static bool bus_is_listed(uint16_t number)
{
	struct usb_bus *bus = usb_busses;

	while (bus && bus->location != number)
		bus = bus->next;
	return bus;
}

static bool device_is_found(const struct usb_device *dev, struct cusb_device **found)
{
	while (*found && !cusb_same_device(*found, core_device(dev)))
		found++;
	return *found;
}

static bool device_is_listed(const struct usb_bus *bus, const struct cusb_device *found)
{
	struct usb_device *dev = bus->devices;

	while (dev && !cusb_same_device(found, core_device(dev)))
		dev = dev->next;
	return dev;
}

static int update_busses(struct cusb_device **found)
{
	int changes = 0;

	for (struct usb_bus *bus = usb_busses, *next; bus; bus = next) {
		next = bus->next;
		if (bus_is_found(bus, found))
			continue;
		remove_bus(bus);
		changes++;
	}
	for (; *found; found++) {
		if (bus_is_listed((*found)->bus))
			continue;
		if (add_bus((*found)->bus) < 0)
			return -ENOMEM;
		changes++;
	}
	return changes;
}

static int update_devices(struct usb_bus *bus, struct cusb_device **found)
{
	int changes = 0;

	for (struct usb_device *dev = bus->devices, *next; dev; dev = next) {
		next = dev->next;
		if (device_is_found(dev, found))
			continue;
		remove_device(bus, dev);
		changes++;
	}
	for (; *found; found++) {
		if ((*found)->bus != bus->location || device_is_listed(bus, *found))
			continue;
		if (add_device(bus, *found) < 0)
			return -ENOMEM;
		changes++;
	}
	return changes;
}

int usb_find_busses(void)
{
	struct cusb_device **found;
	int changes = find_all_devices(&found);

	if (changes < 0)
		return changes;
	changes = update_busses(found);
	cusb_free_list(found);
	return keep_error(changes, "could not list busses");
}

int usb_find_devices(void)
{
	struct cusb_device **found;
	int changes = 0, n = find_all_devices(&found);

	if (n < 0)
		return n;
	for (struct usb_bus *bus = usb_busses; bus && n >= 0; bus = bus->next) {
		n = update_devices(bus, found);
		changes += n;
		set_all_children(bus);
	}
	cusb_free_list(found);
	return keep_error(n < 0 ? n : changes, "could not list devices");
}

struct usb_bus *usb_get_busses(void)
{
	return usb_busses;
}
