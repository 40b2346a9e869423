/* SPDX-License-Identifier: MIT */
/*
 * Configurations.
 *
 * Kernel facts (message.c of 6.1): if a device has a configuration of value 0, 0 selects it, and
 * only -1 means no configuration. SETCONFIGURATION to the current value only resets the
 * endpoints and settings, and binds no drivers. A device that is not authorized is only ever
 * unconfigured, and SETCONFIGURATION to any value then succeeds.
 */
#include <errno.h>

#include "virtual/kernel/state/kernel.h"

static void probe_all(struct usb *dev)
{
	int number = -1;

	while ((number = kernel_next_interface(dev, number)) >= 0)
		kernel_probe(dev, (unsigned int)number);
}

static bool has_configuration(const struct usb *dev, int value)
{
	size_t length;

	return !dev->unauthorized && value >= 0 &&
	       kernel_find_configuration(dev, (unsigned int)value, &length);
}

/* The value for SET_CONFIGURATION; -EINVAL: there is no such configuration. */
static int value_to_send(const struct usb *dev, int value)
{
	if (dev->unauthorized || value == -1)
		return 0;
	return value == 0 || has_configuration(dev, value) ? value : -EINVAL;
}

/* Its interfaces go, with all that is bound to them. */
static void unconfigure(struct usb *dev)
{
	kernel_flush(dev, false);
	kernel_forget_owners(dev);
	dev->configured = false;
	dev->generation++;
}

int kernel_configure(struct usb *dev, int value)
{
	bool known = has_configuration(dev, value);
	int err;

	value = value_to_send(dev, value);
	if (value < 0)
		return value;
	unconfigure(dev);
	err = kernel_send_configuration(dev, (unsigned int)value);
	if (err || !known)
		return err;
	dev->configured = true;
	dev->configuration = (uint8_t)value;
	kernel_first_altsettings(dev);
	for (unsigned int i = 0; i < INTERFACES; i++)
		dev->interfaces[i].unauthorized = false;
	probe_all(dev);
	return 0;
}

int kernel_change_configuration(struct usb *dev, int value)
{
	int err;

	if (value_to_send(dev, value) < 0)
		return -EINVAL;
	dev->kernel->notify(dev, USB_INTERFACES_REMOVED);
	err = kernel_configure(dev, value);
	dev->kernel->notify(dev, USB_INTERFACES_ADDED);
	return err;
}

int kernel_reset_configuration(struct usb *dev)
{
	int err;

	kernel_flush(dev, false);
	err = kernel_send_configuration(dev, dev->configuration);
	if (err == 0)
		kernel_first_altsettings(dev);
	return err;
}
