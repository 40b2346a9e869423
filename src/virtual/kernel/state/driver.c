/* SPDX-License-Identifier: MIT */
/*
 * The owner of an interface: an open file through usbfs, or a kernel driver.
 *
 * Kernel facts (driver.c, message.c of 6.1): unbinding, of whichever driver, ends the URBs on the
 * interface's endpoints with -ESHUTDOWN and sends SET_INTERFACE 0 when another setting is in force,
 * except while the interface itself is being removed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/state/kernel.h"

bool kernel_is_claimed(const struct usb *dev, unsigned int number)
{
	return number < INTERFACES &&
	       (dev->interfaces[number].owner || dev->interfaces[number].driver);
}

const char *kernel_driver_name(const struct usb *dev, unsigned int number)
{
	if (number >= INTERFACES)
		return NULL;
	return dev->interfaces[number].owner ? "usbfs" : dev->interfaces[number].driver;
}

static void set_driver(struct interface *intf, char *driver)
{
	free(intf->driver);
	free(intf->detached);
	intf->driver = driver;
	intf->detached = NULL;
}

void kernel_forget_drivers(struct usb *dev)
{
	for (unsigned int i = 0; i < INTERFACES; i++) {
		dev->interfaces[i].owner = NULL;
		set_driver(&dev->interfaces[i], NULL);
	}
}

int kernel_bind_driver(struct usb *dev, unsigned int number, const char *driver)
{
	char *copy;

	if (number >= INTERFACES || !kernel_interface(dev, number))
		return -EINVAL;
	if (dev->interfaces[number].owner)
		return -EBUSY;
	copy = driver ? strdup(driver) : NULL;
	if (driver && !copy)
		return -ENOMEM;
	set_driver(&dev->interfaces[number], copy);
	return 0;
}

/* The driver, if it was one, belongs here when this configuration is set again. */
static void forget_owner(const struct usb *dev, struct interface *intf)
{
	intf->owner = NULL;
	if (!intf->driver)
		return;
	free(intf->detached);
	intf->detached = intf->driver;
	intf->driver = NULL;
	intf->configuration = dev->configuration;
}

void kernel_forget_owners(struct usb *dev)
{
	for (unsigned int i = 0; i < INTERFACES; i++)
		forget_owner(dev, &dev->interfaces[i]);
}

void kernel_unbind(struct usb *dev, unsigned int number)
{
	if (!kernel_is_claimed(dev, number))
		return;
	kernel_disable_interface(dev, number);
	forget_owner(dev, &dev->interfaces[number]);
	if (dev->interfaces[number].altsetting != 0)
		(void)kernel_set_altsetting(dev, number, 0);
}

void kernel_probe(struct usb *dev, unsigned int number)
{
	struct interface *intf;

	if (number >= INTERFACES || kernel_is_claimed(dev, number) || kernel_port_is_claimed(dev))
		return;
	intf = &dev->interfaces[number];
	if (!intf->detached || intf->configuration != dev->configuration || intf->unauthorized)
		return;
	intf->driver = intf->detached;
	intf->detached = NULL;
}
