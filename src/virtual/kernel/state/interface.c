/* SPDX-License-Identifier: MIT */
/*
 * The active configuration as the kernel knows it. The device may be in another state: a
 * SET_CONFIGURATION or SET_INTERFACE by a control transfer bypasses the kernel.
 *
 * Kernel fact (config.c of 6.1): reading stops at the first descriptor whose bLength is below 2 or
 * past the end, and the configuration then ends there.
 */
#include <errno.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/state/device.h"

const uint8_t *kernel_verified(const struct usb *dev, unsigned int index, size_t *length)
{
	size_t total, whole = 0;
	const uint8_t *desc = virtual_configuration_at(dev->device->model, index, &total);

	if (!desc)
		return NULL;
	while (total - whole >= 2 && desc[whole] >= 2 && desc[whole] <= total - whole)
		whole += desc[whole];
	*length = whole;
	return desc;
}

const uint8_t *kernel_find_configuration(const struct usb *dev, unsigned int value, size_t *length)
{
	for (unsigned int i = 0; i < dev->descriptor[17]; i++) {
		const uint8_t *desc = kernel_verified(dev, i, length);

		if (desc[5] == value)
			return desc;
	}
	return NULL;
}

const uint8_t *kernel_configuration(const struct usb *dev, size_t *length)
{
	return dev->configured ? kernel_find_configuration(dev, dev->configuration, length) : NULL;
}

unsigned int kernel_max_power_ma(const struct usb *dev, const uint8_t *config)
{
	return config[8] * (dev->device->model->speed >= CUSB_SPEED_SUPER ? 8U : 2U);
}

static const uint8_t *next_descriptor(const struct usb *dev, const uint8_t *desc)
{
	if (!dev->configured)
		return NULL;
	return virtual_next_descriptor(dev->device->model, dev->configuration, desc);
}

static const uint8_t *next_interface(const struct usb *dev, const uint8_t *desc)
{
	while ((desc = next_descriptor(dev, desc)))
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE && kernel_keeps(dev, desc))
			return desc;
	return NULL;
}

unsigned int kernel_interface_count(const struct usb *dev)
{
	unsigned int count = 0;

	for (int number = -1; (number = kernel_next_interface(dev, number)) >= 0;)
		count++;
	return count;
}

static unsigned int altsetting(const struct usb *dev, unsigned int number)
{
	return number < INTERFACES ? dev->interfaces[number].altsetting : 0;
}

static const uint8_t *find(const struct usb *dev, unsigned int number, unsigned int alternate)
{
	const uint8_t *desc = NULL;

	while ((desc = next_interface(dev, desc)))
		if (desc[2] == number && desc[3] == alternate)
			return desc;
	return NULL;
}

const uint8_t *kernel_interface(const struct usb *dev, unsigned int number)
{
	return find(dev, number, altsetting(dev, number));
}

bool kernel_has_altsetting(const struct usb *dev, unsigned int number, unsigned int alternate)
{
	return find(dev, number, alternate) != NULL;
}

bool kernel_single_altsetting(const struct usb *dev, unsigned int number)
{
	const uint8_t *desc = NULL;
	unsigned int settings = 0;

	while ((desc = next_interface(dev, desc)))
		settings += desc[2] == number;
	return settings == 1;
}

const uint8_t *kernel_next_endpoint(const struct usb *dev, const uint8_t *desc)
{
	while (desc && (desc = next_descriptor(dev, desc)) && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (kernel_keeps(dev, desc))
			return desc;
	return NULL;
}

const uint8_t *kernel_endpoint(const struct usb *dev, unsigned int address)
{
	const uint8_t *desc = NULL;
	bool current = false;

	while ((desc = next_descriptor(dev, desc))) {
		if (!kernel_keeps(dev, desc))
			continue;
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE)
			current = desc[3] == altsetting(dev, desc[2]);
		else if (current && desc[2] == address)
			return desc;
	}
	return NULL;
}

int kernel_interface_of(const struct usb *dev, unsigned int address)
{
	const uint8_t *desc = NULL;
	int number = -1;

	if (address & ~0x8fU)
		return -EINVAL;
	if (!dev->configured)
		return -ESRCH;
	while ((desc = next_descriptor(dev, desc))) {
		if (!kernel_keeps(dev, desc))
			continue;
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE)
			number = desc[2];
		else if (desc[2] == address)
			return number;
	}
	return -ENOENT;
}

int kernel_next_interface(const struct usb *dev, int number)
{
	const uint8_t *desc = NULL;
	int next = -1;

	while ((desc = next_interface(dev, desc)))
		if (desc[2] > number && (next < 0 || desc[2] < next))
			next = desc[2];
	return next;
}

void kernel_first_altsettings(struct usb *dev)
{
	const uint8_t *desc = NULL;

	for (unsigned int i = 0; i < INTERFACES; i++)
		dev->interfaces[i].altsetting = 0;
	while ((desc = next_interface(dev, desc)))
		if (desc[2] < INTERFACES && desc[3] != 0 &&
		    !kernel_has_altsetting(dev, desc[2], 0) &&
		    dev->interfaces[desc[2]].altsetting == 0)
			dev->interfaces[desc[2]].altsetting = desc[3];
}

const uint8_t *kernel_association(const struct usb *dev, unsigned int number)
{
	const uint8_t *desc = NULL;

	while ((desc = next_descriptor(dev, desc)))
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE_ASSOCIATION &&
		    desc[0] >= CUSB_INTERFACE_ASSOCIATION_DESC_SIZE && number >= desc[2] &&
		    number < (unsigned int)(desc[2] + desc[3]))
			return desc;
	return NULL;
}
