/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "device_line.h"

/* A device chooses its strings: no control character (C0, DEL, C1) of theirs reaches a terminal. */
static void make_printable(char *text)
{
	for (unsigned char *at = (unsigned char *)text; *at; at++) {
		if (*at < 0x20 || *at == 0x7f)
			*at = '?';
		else if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
			at[0] = at[1] = '?';
	}
}

/* The device's string without opening the device; "" if there is none. */
static void own_string(const struct world *world, const struct cusb_device *dev,
		       enum cusb_device_string which, char *text, size_t size)
{
	ssize_t length = -1;

	if (world->backend->string)
		length = world->backend->string(world->backend, dev, which, text, size);
	if (length < 0)
		text[0] = '\0';
}

void device_line(const struct world *world, const struct cusb_device *dev,
		 const struct usb_ids *ids, char text[DEVICE_LINE_SIZE])
{
	char maker[256], product[256];

	own_string(world, dev, CUSB_MANUFACTURER, maker, sizeof maker);
	own_string(world, dev, CUSB_PRODUCT, product, sizeof product);
	if (!maker[0])
		usb_ids_vendor(ids, dev->idVendor, maker, sizeof maker);
	if (!product[0])
		usb_ids_product(ids, dev->idVendor, dev->idProduct, product, sizeof product);
	snprintf(text, DEVICE_LINE_SIZE, "Bus %03d Device %03d: ID %04x:%04x%s%s%s%s", dev->bus,
		 dev->address, dev->idVendor, dev->idProduct, maker[0] ? " " : "", maker,
		 product[0] ? " " : "", product);
	make_printable(text);
}
