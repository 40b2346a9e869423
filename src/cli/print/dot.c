/* SPDX-License-Identifier: MIT */
/*
 * USB 2.0 5.6.4, 5.7.4: a periodic endpoint has its packets reserved in each of its intervals. USB
 * 2.0 9.6.6: the interval is 2^(bInterval-1) microframes at high speed and above, and frames of an
 * isochronous endpoint at full speed; otherwise bInterval frames.
 */
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "cli/bus/topology.h"
#include "cli/print/dot.h"

#define FRAMES_PER_SECOND      1000U
#define MICROFRAMES_PER_SECOND 8000U

/* A text between quotes. */
static void print_quoted(struct output *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			output_text(out, "\\");
		output_data(out, text, 1);
	}
}

static bool is_periodic(const struct cusb_endpoint *ep)
{
	return cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO ||
	       cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_INTR;
}

static unsigned int bytes_per_interval(const struct cusb_endpoint *ep, int speed)
{
	unsigned int size = ep->wMaxPacketSize & 0x7ff;

	if (speed >= CUSB_SPEED_SUPER && ep->ss_companion.wBytesPerInterval)
		return ep->ss_companion.wBytesPerInterval;
	return speed == CUSB_SPEED_HIGH ? size * (1U + (ep->wMaxPacketSize >> 11 & 3)) : size;
}

/* The bytes a second that the host keeps free for an endpoint. */
static unsigned int reserved_by(const struct cusb_endpoint *ep, int speed)
{
	bool iso = cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO;
	unsigned int shift = ep->bInterval > 16 ? 15 : ep->bInterval > 0 ? ep->bInterval - 1U : 0;
	unsigned int frames = ep->bInterval ? ep->bInterval : 1;
	unsigned int bytes = bytes_per_interval(ep, speed);

	if (!is_periodic(ep))
		return 0;
	if (speed >= CUSB_SPEED_HIGH)
		return bytes * MICROFRAMES_PER_SECOND >> shift;
	return iso ? bytes * FRAMES_PER_SECOND >> shift : bytes * FRAMES_PER_SECOND / frames;
}

/* Of all interfaces, each in its current setting. */
static unsigned int reserved(struct cusb_device *dev, const struct cusb_configuration *cfg)
{
	int speed = cusb_device_speed(dev);
	const struct cusb_interface *intf;
	unsigned int sum = 0;

	cusb_for_each_interface (cfg, intf) {
		if (intf->bAlternateSetting != cusb_altsetting(dev, intf->bInterfaceNumber))
			continue;
		for (size_t i = 0; i < intf->endpoint_count; i++)
			sum += reserved_by(&intf->endpoints[i], speed);
	}
	return sum;
}

static void print_node(const struct cli_bus *bus, const struct usb_ids *ids,
		       struct cusb_device *dev, struct output *out)
{
	const struct cusb_configuration *cfg = NULL;
	const char *speed = device_speed(dev);
	char names[DEVICE_NAMES_SIZE];

	device_names(bus, dev, ids, names);
	output_text(out, "\t\"");
	print_quoted(out, dev->name);
	output_text(out, "\" [label=\"");
	print_quoted(out, dev->name);
	output_format(out, "  %04x:%04x\\n", dev->idVendor, dev->idProduct);
	print_quoted(out, names);
	output_format(out, "%s%s Mbit/s", names[0] ? "\\n" : "", speed ? speed : "?");
	if (cusb_active_configuration(dev, &cfg) < 0) {
		output_text(out, "\\nnot configured");
	} else {
		unsigned int bytes = reserved(dev, cfg), ma = cusb_configuration_ma(cfg);

		if (ma)
			output_format(out, ", %u mA", ma);
		if (bytes >= 1000)
			output_format(out, "\\nreserves %u kB/s", bytes / 1000);
	}
	output_format(out, "\"%s];\n",
		      dev->bDeviceClass == CUSB_CLASS_HUB ? ", shape=hexagon" : "");
}

/* The devices below a hub, and below these. */
static void print_edges(const struct cusb_device *hub, struct cusb_device *const *dev,
			struct output *out)
{
	for (; dev; dev = topology_next(dev, hub)) {
		char path[40];

		topology_path(hub, *dev, path, sizeof path);
		if (hub) {
			output_text(out, "\t\"");
			print_quoted(out, hub->name);
			output_text(out, "\" -> \"");
			print_quoted(out, (*dev)->name);
			output_format(out, "\" [label=\"port %s\"];\n", path);
		}
		print_edges(*dev, topology_below(dev), out);
	}
}

void dot_print(const struct cli_bus *bus, struct cusb_device *const *list, struct output *out)
{
	struct usb_ids ids;

	usb_ids_open(&ids);
	output_text(out, "digraph usb {\n\trankdir=LR;\n\tnode [shape=box];\n");
	for (struct cusb_device *const *dev = list; *dev; dev++)
		print_node(bus, &ids, *dev, out);
	print_edges(NULL, list, out);
	output_text(out, "}\n");
	usb_ids_close(&ids);
}
