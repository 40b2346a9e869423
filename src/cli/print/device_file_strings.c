/* SPDX-License-Identifier: MIT */
/*
 * A string is printed as text if the text encodes to the same bytes; otherwise as the answer to a
 * `control` request.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "device_file.h"

#define INDEXES 256

static void collect_of_configuration(const struct cusb_configuration *cfg, bool named[INDEXES])
{
	const struct cusb_interface *intf;

	named[cfg->iConfiguration] = true;
	for (size_t i = 0; i < cfg->association_count; i++)
		named[cfg->associations[i].iFunction] = true;
	cusb_for_each_interface (cfg, intf)
		named[intf->iInterface] = true;
}

/* Marks the indexes that standard descriptors name. */
static void collect(const struct cusb_device *dev, bool named[INDEXES])
{
	const struct cusb_configuration *cfg;

	named[dev->iManufacturer] = true;
	named[dev->iProduct] = true;
	named[dev->iSerialNumber] = true;
	cusb_for_each_configuration (dev, cfg)
		collect_of_configuration(cfg, named);
}

/* Whether the text fits in a line, and has no invisible characters. */
static bool is_plain(const char *text)
{
	char printable[CUSB_STRING_SIZE];

	snprintf(printable, sizeof printable, "%s", text);
	make_printable(printable);
	return text[0] && strcmp(text, printable) == 0;
}

static bool is_descriptor(const uint8_t *desc, ssize_t length)
{
	return length >= 4 && length % 2 == 0 && desc[0] == length &&
	       desc[1] == CUSB_DESC_TYPE_STRING;
}

/* A single surrogate is not UTF-16, and a text lacks it. */
static bool is_utf16(const uint8_t *units, size_t bytes)
{
	bool high = false;

	for (size_t i = 1; i < bytes; i += 2) {
		bool low = (units[i] & 0xfc) == 0xdc;

		if (low != high)
			return false;
		high = (units[i] & 0xfc) == 0xd8;
	}
	return !high;
}

/* Whether the text gives the same descriptor. A NUL would end the text early. */
static bool stands_for(const char *text, const uint8_t *desc, ssize_t length)
{
	if (!is_plain(text) || !is_descriptor(desc, length))
		return false;
	for (ssize_t i = 2; i < length; i += 2)
		if (!desc[i] && !desc[i + 1])
			return false;
	return is_utf16(desc + 2, (size_t)length - 2);
}

static void print_text(unsigned int index, const char *text, struct output *out)
{
	output_format(out, "string %u ", index);
	output_text(out, text);
	output_text(out, "\n");
}

static void print_answer(unsigned int index, unsigned int langid, const uint8_t *desc,
			 ssize_t length, struct output *out)
{
	output_format(out, "control 80 06 03%02x %04x answer", index, langid);
	for (ssize_t i = 0; i < length; i++)
		output_format(out, " %02x", desc[i]);
	output_text(out, "\n");
}

static ssize_t get_descriptor(struct cusb_device *dev, unsigned int index, unsigned int langid,
			      uint8_t desc[255])
{
	struct cusb_recipient to = cusb_to_device();

	to.wIndex = (uint16_t)langid;
	return cusb_get_descriptor(dev, to, CUSB_DESC_TYPE_STRING, index, desc, 255);
}

static void print_string(struct cusb_device *dev, unsigned int index, unsigned int langid,
			 struct output *out)
{
	char text[CUSB_STRING_SIZE] = "";
	uint8_t desc[255];
	ssize_t length = get_descriptor(dev, index, langid, desc);

	if (length == -EPIPE)
		return;
	if (length < 0) {
		output_format(out, "# string %u: not read: %s\n", index,
			      cusb_strerror((int)length));
		return;
	}
	if (cusb_get_string(dev, index, (int)langid, text, sizeof text) < 0)
		text[0] = '\0';
	if (stands_for(text, desc, length))
		print_text(index, text, out);
	else
		print_answer(index, langid, desc, length, out);
}

/* Returns the language for reading strings. */
static unsigned int print_langids(struct cusb_device *dev, struct output *out)
{
	uint8_t desc[255];
	ssize_t length = get_descriptor(dev, 0, 0, desc);
	bool good = is_descriptor(desc, length);

	if (length < 0 && length != -EPIPE)
		output_format(out, "# langids: not read: %s\n", cusb_strerror((int)length));
	if (length < 0)
		return 0;
	for (ssize_t i = 2; good && i < length; i += 2)
		good = desc[i] || desc[i + 1];
	if (!good) {
		print_answer(0, 0, desc, length, out);
		return length >= 4 ? (unsigned int)(desc[2] | desc[3] << 8) : 0;
	}
	output_text(out, "langids");
	for (ssize_t i = 2; i < length; i += 2)
		output_format(out, " %02x%02x", desc[i + 1], desc[i]);
	output_text(out, "\n");
	return (unsigned int)(desc[2] | desc[3] << 8);
}

void device_file_print_strings(struct cusb_device *dev, struct output *out)
{
	unsigned int langid = print_langids(dev, out);
	bool named[INDEXES] = {false};

	collect(dev, named);
	for (unsigned int i = 1; i < INDEXES; i++)
		if (named[i])
			print_string(dev, i, langid, out);
}

void device_file_print_known_strings(const struct cli_bus *bus, const struct cusb_device *dev,
				     struct output *out)
{
	const uint8_t indexes[] = {dev->iManufacturer, dev->iProduct, dev->iSerialNumber};
	static const enum cusb_device_string kinds[] = {CUSB_MANUFACTURER, CUSB_PRODUCT,
							CUSB_SERIAL_NUMBER};

	for (unsigned int i = 0; i < 3; i++) {
		char text[CUSB_STRING_SIZE];

		device_string(bus, dev, kinds[i], text, sizeof text);
		if (indexes[i] && is_plain(text))
			print_text(indexes[i], text, out);
	}
}
