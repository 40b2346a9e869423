/* SPDX-License-Identifier: MIT */
/* One device of a list. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "compat/libusb-0.1/internal.h"

struct listed {
	struct usb_device public; /* the first member */
	unsigned int references;  /* changed with __atomic: handles may be closed by any thread */
};

static void set_descriptor(struct usb_device_descriptor *to, const struct cusb_device *dev)
{
	*to = (struct usb_device_descriptor){
		.bLength = dev->bLength,
		.bDescriptorType = dev->bDescriptorType,
		.bcdUSB = dev->bcdUSB,
		.bDeviceClass = dev->bDeviceClass,
		.bDeviceSubClass = dev->bDeviceSubClass,
		.bDeviceProtocol = dev->bDeviceProtocol,
		.bMaxPacketSize0 = dev->bMaxPacketSize0,
		.idVendor = dev->idVendor,
		.idProduct = dev->idProduct,
		.bcdDevice = dev->bcdDevice,
		.iManufacturer = dev->iManufacturer,
		.iProduct = dev->iProduct,
		.iSerialNumber = dev->iSerialNumber,
		.bNumConfigurations = dev->bNumConfigurations,
	};
}

struct usb_device *listed_device_new(struct usb_bus *bus, struct cusb_device *found)
{
	struct listed *listed = calloc(1, sizeof *listed);
	struct usb_device *dev;

	if (!listed || copy_configurations(found, &listed->public.config) < 0) {
		free(listed);
		return NULL;
	}
	listed->references = 1;
	dev = &listed->public;
	snprintf(dev->filename, sizeof dev->filename, "%03u", found->address);
	set_descriptor(&dev->descriptor, found);
	dev->bus = bus;
	dev->devnum = found->address;
	dev->dev = cusb_device_ref(found);
	return dev;
}

struct cusb_device *core_device(const struct usb_device *dev)
{
	return dev->dev;
}

void listed_device_ref(struct usb_device *dev)
{
	__atomic_add_fetch(&((struct listed *)dev)->references, 1, __ATOMIC_RELAXED);
}

void listed_device_unref(struct usb_device *dev)
{
	struct listed *listed = (struct listed *)dev;

	if (!dev || __atomic_sub_fetch(&listed->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	cusb_device_free(core_device(dev));
	free(dev->children);
	free(dev->config);
	free(listed);
}
