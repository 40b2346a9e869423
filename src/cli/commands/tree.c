/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include "cli/bus/device_facts.h"
#include "cli/bus/listing.h"
#include "cli/bus/topology.h"
#include "cli/print/dot.h"
#include "cli/print/json_device.h"
#include "descriptor/class.h"

/* The part of a line before the text: four columns for each hub above; there are at most seven. */
#define INDENT_SIZE (4 * (CUSB_PORT_NUMBERS_MAX + 2) + 1)

struct drawing {
	const struct cli_bus *bus;
	struct usb_ids ids;
	struct output *out;
};

/* The next interface, in its current setting; NULL at the end. */
static const struct cusb_interface *
next_interface(struct cusb_device *dev, const struct cusb_configuration *cfg, size_t *index)
{
	const struct cusb_interface *first = cusb_interface_at(cfg, (*index)++, 0), *intf;
	int current = first ? cusb_altsetting(dev, first->bInterfaceNumber) : -1;

	for (size_t i = 0; (intf = cusb_interface_at(cfg, *index - 1, i)); i++)
		if (intf->bAlternateSetting == current)
			return intf;
	return first;
}

/* "?" when the kernel does not tell. */
static const char *driver(struct cusb_device *dev, const struct cusb_interface *intf, char name[64])
{
	int err = cusb_kernel_driver(dev, intf->bInterfaceNumber, name, 64);

	if (err == -ENODATA)
		return NULL;
	if (err < 0)
		return "?";
	make_printable(name);
	return name;
}

static void draw_interfaces(struct drawing *drawing, struct cusb_device *dev, const char *indent)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	size_t index = 0;

	if (cusb_active_configuration(dev, &cfg) < 0) {
		output_format(drawing->out, "%snot configured\n", indent);
		return;
	}
	while ((intf = next_interface(dev, cfg, &index))) {
		char name[64];
		const char *bound = driver(dev, intf, name);

		output_format(drawing->out, "%sInterface %d: %s, driver %s\n", indent,
			      intf->bInterfaceNumber, interface_class_name(intf->bInterfaceClass),
			      bound ? bound : "none");
	}
}

static void draw_device(struct drawing *drawing, const struct cusb_device *hub,
			struct cusb_device *dev)
{
	const char *speed = device_speed(dev);
	char names[DEVICE_NAMES_SIZE], path[40];

	topology_path(hub, dev, path, sizeof path);
	if (!hub)
		output_format(drawing->out, "Bus %03d", dev->bus);
	if (dev->port_count > 0)
		output_format(drawing->out, "%sPort %s", hub ? "" : " ", path);
	output_format(drawing->out, ": %s Device %03d: ID %04x:%04x ", dev->name, dev->address,
		      dev->idVendor, dev->idProduct);
	device_names(drawing->bus, dev, &drawing->ids, names);
	output_text(drawing->out, names);
	output_format(drawing->out, "%s%s%s\n", names[0] ? ", " : "", speed ? speed : "unknown",
		      speed ? " Mbit/s" : " speed");
}

/*
 * `dev` is the first device below `hub`, or NULL. The hub was drawn last, at the end of `indent`.
 */
static void draw_behind(struct drawing *drawing, struct cusb_device *hub,
			struct cusb_device *const *dev, const char *indent)
{
	struct cusb_device *const *next;
	char below[INDENT_SIZE + 8];

	if (hub) {
		snprintf(below, sizeof below, "%s%s", indent, dev ? "|   " : "    ");
		draw_interfaces(drawing, hub, below);
	}
	for (; dev; dev = next) {
		next = topology_next(dev, hub);
		if (hub)
			output_format(drawing->out, "%s%s", indent, next ? "|-- " : "`-- ");
		draw_device(drawing, hub, *dev);
		snprintf(below, INDENT_SIZE, "%s%s", indent, !hub ? "" : next ? "|   " : "    ");
		draw_behind(drawing, *dev, topology_below(dev), below);
	}
}

static void json_interfaces(struct json *json, struct cusb_device *dev)
{
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf;
	size_t index = 0;

	json_array_begin(json, "interfaces");
	if (cusb_active_configuration(dev, &cfg) < 0)
		cfg = NULL;
	while ((intf = next_interface(dev, cfg, &index))) {
		char name[64];

		json_object_begin(json, NULL);
		JSON_FIELD(json, intf, bInterfaceNumber);
		JSON_FIELD(json, intf, bAlternateSetting);
		JSON_FIELD(json, intf, bInterfaceClass);
		JSON_FIELD(json, intf, bInterfaceSubClass);
		JSON_FIELD(json, intf, bInterfaceProtocol);
		json_string(json, "driver", driver(dev, intf, name));
		json_object_end(json);
	}
	json_array_end(json);
}

static void json_behind(struct json *json, const char *key, const struct cli_bus *bus,
			struct cusb_device *hub, struct cusb_device *const *dev)
{
	json_array_begin(json, key);
	for (; dev; dev = topology_next(dev, hub)) {
		json_object_begin(json, NULL);
		json_device_members(json, bus, *dev);
		json_interfaces(json, *dev);
		json_behind(json, "devices", bus, *dev, topology_below(dev));
		json_object_end(json);
	}
	json_array_end(json);
}

static enum status print_all(const struct cli_bus *bus, struct cusb_device **list,
			     const struct options *opts, struct output *out)
{
	struct drawing drawing = {.bus = bus, .out = out};
	struct json json;

	topology_sort(list);
	if (option_given(opts, OPTION_DOT)) {
		dot_print(bus, list, out);
		return STATUS_OK;
	}
	if (option_given(opts, OPTION_JSON)) {
		json_begin(&json, out, true);
		json_behind(&json, NULL, bus, NULL, list);
		json_end(&json);
		return STATUS_OK;
	}
	usb_ids_open(&drawing.ids);
	draw_behind(&drawing, NULL, list, "");
	usb_ids_close(&drawing.ids);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	return listing_run(&tree_command, opts, out, print_all);
}

const struct command tree_command = {
	.name = "tree",
	.arguments = "",
	.summary = "show devices below their hubs, with speeds and drivers",
	.help = {"Draws each bus with its root hub, each hub, and each device at its port. Below a\n"
		 "device are the interfaces of its active configuration, with their drivers: a\n"
		 "kernel driver, \"usbfs\" (a program has claimed the interface) or none. Opens no\n"
		 "device, and needs no permission. If the hub of a device cannot be seen, the\n"
		 "device is drawn below the nearest hub or bus that can be seen, with all ports\n"
		 "from there. If its ports are not known, it is drawn below no hub.\n"
		 "\n"
		 "--dot prints a graph for Graphviz ('cusb tree --dot | dot -Tsvg'): hubs, ports,\n"
		 "speeds, the current that a device may draw, and the bandwidth that its periodic\n"
		 "endpoints reserve.\n"
		 "\n"
		 "--json prints an array of the devices that are below no other device.\n",
		 json_device_help,
		 "A device also has interfaces, with fields of the specification and driver (text,\n"
		 "or null), and devices, an array of the devices plugged into it.\n"},
	.examples = "  cusb tree\n"
		    "  cusb tree --json\n"
		    "  cusb tree --virtual loopback --virtual super\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DOT),
	.run = run,
};
