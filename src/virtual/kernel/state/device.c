/* SPDX-License-Identifier: MIT */
/* The list of devices. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/state/kernel.h"

struct usb *kernel_add(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = calloc(1, sizeof *dev);
	struct usb **end = &kernel->devices;

	if (!dev)
		return NULL;
	dev->kernel = kernel;
	dev->refs = 1;
	dev->id = kernel->next_id++;
	snprintf(dev->name, sizeof dev->name, "%s", name);
	while (*end)
		end = &(*end)->next;
	*end = dev;
	return dev;
}

struct usb *kernel_find(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = kernel->devices;

	while (dev && name && strcmp(dev->name, name) != 0)
		dev = dev->next;
	return name ? dev : NULL;
}

struct usb *kernel_find_minor(struct cusb_virtual_kernel *kernel, unsigned int number)
{
	struct usb *dev = kernel->devices;

	while (dev && !(dev->device && kernel_minor(dev) == number))
		dev = dev->next;
	return dev;
}

void kernel_unlist(const struct usb *dev)
{
	struct usb **at = &dev->kernel->devices;

	while (*at != dev)
		at = &(*at)->next;
	*at = dev->next;
}

void kernel_put(struct usb *dev)
{
	if (--dev->refs > 0)
		return;
	virtual_device_free(dev->device);
	kernel_forget_strings(dev);
	free(dev->kept);
	while (dev->stored) {
		struct stored *stored = dev->stored;

		dev->stored = stored->next;
		free(stored->name);
		free(stored->bytes);
		free(stored);
	}
	free(dev);
}
