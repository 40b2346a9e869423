/* SPDX-License-Identifier: MIT */
/*
 * The fields of a descriptor in lsusb's columns: a value ends at column 25 behind its indentation.
 * They come from the tables of cli/class, and so do the words of a value's meaning.
 */
#include <stdio.h>
#include <string.h>

#include <cusb/util.h>

#include "lsusb.h"

#define VALUE_END 25

struct fields {
	struct class_sink sink;
	const struct lsusb_device *of;
	const struct class_descriptor *descriptor;
	int indent;
	int codes[3]; /* class, subclass and protocol as far as they were given; -1 */
};

static bool is_named(const struct row *row, const char *name)
{
	return strcmp(row->name, name) == 0;
}

static bool is_of(const struct fields *to, unsigned int type)
{
	return to->descriptor->bytes[1] == type;
}

static void print_value(const struct fields *to, const char *name, const char *value)
{
	static const char *const names[][2] = {{"iSerialNumber", "iSerial"},
					       {"bMaxPower", "MaxPower"},
					       {"bNbrPorts", "nNbrPorts"},
					       {"wHubCharacteristics", "wHubCharacteristic"}};
	int width = (int)strcspn(value, "m \n"), before;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i][0]) == 0)
			name = names[i][1];
	before = (int)strlen(name);
	output_format(to->of->lsusb->out, "%*s%s%*s", to->indent, "", name,
		      before + width < VALUE_END ? VALUE_END - before - width : 1, "");
	output_text(to->of->lsusb->out, value);
}

static void print_number(const struct fields *to, const char *name, unsigned int number)
{
	struct class_text text = {0};

	class_text_add(&text, "%u\n", number);
	print_value(to, name, text.text);
}

/* ---- the fields that lsusb shows in a way of its own ---- */

static void add_lines(const struct fields *to, const char *lines)
{
	for (size_t length; *lines; lines += length) {
		length = strcspn(lines, "\n");
		output_format(to->of->lsusb->out, "%*s%.*s\n", to->indent + 2, "", (int)length,
			      lines);
		length += lines[length] != '\0';
	}
}

static void add_configuration(const struct fields *to, unsigned int attributes)
{
	if (!(attributes & 0x80))
		add_lines(to, "(Missing must-be-set bit!)");
	add_lines(to, attributes & CUSB_CONFIG_SELF_POWERED ? "Self Powered" : "(Bus Powered)");
	if (attributes & CUSB_CONFIG_REMOTE_WAKEUP)
		add_lines(to, "Remote Wakeup");
	if (attributes & 0x10)
		add_lines(to, "Battery Powered");
}

static void add_endpoint(const struct fields *to, unsigned int attributes)
{
	static const char *const types[] = {"Control", "Isochronous", "Bulk", "Interrupt"};
	static const char *const syncs[] = {"None", "Asynchronous", "Adaptive", "Synchronous"};
	static const char *const usages[] = {"Data", "Feedback", "Implicit feedback Data",
					     "(reserved)"};
	struct class_text text = {0};

	class_text_add(&text,
		       "Transfer Type            %s\nSynch Type               %s\n"
		       "Usage Type               %s",
		       types[attributes & 3], syncs[attributes >> 2 & 3],
		       usages[attributes >> 4 & 3]);
	add_lines(to, text.text);
}

/* Of the companion lsusb shows bursts, and streams or Mult. */
static void companion(const struct fields *to, const struct row *row, unsigned int number)
{
	unsigned int type = to->descriptor->context.transfer_type;

	if (is_named(row, "bMaxBurst"))
		print_number(to, row->name, number);
	else if (row->kind != KIND(AS_COMPANION))
		return;
	else if (type == CUSB_ENDPOINT_TYPE_BULK && number & 0x1f)
		print_number(to, "MaxStreams", 1U << (number & 0x1f));
	else if (type == CUSB_ENDPOINT_TYPE_ISO && number & 3)
		print_number(to, "Mult", number & 3);
}

/* A hub has a bit for each port, and one before them; a hub of USB 2 has them twice. */
static void add_ports(const struct fields *to, const struct class_value *value)
{
	static const char *const names[] = {"DeviceRemovable", "PortPwrCtrlMask"};
	size_t size = to->descriptor->bytes[2] / 8 + 1u, at = 0;

	for (int i = 0; i < (is_of(to, CUSB_DESC_TYPE_HUB) ? 2 : 1); i++) {
		struct class_text text = {0};

		for (size_t end = at + size; at < end && at < value->size; at++)
			class_text_add(&text, "%s0x%02x", text.length ? " " : "", value->bytes[at]);
		class_text_add(&text, "\n");
		print_value(to, names[i], text.text);
	}
}

/* ---- any field ---- */

static void add_value(struct class_text *text, const struct fields *to, const struct row *row,
		      const struct class_value *value)
{
	unsigned int number = (unsigned int)value->number;

	if (row->kind == KIND(AS_POWER))
		class_text_add(text, "%umA", number * (to->descriptor->context.super ? 8 : 2));
	else if (is_named(row, "wTotalLength"))
		class_text_add(text, "0x%04x", number);
	else if (row->kind == KIND(AS_BITS) && is_of(to, CUSB_DESC_TYPE_ENDPOINT))
		class_text_add(text, "%u", number);
	else
		class_value_text(text, row, value);
}

static void add_string(struct class_text *text, const struct fields *to, unsigned int index)
{
	const struct class_context *context = &to->descriptor->context;
	char string[LSUSB_NAME_SIZE];

	if (index && context->string(context->user, index, string, sizeof string))
		class_text_add(text, "%s", string);
	else if (index && !is_of(to, CUSB_DESC_TYPE_DEVICE))
		class_text_add(text, "(error)");
}

/* The name of a code, of which lsusb knows by the list of names alone. */
static void add_code(struct class_text *text, struct fields *to, unsigned int kind,
		     unsigned int number)
{
	char name[LSUSB_NAME_SIZE];

	for (unsigned int i = kind - KIND(AS_CLASS); i < 3; i++)
		to->codes[i] = i == kind - KIND(AS_CLASS) ? (int)number : -1;
	usb_ids_class(&to->of->lsusb->ids, to->codes, name, sizeof name);
	class_text_add(text, "%s", name);
}

/* Behind such a value there is a space, also if it has no name. Returns whether it is one. */
static bool add_name(struct class_text *text, struct fields *to, const struct row *row,
		     unsigned int number)
{
	char name[LSUSB_NAME_SIZE];

	if (row->kind == KIND(AS_STRING)) {
		add_string(text, to, number);
	} else if (row->kind >= KIND(AS_CLASS) && row->kind <= KIND(AS_PROTOCOL)) {
		add_code(text, to, row->kind, number);
	} else if (is_named(row, "idVendor")) {
		usb_ids_vendor(&to->of->lsusb->ids, number, name, sizeof name);
		class_text_add(text, "%s", name);
	} else if (is_named(row, "idProduct")) {
		usb_ids_product(&to->of->lsusb->ids, to->of->dev->idVendor, number, name,
				sizeof name);
		class_text_add(text, "%s", name);
	} else {
		return false;
	}
	return true;
}

static void add_meaning(struct class_text *text, const struct fields *to, const struct row *row,
			const struct class_value *value)
{
	unsigned int number = (unsigned int)value->number;

	if (row->kind == KIND(AS_PACKET))
		class_text_add(text, " %ux %u bytes", (number >> 11 & 3) + 1, number & 0x7ff);
	else if (row->kind == KIND(AS_ENDPOINT))
		class_text_add(text, " EP %u %s", number & 15, number & 0x80 ? "IN" : "OUT");
	else if (row->kind != KIND(AS_POWER) && !is_named(row, "bMaxPacketSize0") &&
		 !is_named(row, "bDescriptorType") && !is_named(row, "wTotalLength"))
		class_meaning(text, &to->descriptor->context, row, value);
}

/* The set bits of a field have a line each. */
static void add_bits(const struct fields *to, struct class_text *meaning, unsigned int number)
{
	if (is_of(to, CUSB_DESC_TYPE_CONFIG)) {
		add_configuration(to, number);
		return;
	}
	if (is_of(to, CUSB_DESC_TYPE_ENDPOINT)) {
		add_endpoint(to, number);
		return;
	}
	for (char *at = meaning->text; (at = strstr(at, ", "));) {
		*at = '\n';
		memmove(at + 1, at + 2, strlen(at + 1));
	}
	add_lines(to, meaning->text);
}

static void field(struct class_sink *sink, const struct row *row, const struct class_value *value)
{
	struct fields *to = (struct fields *)(void *)sink;
	struct class_text text = {0}, meaning = {0};
	unsigned int number = (unsigned int)value->number;
	bool is_bits = row->kind == KIND(AS_BITS) || row->kind == KIND(AS_PAIRS), has_space;
	char name[64];

	if (is_of(to, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION)) {
		companion(to, row, number);
		return;
	}
	if (is_named(row, "DeviceRemovable")) {
		add_ports(to, value);
		return;
	}
	snprintf(name, sizeof name, value->index < 0 ? "%s" : "%s(%2d)", row->name, value->index);
	add_value(&text, to, row, value);
	print_value(to, name, text.text);
	has_space = add_name(&meaning, to, row, number);
	if (!has_space)
		add_meaning(&meaning, to, row, value);
	if (has_space || (meaning.text[0] && !is_bits))
		output_text(to->of->lsusb->out, " ");
	if (!is_bits)
		output_text(to->of->lsusb->out, meaning.text);
	output_text(to->of->lsusb->out, "\n");
	if (is_bits)
		add_bits(to, &meaning, number);
}

void lsusb_print_fields(const struct lsusb_device *of, const struct class_descriptor *descriptor,
			int indent)
{
	struct fields to = {{.field = field}, of, descriptor, indent, {0}};

	class_fields(descriptor, &to.sink);
}
