/* SPDX-License-Identifier: MIT */
/*
 * The strings of a device that the kernel reads for sysfs.
 *
 * Kernel facts (message.c of 6.1): the language is the first that the device lists, or English if
 * its list is malformed. If the device does not answer this request, the kernel asks for no string.
 * It asks for 255 bytes, up to three times. If no answer is good, it asks for two bytes, and then
 * for the length in them. An empty string counts as no string. Here all strings are read before the
 * device is configured: they do not count among the requests that a fault may hit.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/descriptor.h>

#include "virtual/device/utf16.h"
#include "virtual/kernel/state/device.h"

#define ASKED	 255
#define ATTEMPTS 3
#define ENGLISH	 0x0409

/* The strings of a device while they are read. */
struct reading {
	struct usb *dev;
	enum { NOT_ASKED, NO_LANGUAGE, LANGUAGE } state;
	uint16_t langid; /* with LANGUAGE */
};

static int ask_once(struct usb *dev, unsigned int index, uint16_t langid, uint8_t *desc,
		    uint16_t size)
{
	const struct cusb_setup setup = {
		.bmRequestType = 0x80,
		.bRequest = CUSB_REQ_GET_DESCRIPTOR,
		.wValue = (uint16_t)(CUSB_DESC_TYPE_STRING << 8 | index),
		.wIndex = langid,
		.wLength = size,
	};
	int n = kernel_message(dev, &setup, desc);

	return n > 1 && desc[1] != CUSB_DESC_TYPE_STRING ? -ENODATA : n;
}

static int ask(struct usb *dev, unsigned int index, uint16_t langid, uint8_t *desc, uint16_t size)
{
	int n = 0;

	for (int i = 0; i < ATTEMPTS && (n == 0 || n == -EPIPE || n == -ENODATA); i++)
		n = ask_once(dev, index, langid, desc, size);
	return n;
}

/* Returns the bytes of a string descriptor that count, at least 2, or an errno. */
static int read_descriptor(struct usb *dev, unsigned int index, uint16_t langid, uint8_t *desc)
{
	int n = ask(dev, index, langid, desc, ASKED);

	if (n < 2) {
		n = ask(dev, index, langid, desc, 2);
		if (n == 2)
			n = ask(dev, index, langid, desc, desc[0]);
	}
	if (n < 2)
		return n < 0 ? n : -EINVAL;
	if (desc[0] < n)
		n = desc[0];
	n &= ~1;
	return n < 2 ? -EINVAL : n;
}

static void read_langid(struct reading *reading)
{
	uint8_t desc[ASKED];
	int n = read_descriptor(reading->dev, 0, 0, desc);

	reading->state = LANGUAGE;
	if (n >= 4)
		reading->langid = (uint16_t)(desc[2] | desc[3] << 8);
	else if (n > 0 || n == -ENODATA)
		reading->langid = ENGLISH;
	else
		reading->state = NO_LANGUAGE;
}

/* 0, also without such a string; -ENOMEM. */
static int read_string(struct reading *reading, uint8_t index)
{
	struct usb *dev = reading->dev;
	char text[UTF8_PER_UNIT * (ASKED / 2) + 1];
	uint8_t desc[ASKED];
	int n;

	if (index == 0 || dev->strings[index])
		return 0;
	if (reading->state == NOT_ASKED)
		read_langid(reading);
	if (reading->state == NO_LANGUAGE)
		return 0;
	n = read_descriptor(dev, index, reading->langid, desc);
	if (n < 2)
		return 0;
	utf8_from_utf16le(text, desc + 2, (size_t)n / 2 - 1);
	if (text[0] == '\0')
		return 0;
	dev->strings[index] = strdup(text);
	return dev->strings[index] ? 0 : -ENOMEM;
}

static int read_configuration(struct reading *reading, unsigned int index)
{
	size_t length;
	const uint8_t *config = kernel_verified(reading->dev, index, &length);
	const uint8_t *end = config + length;
	int err = read_string(reading, config[6]);

	for (const uint8_t *desc = config; !err && desc < end; desc += desc[0])
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE && kernel_keeps(reading->dev, desc))
			err = read_string(reading, desc[8]);
	return err;
}

int kernel_read_strings(struct usb *dev)
{
	struct reading reading = {.dev = dev};
	/* iProduct, iManufacturer, iSerialNumber */
	static const uint8_t fields[] = {15, 14, 16};
	int err = 0;

	for (size_t i = 0; !err && i < sizeof fields; i++)
		err = read_string(&reading, dev->descriptor[fields[i]]);
	for (unsigned int i = 0; !err && i < dev->descriptor[17]; i++)
		err = read_configuration(&reading, i);
	return err;
}

void kernel_forget_strings(struct usb *dev)
{
	for (size_t i = 0; i < sizeof dev->strings / sizeof dev->strings[0]; i++)
		free(dev->strings[i]);
}
