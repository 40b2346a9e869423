/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "descriptor/speed.h"
#include "device_facts.h"

void make_printable(char *text)
{
	for (unsigned char *at = (unsigned char *)text; *at; at++) {
		if (*at < 0x20 || *at == 0x7f)
			*at = '?';
		else if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
			at[0] = at[1] = '?';
	}
}

void device_string(const struct cli_bus *bus, const struct cusb_device *dev,
		   enum cusb_device_string which, char *text, size_t size)
{
	ssize_t length = -1;

	if (bus->backend->string)
		length = bus->backend->string(bus->backend, dev, which, text, size);
	if (length < 0)
		text[0] = '\0';
}

void device_string_at(const struct cli_bus *bus, const struct cusb_device *dev, unsigned int index,
		      char *text, size_t size)
{
	const unsigned int own[] = {
		[CUSB_MANUFACTURER] = dev->iManufacturer,
		[CUSB_PRODUCT] = dev->iProduct,
		[CUSB_SERIAL_NUMBER] = dev->iSerialNumber,
	};

	text[0] = '\0';
	for (unsigned int which = 0; !text[0] && which < sizeof own / sizeof own[0]; which++)
		if (own[which] == index)
			device_string(bus, dev, (enum cusb_device_string)which, text, size);
	if (!text[0] && bus->backend->string_at &&
	    bus->backend->string_at(bus->backend, dev, index, text, size) < 0)
		text[0] = '\0';
}

void device_names(const struct cli_bus *bus, const struct cusb_device *dev,
		  const struct usb_ids *ids, char text[DEVICE_NAMES_SIZE])
{
	char maker[256], product[256];

	device_string(bus, dev, CUSB_MANUFACTURER, maker, sizeof maker);
	device_string(bus, dev, CUSB_PRODUCT, product, sizeof product);
	if (!maker[0])
		usb_ids_vendor(ids, dev->idVendor, maker, sizeof maker);
	if (!product[0])
		usb_ids_product(ids, dev->idVendor, dev->idProduct, product, sizeof product);
	snprintf(text, DEVICE_NAMES_SIZE, "%s%s%s", maker, maker[0] && product[0] ? " " : "",
		 product);
	make_printable(text);
}

void device_line(const struct cli_bus *bus, const struct cusb_device *dev,
		 const struct usb_ids *ids, char text[DEVICE_LINE_SIZE])
{
	char names[DEVICE_NAMES_SIZE];

	device_names(bus, dev, ids, names);
	snprintf(text, DEVICE_LINE_SIZE, "Bus %03d Device %03d: ID %04x:%04x%s%s", dev->bus,
		 dev->address, dev->idVendor, dev->idProduct, names[0] ? " " : "", names);
}

const char *device_speed(struct cusb_device *dev)
{
	static const char *const speeds[] = {SPEEDS(SPEED_MBIT)};
	int speed = cusb_device_speed(dev);

	if (speed < 0 || (size_t)speed >= sizeof speeds / sizeof speeds[0])
		return NULL;
	return speeds[speed];
}
