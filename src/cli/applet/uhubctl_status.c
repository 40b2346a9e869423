/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cusb/cusb.h>

#include "uhubctl.h"

/* What follows the names of a hub. */
static void describe_hub(struct cusb_device *dev, char *text, size_t size)
{
	static const char *const switching[] = {
		[PORTS_SINGLE] = "ppps", [PORTS_TOGETHER] = "ganged", [PORTS_NONE] = "nops"};
	struct hub hub;

	if (hub_read(dev, &hub) == 0)
		snprintf(text, size, ", USB %x.%02x, %u ports, %s", dev->bcdUSB >> 8,
			 dev->bcdUSB & 0xff, hub.ports, switching[hub.switching]);
}

void uhubctl_describe(const struct uhubctl *uhubctl, struct cusb_device *dev,
		      char text[DEVICE_LINE_SIZE])
{
	static const enum cusb_device_string strings[] = {CUSB_MANUFACTURER, CUSB_PRODUCT,
							  CUSB_SERIAL_NUMBER};
	size_t at = (size_t)snprintf(text, DEVICE_LINE_SIZE, "%04x:%04x", dev->idVendor,
				     dev->idProduct);

	for (size_t i = 0; !uhubctl->no_strings && i < 3 && at < DEVICE_LINE_SIZE; i++) {
		char string[256];

		device_string(&uhubctl->bus, dev, strings[i], string, sizeof string);
		if (string[0])
			at += (size_t)snprintf(text + at, DEVICE_LINE_SIZE - at, " %s", string);
	}
	if (at < DEVICE_LINE_SIZE)
		describe_hub(dev, text + at, DEVICE_LINE_SIZE - at);
	make_printable(text);
}

static void print_hub(const struct uhubctl *uhubctl, const char *what, const struct hub *hub)
{
	char text[DEVICE_LINE_SIZE];

	uhubctl_describe(uhubctl, hub->dev, text);
	output_format(uhubctl->out, "%s status for hub %s [", what,
		      hub->dev->port_count ? hub->dev->name : hub->dev->name + strlen("usb"));
	output_text(uhubctl->out, text);
	output_text(uhubctl->out, "]\n");
}

static void print_link(const struct uhubctl *uhubctl, int status)
{
	const char *link = port_link(status);

	if ((status & PORT_SUPER_SPEED) == 0)
		output_text(uhubctl->out, " 5gbps");
	if (link)
		output_format(uhubctl->out, " %s", link);
}

static void print_flags(const struct uhubctl *uhubctl, bool super_speed, int status)
{
	static const struct {
		uint16_t high, super; /* bits of wPortStatus; 0: there is none */
		char word[10];
	} flags[] = {
		{PORT_HIGH_POWER, PORT_SUPER_POWER, "power"},
		{PORT_INDICATOR, 0, "indicator"},
		{PORT_TEST, 0, "test"},
		{PORT_HIGH_SPEED, 0, "highspeed"},
		{PORT_LOW_SPEED, 0, "lowspeed"},
		{PORT_SUSPEND, 0, "suspend"},
		{0, 0, ""}, /* the state of the link */
		{PORT_RESET, PORT_RESET, "reset"},
		{PORT_OVER_CURRENT, PORT_OVER_CURRENT, "oc"},
		{PORT_ENABLE, PORT_ENABLE, "enable"},
		{PORT_CONNECTION, PORT_CONNECTION, "connect"},
	};

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		if (status & (super_speed ? flags[i].super : flags[i].high))
			output_format(uhubctl->out, " %s", flags[i].word);
		if (super_speed && !flags[i].word[0])
			print_link(uhubctl, status);
	}
}

struct cusb_device *uhubctl_device_at(const struct uhubctl *uhubctl, const struct hub *hub,
				      unsigned int port)
{
	size_t depth = hub->dev->port_count;

	for (struct cusb_device **dev = uhubctl->list; *dev; dev++)
		if ((*dev)->bus == hub->dev->bus && (*dev)->port_count == depth + 1 &&
		    (*dev)->port_numbers[depth] == port &&
		    memcmp((*dev)->port_numbers, hub->dev->port_numbers, depth) == 0)
			return *dev;
	return NULL;
}

static void print_device(const struct uhubctl *uhubctl, const struct hub *hub, unsigned int port)
{
	struct cusb_device *dev = uhubctl_device_at(uhubctl, hub, port);
	char text[DEVICE_LINE_SIZE] = "";

	if (dev)
		uhubctl_describe(uhubctl, dev, text);
	output_text(uhubctl->out, " [");
	output_text(uhubctl->out, text);
	output_text(uhubctl->out, "]");
}

bool uhubctl_takes_port(const struct uhubctl *uhubctl, unsigned int port)
{
	return uhubctl->ports == 0 || (port < 64 && uhubctl->ports >> port & 1);
}

enum status uhubctl_print_status(const struct uhubctl *uhubctl, const char *what,
				 const struct hub *hub)
{
	print_hub(uhubctl, what, hub);
	for (unsigned int port = 1; port <= hub->ports; port++) {
		int status = uhubctl_takes_port(uhubctl, port) ? hub_port_status(hub, port) : 0;

		if (!uhubctl_takes_port(uhubctl, port))
			continue;
		if (status < 0)
			return fail("cannot read port %u status of hub %s: %s", port,
				    hub->dev->name, cusb_strerror(status));
		output_format(uhubctl->out, "  Port %u: %04x", port, status);
		if (port_is_powered(hub, status))
			print_flags(uhubctl, hub->super_speed, status);
		else
			output_text(uhubctl->out, " off");
		if (status & PORT_CONNECTION)
			print_device(uhubctl, hub, port);
		output_text(uhubctl->out, "\n");
	}
	return STATUS_OK;
}
