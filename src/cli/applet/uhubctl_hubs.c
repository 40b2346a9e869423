/* SPDX-License-Identifier: MIT */
/* Only hubs that switch each port by itself are shown, unless -f is given. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cusb/cusb.h>

#include "applet.h"
#include "uhubctl.h"

static bool has_place(const struct uhubctl *uhubctl, const struct cusb_device *dev)
{
	const char *location = dev->port_count ? dev->name : dev->name + strlen("usb");

	return (!uhubctl->location || strcmp(uhubctl->location, location) == 0) &&
	       (uhubctl->level == 0 || uhubctl->level == (int)dev->port_count + 1);
}

static bool has_vendor(const struct uhubctl *uhubctl, const struct cusb_device *dev)
{
	char vendor[16];

	snprintf(vendor, sizeof vendor, "%04x:%04x", dev->idVendor, dev->idProduct);
	return !uhubctl->vendor ||
	       strncasecmp(vendor, uhubctl->vendor, strlen(uhubctl->vendor)) == 0;
}

/* Of the ports that are chosen, the first one with the searched device remains. */
static bool has_searched(struct uhubctl *uhubctl, const struct hub *hub)
{
	for (unsigned int port = 1; uhubctl->search && port <= hub->ports; port++) {
		struct cusb_device *dev = uhubctl_device_at(uhubctl, hub, port);
		char text[DEVICE_LINE_SIZE];

		if (!dev || !uhubctl_takes_port(uhubctl, port))
			continue;
		uhubctl_describe(uhubctl, dev, text);
		if (strstr(text, uhubctl->search)) {
			uhubctl->ports = UINT64_C(1) << port;
			return true;
		}
	}
	return !uhubctl->search;
}

static bool is_wanted(struct uhubctl *uhubctl, const struct hub *hub)
{
	return (uhubctl->force || hub->switching == PORTS_SINGLE) && has_place(uhubctl, hub->dev) &&
	       has_vendor(uhubctl, hub->dev) && has_searched(uhubctl, hub);
}

static bool is_listed(const struct uhubctl *uhubctl, const struct cusb_device *dev)
{
	for (size_t i = 0; i < uhubctl->count; i++)
		if (cusb_same_device(uhubctl->hubs[i].dev, dev))
			return true;
	return false;
}

/* The other half of the hub in the list joins in. */
static void add_other_half(struct uhubctl *uhubctl)
{
	struct cusb_device *other;
	struct hub hub;

	if (uhubctl->exact || uhubctl->count != 1 ||
	    hub_port_peer(&uhubctl->bus, &uhubctl->hubs[0], 1, &other) == 0)
		return;
	for (struct cusb_device **dev = uhubctl->list; *dev; dev++)
		if (cusb_same_device(*dev, other) && !is_listed(uhubctl, *dev) &&
		    hub_read(*dev, &hub) == 0)
			uhubctl->hubs[uhubctl->count++] = hub;
	cusb_device_free(other);
}

enum status uhubctl_find_hubs(struct uhubctl *uhubctl)
{
	struct error_message message = {0};
	struct hub hub;
	int refused = 0;

	for (struct cusb_device **dev = uhubctl->list; *dev; dev++) {
		int err = (*dev)->bDeviceClass == CUSB_CLASS_HUB ? hub_read(*dev, &hub) : 0;

		if (err < 0)
			refused = err;
		else if ((*dev)->bDeviceClass == CUSB_CLASS_HUB && is_wanted(uhubctl, &hub))
			uhubctl->hubs[uhubctl->count++] = hub;
	}
	if (uhubctl->count > 1 && uhubctl->action != KEEP)
		return applet_fail("Error: changing port state for multiple hubs at once is not "
				   "supported.\nUse -l to limit operation to one hub!");
	add_other_half(uhubctl);
	if (uhubctl->count > 0)
		return STATUS_OK;
	message_add(&message, "No compatible devices detected%s%s!\nRun with -h to get usage info.",
		    uhubctl->location ? " at location " : "",
		    uhubctl->location ? uhubctl->location : "");
	if (refused)
		message_add(&message, "\nA hub did not answer: %s", cusb_strerror(refused));
	message_print(&message);
	return STATUS_FAILURE;
}
