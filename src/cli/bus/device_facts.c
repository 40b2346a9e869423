/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>

#include "attribute.h"
#include "descriptor/speed.h"
#include "device_facts.h"

/* bDevCapabilityType, and the fields after it: USB 3.2 tables 9-14, 9-16, 9-19. */
#define SUPERSPEED	    0x03
#define SPEEDS_SUPPORTED    1	/* its offset */
#define SPEED_5_GBIT	    0x8 /* in wSpeedsSupported */
#define SUPERSPEED_PLUS	    0x0a
#define SUBLINK_SPEED_COUNT 1 /* the offset of bmAttributes: bits 4..0, minus one */
#define SUBLINK_SPEEDS	    9 /* the offset of the first of them */
#define GBIT		    3 /* an exponent of a sublink's speed */

#define MBIT_SUPER 5000
#define BOS_SIZE   4096

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

/* Some makers fill a string with blanks. */
static void cut_blanks(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && text[length - 1] == ' ')
		text[--length] = '\0';
}

void device_names(const struct cli_bus *bus, const struct cusb_device *dev,
		  const struct usb_ids *ids, char text[DEVICE_NAMES_SIZE])
{
	char maker[256], product[256];

	device_string(bus, dev, CUSB_MANUFACTURER, maker, sizeof maker);
	device_string(bus, dev, CUSB_PRODUCT, product, sizeof product);
	cut_blanks(maker);
	cut_blanks(product);
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

/* A sublink's speed has four bytes: an exponent in bits 5..4, a mantissa in bits 31..16. */
static unsigned int fastest_sublink(const struct cusb_device_capability *capability)
{
	const uint8_t *data = capability->data;
	unsigned int count = (data[SUBLINK_SPEED_COUNT] & 0x1f) + 1U, most = 0;

	for (size_t at = SUBLINK_SPEEDS; count-- > 0 && at + 4 <= capability->data_length;
	     at += 4) {
		unsigned int mbit = (data[at + 2] | (unsigned int)data[at + 3] << 8) * 1000;

		if ((data[at] >> 4 & 3) == GBIT && mbit > most)
			most = mbit;
	}
	return most;
}

static unsigned int fastest(const struct cusb_bos *bos)
{
	unsigned int most = 0;

	for (size_t i = 0; i < bos->capability_count; i++) {
		const struct cusb_device_capability *capability = &bos->capabilities[i];
		unsigned int mbit = 0;

		if (capability->bDevCapabilityType == SUPERSPEED_PLUS &&
		    capability->data_length >= SUBLINK_SPEEDS)
			mbit = fastest_sublink(capability);
		else if (capability->bDevCapabilityType == SUPERSPEED &&
			 capability->data_length > SPEEDS_SUPPORTED &&
			 capability->data[SPEEDS_SUPPORTED] & SPEED_5_GBIT)
			mbit = MBIT_SUPER;
		if (mbit > most)
			most = mbit;
	}
	return most;
}

/* Linux has the attribute since 6.11. */
static int read_bos(const struct cli_bus *bus, struct cusb_device *dev, struct cusb_bos **bos)
{
	uint8_t bytes[BOS_SIZE];
	char path[64];
	bool open;
	ssize_t n;
	int err;

	snprintf(path, sizeof path, "%s/bos_descriptors", dev->name);
	n = attribute_read(bus, path, bytes, sizeof bytes);
	if (n > 0)
		return cusb_bos_parse(bytes, (size_t)n, bos);
	open = cusb_is_open(dev);
	err = cusb_get_bos(dev, bos);
	if (!open)
		cusb_close(dev);
	return err;
}

unsigned int device_possible_speed(const struct cli_bus *bus, struct cusb_device *dev)
{
	int speed = cusb_device_speed(dev);
	unsigned int least = speed < CUSB_SPEED_SUPER ? 0x0201 : 0x0310, most, now;
	const char *text = device_speed(dev);
	struct cusb_bos *bos;

	if (speed < CUSB_SPEED_LOW || speed > CUSB_SPEED_SUPER || dev->bcdUSB < least ||
	    dev->bDeviceClass == CUSB_CLASS_HUB || read_bos(bus, dev, &bos) < 0)
		return 0;
	most = fastest(bos);
	cusb_bos_free(bos);
	now = text ? (unsigned int)strtoul(text, NULL, 10) : 0;
	return most > now ? most : 0;
}

unsigned int device_ports(const struct cli_bus *bus, const struct cusb_device *dev)
{
	char path[64];
	long ports;

	if (dev->bDeviceClass != CUSB_CLASS_HUB)
		return 0;
	snprintf(path, sizeof path, "%s/maxchild", dev->name);
	return attribute_number(bus, path, &ports) == 0 && ports > 0 ? (unsigned int)ports : 0;
}
