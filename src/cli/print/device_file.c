/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include <cusb/error.h>

#include "cli/bus/device_facts.h"
#include "descriptor/speed.h"
#include "device_file.h"

#define BYTES_PER_LINE 18 /* a device descriptor */
#define COMMENT_COLUMN 9  /* bytes: most descriptors are no longer */

static void describe(const uint8_t *desc, char *text, size_t size)
{
	switch (desc[0] < 3 ? 0 : desc[1]) {
	case CUSB_DESC_TYPE_DEVICE:
		snprintf(text, size, "device");
		break;
	case CUSB_DESC_TYPE_CONFIG:
		snprintf(text, size, "configuration %u", desc[0] > 5 ? desc[5] : 0);
		break;
	case CUSB_DESC_TYPE_INTERFACE:
		snprintf(text, size, "interface %u, setting %u", desc[2],
			 desc[0] > 3 ? desc[3] : 0);
		break;
	case CUSB_DESC_TYPE_ENDPOINT:
		snprintf(text, size, "endpoint %02x", desc[2]);
		break;
	case CUSB_DESC_TYPE_INTERFACE_ASSOCIATION:
		snprintf(text, size, "interface association");
		break;
	case CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION:
		snprintf(text, size, "companion");
		break;
	case CUSB_DESC_TYPE_BOS:
		snprintf(text, size, "BOS");
		break;
	case CUSB_DESC_TYPE_DEVICE_CAPABILITY:
		snprintf(text, size, "capability %02x", desc[2]);
		break;
	default:
		snprintf(text, size, "type %02x", desc[1]);
	}
}

static void print_row(const uint8_t *bytes, size_t length, const char *comment, struct output *out)
{
	output_text(out, "   ");
	for (size_t i = 0; i < length; i++)
		output_format(out, " %02x", bytes[i]);
	for (size_t i = length; comment && i < COMMENT_COLUMN; i++)
		output_text(out, "   ");
	output_format(out, comment ? "  # %s\n" : "\n", comment);
}

/* Prints one descriptor; bytes that are not a whole descriptor are printed unchanged. */
static size_t print_descriptor(const uint8_t *bytes, size_t left, struct output *out)
{
	bool whole = left >= 2 && bytes[0] >= 2 && bytes[0] <= left;
	size_t length = whole ? bytes[0] : left;
	char comment[40] = "no descriptor";

	if (whole)
		describe(bytes, comment, sizeof comment);
	for (size_t at = 0; at < length; at += BYTES_PER_LINE) {
		size_t n = length - at < BYTES_PER_LINE ? length - at : BYTES_PER_LINE;

		print_row(bytes + at, n, at == 0 ? comment : NULL, out);
	}
	return length;
}

static void print_bytes(const char *word, const struct device_bytes *raw, struct output *out)
{
	output_format(out, "%s\n", word);
	for (size_t at = 0; at < raw->length;)
		at += print_descriptor(raw->bytes + at, raw->length - at, out);
}

static void print_speed(struct cusb_device *dev, struct output *out)
{
	static const char *const names[] = {SPEEDS(SPEED_WORD)};
	int speed = cusb_device_speed(dev);

	if (speed > 0 && (size_t)speed < sizeof names / sizeof names[0])
		output_format(out, "speed %s\n", names[speed]);
	else
		output_text(out, "# speed: not known\n");
}

static void print_heading(const struct cli_bus *bus, const struct cusb_device *dev,
			  struct output *out)
{
	char names[DEVICE_NAMES_SIZE];
	struct usb_ids ids;

	usb_ids_open(&ids);
	device_names(bus, dev, &ids, names);
	usb_ids_close(&ids);
	output_format(out, "# %04x:%04x%s", dev->idVendor, dev->idProduct, names[0] ? " " : "");
	output_text(out, names);
	output_text(out, "\n");
}

/* Devices before USB 2.01 may not even stall such a request. */
static void print_bos(struct cusb_device *dev, struct device_bytes *bos, struct output *out)
{
	int err = dev->bcdUSB < 0x0201 ? -EPIPE : device_bytes_read_bos(dev, bos);

	if (!err)
		print_bytes("bos", bos, out);
	else if (err != -EPIPE)
		output_format(out, "# bos: not read: %s\n", cusb_strerror(err));
}

enum status device_file_print(const struct cli_bus *bus, struct cusb_device *dev,
			      struct output *out)
{
	int answers = cusb_open(dev);
	struct device_bytes raw = {0}, bos = {0};
	int err = device_bytes_read(bus, dev, &raw, &answers);

	if (err)
		return fail("cannot read the descriptors of device %03d:%03d (%04x:%04x): %s",
			    dev->bus, dev->address, dev->idVendor, dev->idProduct,
			    cusb_error_text(err));
	print_heading(bus, dev, out);
	print_speed(dev, out);
	print_bytes("descriptors", &raw, out);
	device_bytes_free(&raw);
	if (answers < 0)
		output_format(out, "# bos, langids and further strings: not read: %s\n",
			      cusb_strerror(answers));
	else
		print_bos(dev, &bos, out);
	device_file_print_answers(bus, dev, answers, out);
	device_file_print_strings(bus, dev, &bos, answers, out);
	device_bytes_free(&bos);
	cusb_close(dev);
	return STATUS_OK;
}
