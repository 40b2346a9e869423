/* SPDX-License-Identifier: MIT */
/* The children of hubs. 0.1.12 asks the hubs; here the ports of the devices tell. */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-0.1/internal.h"

static bool is_child(const struct usb_device *dev, const struct usb_device *hub)
{
	const struct cusb_device *child = core_device(dev), *parent = core_device(hub);

	return child->port_count == parent->port_count + 1 &&
	       memcmp(child->port_numbers, parent->port_numbers, parent->port_count) == 0;
}

static int by_port(const void *a, const void *b)
{
	const struct cusb_device *x = core_device(*(struct usb_device *const *)a);
	const struct cusb_device *y = core_device(*(struct usb_device *const *)b);

	return x->port_numbers[x->port_count - 1] - y->port_numbers[y->port_count - 1];
}

static void set_children(struct usb_device *hub)
{
	struct usb_device *children[UINT8_MAX];
	unsigned int count = 0;

	for (struct usb_device *dev = hub->bus->devices; dev && count < UINT8_MAX; dev = dev->next)
		if (is_child(dev, hub))
			children[count++] = dev;
	qsort(children, count, sizeof *children, by_port);
	free(hub->children);
	hub->num_children = 0;
	hub->children = count ? malloc(count * sizeof *children) : NULL;
	if (!hub->children)
		return;
	memcpy(hub->children, children, count * sizeof *children);
	hub->num_children = (unsigned char)count;
}

void set_all_children(struct usb_bus *bus)
{
	bus->root_dev = NULL;
	for (struct usb_device *dev = bus->devices; dev; dev = dev->next) {
		set_children(dev);
		/* The root hub is there before all others, and so gets the first address. */
		if (!bus->root_dev || dev->devnum < bus->root_dev->devnum)
			bus->root_dev = dev;
	}
}
