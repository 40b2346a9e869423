/* SPDX-License-Identifier: MIT */
/*
 * The permission of an administrator: `authorized` of a device, and of an interface.
 *
 * Kernel facts (hub.c, message.c, driver.c of 6.1): a device that is not authorized is
 * unconfigured, and stays so. Its node can be opened, and endpoint 0 works. When it is authorized
 * again, it is configured as when it was plugged in. An interface that is not authorized loses its
 * driver and gets none. When it is authorized again, it is free. A new configuration has new
 * interfaces, and all are authorized.
 */
#include <errno.h>

#include "virtual/kernel/state/kernel.h"

/* While the devices below a hub leave, it may leave as well. */
static void forbid(struct usb *dev)
{
	dev->refs++;
	kernel_disconnect_children(dev); /* the hub driver goes */
	if (!dev->gone)
		(void)kernel_change_configuration(dev, -1);
	kernel_put(dev);
}

int kernel_authorize(struct usb *dev, bool on)
{
	int value;

	if (dev->unauthorized == !on)
		return 0;
	dev->unauthorized = !on;
	if (!on) {
		forbid(dev);
		return 0;
	}
	value = kernel_choose_configuration(dev);
	return value < 0 ? 0 : kernel_change_configuration(dev, value);
}

int kernel_authorize_interface(struct usb *dev, unsigned int number, bool on)
{
	if (number >= INTERFACES || !kernel_interface(dev, number))
		return -EINVAL;
	dev->interfaces[number].unauthorized = !on;
	if (!on)
		kernel_unbind(dev, number);
	return 0;
}
