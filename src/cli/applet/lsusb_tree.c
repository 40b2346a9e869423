/* SPDX-License-Identifier: MIT */
/*
 * A root hub has a line with its host controller's driver. Each other device has a line for each
 * interface.
 */
#include <stdio.h>
#include <string.h>

#include "cli/bus/attribute.h"
#include "cli/bus/topology.h"
#include "lsusb.h"

/* "" if there is none. */
static void driver_of(const struct lsusb *lsusb, struct cusb_device *dev,
		      const struct cusb_interface *intf, char name[ATTRIBUTE_SIZE])
{
	char path[64];

	name[0] = '\0';
	if (intf) {
		if (cusb_kernel_driver(dev, intf->bInterfaceNumber, name, ATTRIBUTE_SIZE) < 0)
			name[0] = '\0';
		return;
	}
	snprintf(path, sizeof path, "%s/../driver", dev->name);
	if (attribute_link(&lsusb->bus, path, name) < 0)
		name[0] = '\0';
}

static void print_end(const struct lsusb *lsusb, struct cusb_device *dev, const char *driver)
{
	unsigned int ports = device_ports(&lsusb->bus, dev);
	const char *speed = device_speed(dev);

	output_format(lsusb->out, "Driver=%s", driver);
	if (ports)
		output_format(lsusb->out, "/%up", ports);
	output_format(lsusb->out, ", %sM\n", speed ? speed : "unknown");
}

static void print_root(const struct lsusb *lsusb, struct cusb_device *dev)
{
	char driver[ATTRIBUTE_SIZE];

	driver_of(lsusb, dev, NULL, driver);
	output_format(lsusb->out, "/:  Bus %02d.Port 1: Dev %d, Class=root_hub, ", dev->bus,
		      dev->address);
	print_end(lsusb, dev, driver[0] ? driver : "[none]");
}

static void print_interfaces(const struct lsusb *lsusb, struct cusb_device *dev, size_t depth)
{
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	for (size_t i = 0; i < cfg->interface_count; i++) {
		const struct cusb_interface *intf = cusb_interface_at(cfg, i, 0);
		const int codes[3] = {intf->bInterfaceClass, -1, -1};
		char driver[ATTRIBUTE_SIZE], name[LSUSB_NAME_SIZE];

		usb_ids_class(&lsusb->ids, codes, name, sizeof name);
		driver_of(lsusb, dev, intf, driver);
		for (size_t column = 0; column < depth; column++)
			output_text(lsusb->out, "    ");
		output_format(lsusb->out, "|__ Port %d: Dev %d, If %d, Class=%s, ",
			      dev->port_numbers[dev->port_count - 1], dev->address,
			      intf->bInterfaceNumber, name);
		print_end(lsusb, dev, driver);
	}
}

static void print_behind(const struct lsusb *lsusb, struct cusb_device *const *hub, size_t depth)
{
	struct cusb_device *const *dev = topology_below(hub);

	for (; dev; dev = topology_next(dev, *hub)) {
		print_interfaces(lsusb, *dev, depth);
		print_behind(lsusb, dev, depth + 1);
	}
}

/* The bus with the largest number is the first. */
void lsusb_print_tree(const struct lsusb *lsusb, struct cusb_device **list)
{
	struct cusb_device **end = list;

	topology_sort(list);
	while (*end)
		end++;
	while (end > list) {
		end--;
		if ((*end)->port_count > 0)
			continue;
		print_root(lsusb, *end);
		print_behind(lsusb, end, 1);
	}
}
