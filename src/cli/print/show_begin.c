/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "show.h"

struct show show_begin(struct page *page, const struct cli_bus *bus, const struct usb_ids *ids,
		       struct cusb_device *dev, bool open)
{
	struct show show = {.dev = dev,
			    .page = page,
			    .ids = ids,
			    .strings = {bus, dev, false},
			    .speed = cusb_device_speed(dev)};

	if (open)
		show.failed = cusb_open(dev);
	return show;
}

void show_heading(struct show *show)
{
	const struct cusb_device *dev = show->dev;
	struct class_text text = {0}, place = {0};
	char names[DEVICE_NAMES_SIZE];

	device_names(show->strings.bus, dev, show->ids, names);
	class_text_add(&text, "Device %s: ID %04x:%04x %s", dev->name, dev->idVendor,
		       dev->idProduct, names);
	class_text_add(&place, "bus %u, address %u", dev->bus, dev->address);
	if (show->speed > CUSB_SPEED_UNKNOWN)
		class_text_add(&place, ", %s", cusb_speed_name(show->speed));
	page_heading(show->page, text.text, place.text);
}
