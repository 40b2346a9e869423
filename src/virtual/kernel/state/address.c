/* SPDX-License-Identifier: MIT */
/*
 * Names and numbers of devices.
 *
 * Linux gives out device numbers upwards from the last one given, and begins again at 1 after 127;
 * the root hub is the first on its bus.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/state/device.h"

bool kernel_is_root_hub(const struct usb *dev)
{
	return strncmp(dev->name, "usb", 3) == 0;
}

unsigned int kernel_minor(const struct usb *dev)
{
	return (dev->bus - 1) * 128 + dev->devnum - 1;
}

void kernel_interface_name(const struct usb *dev, int number, char *name, size_t size)
{
	snprintf(name, size, "%u-%s:%u.%d", dev->bus, kernel_devpath(dev), dev->configuration,
		 number);
}

const char *kernel_devpath(const struct usb *dev)
{
	const char *dash = strchr(dev->name, '-');

	return dash ? dash + 1 : "0";
}

unsigned int kernel_bus_of(const char *name)
{
	const char *digits = strncmp(name, "usb", 3) == 0 ? name + 3 : name;
	char *end;
	unsigned long bus = strtoul(digits, &end, 10);

	if (*digits < '1' || *digits > '9' || bus >= BUSES)
		return 0;
	return *end == (digits == name ? '-' : '\0') ? (unsigned int)bus : 0;
}

/* "1-2.3": at most as many ports as USB 2.0 4.1.1 allows tiers. */
bool kernel_is_port_path(const char *name)
{
	const char *at = strchr(name, '-');
	unsigned int ports = 0;

	if (kernel_bus_of(name) == 0 || !at)
		return false;
	do {
		char *end;
		unsigned long port = strtoul(at + 1, &end, 10);

		if (at[1] < '1' || at[1] > '9' || port > 255)
			return false;
		at = end;
		ports++;
	} while (*at == '.');
	return *at == '\0' && ports <= CUSB_PORT_NUMBERS_MAX && strlen(name) < NAME_SIZE;
}

unsigned int kernel_port_of(const char *name, char hub[NAME_SIZE])
{
	const char *dot = strrchr(name, '.');

	if (dot)
		snprintf(hub, NAME_SIZE, "%.*s", (int)(dot - name), name);
	else
		snprintf(hub, NAME_SIZE, "usb%u", kernel_bus_of(name));
	return (unsigned int)strtoul(dot ? dot + 1 : strchr(name, '-') + 1, NULL, 10);
}

static bool is_used(const struct bus *bus, unsigned int devnum)
{
	return bus->used[devnum / 32] >> devnum % 32 & 1;
}

void kernel_reserve_devnum(struct bus *bus, unsigned int devnum)
{
	bus->used[devnum / 32] |= UINT32_C(1) << devnum % 32;
}

unsigned int kernel_take_devnum(struct bus *bus)
{
	for (unsigned int i = 0; i < 127; i++) {
		unsigned int devnum = (bus->next - 1 + i) % 127 + 1;

		if (is_used(bus, devnum))
			continue;
		kernel_reserve_devnum(bus, devnum);
		bus->next = devnum % 127 + 1;
		return devnum;
	}
	return 0;
}

void kernel_release_devnum(struct bus *bus, unsigned int devnum)
{
	bus->used[devnum / 32] &= ~(UINT32_C(1) << devnum % 32);
}
