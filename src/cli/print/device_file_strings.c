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
#include "cli/class/class.h"
#include "device_file.h"

#define INDEXES 256

/* Marks the indexes that a descriptor names, by the table of its class. */
struct collector {
	struct class_sink sink;
	bool *named;
};

static void collect_field(struct class_sink *sink, const struct row *row,
			  const struct class_value *value)
{
	if (row->kind == KIND(AS_STRING))
		((struct collector *)(void *)sink)->named[value->number] = true;
}

static void collect_bytes(const struct class_context *context, const uint8_t *bytes, size_t length,
			  bool named[INDEXES])
{
	struct collector collector = {{.field = collect_field}, named};

	for (const uint8_t *e = cusb_extra_next(bytes, length, NULL); e;
	     e = cusb_extra_next(bytes, length, e)) {
		struct class_descriptor found;

		class_find(&found, context, e, e[0]);
		class_fields(&found, &collector.sink);
	}
}

static void collect_configuration(const struct cusb_configuration *cfg, bool named[INDEXES])
{
	struct class_context context = {.class = cfg->device->bDeviceClass,
					.subclass = cfg->device->bDeviceSubClass,
					.protocol = cfg->device->bDeviceProtocol};
	const struct cusb_interface *intf;

	named[cfg->iConfiguration] = true;
	collect_bytes(&context, cfg->extra, cfg->extra_length, named);
	for (size_t i = 0; i < cfg->association_count; i++)
		named[cfg->associations[i].iFunction] = true;
	cusb_for_each_interface (cfg, intf) {
		context.class = intf->bInterfaceClass;
		context.subclass = intf->bInterfaceSubClass;
		context.protocol = intf->bInterfaceProtocol;
		named[intf->iInterface] = true;
		collect_bytes(&context, intf->extra, intf->extra_length, named);
	}
}

static void collect(const struct cusb_device *dev, const struct device_bytes *bos,
		    bool named[INDEXES])
{
	static const struct class_context none;
	const struct cusb_configuration *cfg;

	named[dev->iManufacturer] = true;
	named[dev->iProduct] = true;
	named[dev->iSerialNumber] = true;
	cusb_for_each_configuration (dev, cfg)
		collect_configuration(cfg, named);
	collect_bytes(&none, bos->bytes, bos->length, named);
}

/* Whether the text fits in a line, and has no invisible characters. */
static bool is_plain(const char *text)
{
	char printable[CUSB_STRING_SIZE + 1];

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
	const struct cusb_setup setup = {0x80, CUSB_REQ_GET_DESCRIPTOR,
					 (uint16_t)(CUSB_DESC_TYPE_STRING << 8 | index),
					 (uint16_t)langid, 0};

	device_file_print_answer(&setup, desc, length, out);
}

static ssize_t get_descriptor(struct cusb_device *dev, unsigned int index, unsigned int langid,
			      uint8_t desc[255])
{
	struct cusb_recipient to = cusb_to_device();

	to.wIndex = (uint16_t)langid;
	return cusb_get_descriptor(dev, to, CUSB_DESC_TYPE_STRING, index, desc, 255);
}

static void report_unread(const char *what, unsigned int index, ssize_t err, struct output *out)
{
	char number[8] = "";

	if (index > 0)
		snprintf(number, sizeof number, " %u", index);
	output_format(out, "# %s%s: not read: %s\n", what, number, cusb_strerror((int)err));
}

/* Returns an error of the device as a whole, or 0. */
static ssize_t print_string(struct cusb_device *dev, unsigned int index, unsigned int langid,
			    struct output *out)
{
	char text[CUSB_STRING_SIZE] = "";
	uint8_t desc[255];
	ssize_t length = get_descriptor(dev, index, langid, desc);

	if (length == -EPIPE)
		return 0;
	if (length < 0) {
		report_unread("string", index, length, out);
		return cusb_ends_all_strings(length) ? length : 0;
	}
	if (cusb_get_string(dev, index, (int)langid, text, sizeof text) < 0)
		text[0] = '\0';
	if (stands_for(text, desc, length))
		print_text(index, text, out);
	else
		print_answer(index, langid, desc, length, out);
	return 0;
}

static void print_known_string(const struct cli_bus *bus, const struct cusb_device *dev,
			       unsigned int index, struct output *out)
{
	char text[CUSB_STRING_SIZE + 1];

	device_string_at(bus, dev, index, text, sizeof text);
	if (is_plain(text))
		print_text(index, text, out);
}

/* Returns the language for reading strings, or an error of the device as a whole. */
static ssize_t print_langids(struct cusb_device *dev, struct output *out)
{
	uint8_t desc[255];
	ssize_t length = get_descriptor(dev, 0, 0, desc);
	bool good = is_descriptor(desc, length);

	if (length < 0 && length != -EPIPE)
		report_unread("langids", 0, length, out);
	if (length < 0)
		return cusb_ends_all_strings(length) ? length : 0;
	for (ssize_t i = 2; good && i < length; i += 2)
		good = desc[i] || desc[i + 1];
	if (!good) {
		print_answer(0, 0, desc, length, out);
		return length >= 4 ? desc[2] | desc[3] << 8 : 0;
	}
	output_text(out, "langids");
	for (ssize_t i = 2; i < length; i += 2)
		output_format(out, " %02x%02x", desc[i + 1], desc[i]);
	output_text(out, "\n");
	return desc[2] | desc[3] << 8;
}

/* A device that does not answer is not asked for every string: that would take a timeout for each.
 */
void device_file_print_strings(const struct cli_bus *bus, struct cusb_device *dev,
			       const struct device_bytes *bos, ssize_t answers, struct output *out)
{
	bool named[INDEXES] = {false};
	unsigned int langid = 0;

	if (answers >= 0)
		answers = print_langids(dev, out);
	if (answers > 0)
		langid = (unsigned int)answers;
	collect(dev, bos, named);
	for (unsigned int i = 1; i < INDEXES; i++) {
		if (named[i] && answers >= 0)
			answers = print_string(dev, i, langid, out);
		if (named[i] && answers < 0)
			print_known_string(bus, dev, i, out);
	}
}
