/* SPDX-License-Identifier: MIT */
/*
 * Configurations.
 *
 * Kernel facts (message.c of 6.1): a device that has a configuration with the value 0 can be put in
 * it; only -1 then means no configuration. SETCONFIGURATION to the current value only resets the
 * endpoints and settings, and binds no drivers.
 */
#include <errno.h>

#include "virtual/kernel/state/kernel.h"

static void probe_all(struct usb *dev)
{
	int number = -1;

	while ((number = kernel_next_interface(dev, number)) >= 0)
		kernel_probe(dev, (unsigned int)number);
}

int kernel_configure(struct usb *dev, int value)
{
	size_t length;
	bool known = value >= 0 && kernel_find_configuration(dev, (unsigned int)value, &length);
	int err;

	if (value == -1)
		value = 0;
	if (!known && value != 0)
		return -EINVAL;
	kernel_flush(dev, false);
	dev->configured = false;
	dev->generation++;
	err = kernel_send_configuration(dev, (unsigned int)value);
	if (err || !known)
		return err;
	dev->configured = true;
	dev->configuration = (uint8_t)value;
	kernel_first_altsettings(dev);
	probe_all(dev);
	return 0;
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
