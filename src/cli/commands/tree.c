/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include <cusb/util.h>

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
	bool all; /* also root hubs with nothing plugged in */
	size_t drawn;
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
		unsigned int ports = device_ports(drawing->bus, dev);

		output_format(drawing->out, "%sInterface %d: %s, driver %s", indent,
			      intf->bInterfaceNumber, interface_class_name(intf->bInterfaceClass),
			      bound ? bound : "none");
		if (ports)
			output_format(drawing->out, "/%up", ports);
		output_text(drawing->out, "\n");
	}
}

/* 0: none, or the device is not configured. */
static unsigned int power_ma(struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;

	return cusb_active_configuration(dev, &cfg) == 0 ? cusb_configuration_ma(cfg) : 0;
}

static void draw_speed(struct drawing *drawing, struct cusb_device *dev)
{
	unsigned int possible = device_possible_speed(drawing->bus, dev), ma = power_ma(dev);
	const char *speed = device_speed(dev);

	output_format(drawing->out, "%s%s", speed ? speed : "unknown",
		      speed ? " Mbit/s" : " speed");
	if (ma)
		output_format(drawing->out, ", %u mA", ma);
	if (possible)
		output_format(drawing->out, ", could do %u Mbit/s", possible);
	output_text(drawing->out, "\n");
}

static void draw_device(struct drawing *drawing, const struct cusb_device *hub,
			struct cusb_device *dev)
{
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
	output_text(drawing->out, names[0] ? ", " : "");
	draw_speed(drawing, dev);
	drawing->drawn++;
}

static bool is_empty_root_hub(struct cusb_device *const *dev)
{
	return (*dev)->port_count == 0 && (*dev)->bDeviceClass == CUSB_CLASS_HUB &&
	       !topology_below(dev);
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
		if (!hub && !drawing->all && is_empty_root_hub(dev))
			continue;
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

static void json_power_and_speed(struct json *json, const struct cli_bus *bus,
				 struct cusb_device *dev)
{
	unsigned int possible = device_possible_speed(bus, dev);

	json_number(json, "max_power_ma", power_ma(dev));
	json_number(json, "port_count", device_ports(bus, dev));
	if (possible)
		json_number(json, "possible_speed", possible);
	else
		json_null(json, "possible_speed");
}

static void json_behind(struct json *json, const char *key, const struct cli_bus *bus,
			struct cusb_device *hub, struct cusb_device *const *dev)
{
	json_array_begin(json, key);
	for (; dev; dev = topology_next(dev, hub)) {
		json_object_begin(json, NULL);
		json_device_members(json, bus, *dev);
		json_power_and_speed(json, bus, *dev);
		json_interfaces(json, *dev);
		json_behind(json, "devices", bus, *dev, topology_below(dev));
		json_object_end(json);
	}
	json_array_end(json);
}

static enum status draw_all(const struct cli_bus *bus, struct cusb_device **list,
			    const struct options *opts, struct output *out)
{
	struct drawing drawing = {
		.bus = bus,
		.out = out,
		.all = option_given(opts, OPTION_ALL) || opts->arguments[1],
	};
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
	if (drawing.drawn == 0)
		fail("no USB devices but root hubs; --all draws them");
	return STATUS_OK;
}

static bool is_in_line(const struct cusb_device *dev, struct cusb_device *const *chosen)
{
	while (*chosen && !topology_in_line(dev, *chosen))
		chosen++;
	return *chosen != NULL;
}

/* Keeps the chosen devices, the hubs above them, and the devices behind them. */
static void keep_lines(struct cusb_device **list, struct cusb_device *const *chosen)
{
	struct cusb_device **kept = list;

	for (; *list; list++) {
		if (is_in_line(*list, chosen))
			*kept++ = *list;
		else
			cusb_device_free(*list);
	}
	*kept = NULL;
}

static enum status print_all(const struct cli_bus *bus, struct cusb_device **list,
			     const struct options *opts, struct output *out)
{
	struct device_arg any = {0};
	struct cusb_device **all;
	enum status status;
	ssize_t count;

	if (!opts->arguments[1])
		return draw_all(bus, list, opts, out);
	count = device_arg_find(&any, bus, &all);
	if (count < 0)
		return report_no_list((int)count);
	keep_lines(all, list);
	status = draw_all(bus, all, opts, out);
	cusb_free_list(all);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	return listing_run(&tree_command, opts, out, print_all);
}

const struct command tree_command = {
	.name = "tree",
	.arguments = "[DEV]",
	.summary = "show devices below their hubs, with speeds and drivers",
	.help = {"Draws each bus with its root hub, each hub, and each device at its port, with\n"
		 "its speed and its greatest current. Below a device are the interfaces of its\n"
		 "active configuration, with their drivers: a kernel driver, \"usbfs\" (a\n"
		 "program has claimed the interface) or none. \"hub/4p\" has four ports. A device\n"
		 "that can be faster than it is now is marked \"could do 5000 Mbit/s\".\n"
		 "\n"
		 "If the hub of a device cannot be seen, the device is drawn below the nearest hub\n"
		 "or bus that can be seen, with all ports from there. If its ports are not known,\n"
		 "it is drawn below no hub. A root hub with nothing plugged in is drawn only with\n"
		 "--all.\n"
		 "\n"
		 "With DEV, draws it with the hubs above it and the devices behind it.\n",
		 device_arg_help,
		 "\n"
		 "Needs no permission. If the kernel does not have the BOS of a device that may be\n"
		 "faster, the device itself is asked, provided that the user may open it.\n"
		 "\n"
		 "--dot prints a graph for Graphviz ('cusb tree --dot | dot -Tsvg'): hubs, ports,\n"
		 "speeds, the current that a device may draw, and the bandwidth that its periodic\n"
		 "endpoints reserve.\n"
		 "\n"
		 "--json prints an array of the devices that are below no other device.\n",
		 json_device_help,
		 "A device also has max_power_ma, port_count, possible_speed (Mbit/s, null: not\n"
		 "faster than now), interfaces, with fields of the specification and driver (text,\n"
		 "or null), and devices, an array of the devices plugged into it.\n"},
	.examples = "  cusb tree\n"
		    "  cusb tree --json\n"
		    "  cusb tree class=storage\n"
		    "  cusb tree --virtual loopback --virtual super\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_ALL) | OPTION_BIT(OPTION_DOT),
	.max_arguments = 1,
	.run = run,
};
