/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "device_facts.h"
#include "device_line.h"

void device_line(const struct cli_bus *bus, const struct cusb_device *dev,
		 const struct usb_ids *ids, char text[DEVICE_LINE_SIZE])
{
	char names[DEVICE_NAMES_SIZE];

	device_names(bus, dev, ids, names);
	snprintf(text, DEVICE_LINE_SIZE, "Bus %03d Device %03d: ID %04x:%04x%s%s", dev->bus,
		 dev->address, dev->idVendor, dev->idProduct, names[0] ? " " : "", names);
}
