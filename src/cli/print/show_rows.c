/* SPDX-License-Identifier: MIT */
/*
 * The bytes of the descriptors, one after the other, as the device sent them. A class descriptor
 * belongs to the interface before it; class descriptors before the first interface belong to the
 * device's class.
 */
#include <stdio.h>

#include <cusb/util.h>

#include "answers.h"
#include "cli/class/bandwidth.h"
#include "show.h"

enum level { AT_DEVICE, AT_CONFIGURATION, AT_INTERFACE, AT_ENDPOINT };

struct rows {
	struct show *show;
	struct class_context context;
	const uint8_t *at, *end;
	enum level level; /* of the standard descriptor that the next ones belong to */
};

static bool is_whole(const uint8_t *at, const uint8_t *end)
{
	return end - at >= 2 && at[0] >= 2 && at[0] <= end - at;
}

static const uint8_t *next(const struct rows *rows, const uint8_t *at)
{
	return is_whole(at, rows->end) ? at + at[0] : rows->end;
}

/* The bytes from here to the next configuration. */
static size_t present(const struct rows *rows)
{
	const uint8_t *at = next(rows, rows->at);

	while (is_whole(at, rows->end) && at[1] != CUSB_DESC_TYPE_CONFIG)
		at += at[0];
	return (size_t)(at - rows->at);
}

/* The endpoint here, with the companion that follows before the next standard descriptor. */
static struct cusb_endpoint endpoint_here(const struct rows *rows)
{
	const uint8_t *b = rows->at;
	struct cusb_endpoint ep = {.bEndpointAddress = b[2],
				   .bmAttributes = b[3],
				   .wMaxPacketSize = (uint16_t)(b[4] | b[5] << 8),
				   .bInterval = b[6]};

	for (b = next(rows, b); is_whole(b, rows->end); b += b[0]) {
		if (b[1] == CUSB_DESC_TYPE_INTERFACE || b[1] == CUSB_DESC_TYPE_ENDPOINT ||
		    b[1] == CUSB_DESC_TYPE_CONFIG)
			break;
		if (b[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION && b[0] >= 6) {
			ep.ss_companion = (struct cusb_ss_endpoint_companion){
				b[0], b[1], b[2], b[3], (uint16_t)(b[4] | b[5] << 8)};
			break;
		}
	}
	return ep;
}

static void head(struct rows *rows, enum level level, const char *text, const char *detail)
{
	rows->level = level;
	rows->show->page->level = level;
	page_heading(rows->show->page, text, detail);
}

static void head_configuration(struct rows *rows)
{
	size_t length = present(rows), total = (size_t)(rows->at[2] | rows->at[3] << 8);
	char text[32], detail[64] = "";

	snprintf(text, sizeof text, "Configuration %u", rows->at[5]);
	if (length != total)
		snprintf(detail, sizeof detail, "%zu of %zu bytes present", length, total);
	head(rows, AT_CONFIGURATION, text, detail);
	rows->context.class = rows->show->dev->bDeviceClass;
	rows->context.subclass = rows->show->dev->bDeviceSubClass;
	rows->context.protocol = rows->show->dev->bDeviceProtocol;
}

static void head_interface(struct rows *rows)
{
	const uint8_t *b = rows->at;
	struct class_text text = {0};

	rows->context.class = b[5];
	rows->context.subclass = b[6];
	rows->context.protocol = b[7];
	class_text_add(&text, "Interface %u", b[2]);
	if (b[3])
		class_text_add(&text, ", setting %u", b[3]);
	class_text_add(&text, ": ");
	codes_names(&text, b[5], b[6], b[7]);
	head(rows, AT_INTERFACE, text.text, NULL);
}

static void head_endpoint(struct rows *rows)
{
	struct cusb_endpoint ep = endpoint_here(rows);
	struct class_text text = {0}, detail = {0};

	rows->context.transfer_type = ep.bmAttributes & CUSB_ENDPOINT_TYPE_MASK;
	class_text_add(&text, "Endpoint 0x%02x", ep.bEndpointAddress);
	bandwidth_text(&detail, rows->show->speed, &ep);
	head(rows, AT_ENDPOINT, text.text, detail.text);
}

static void name_descriptor(struct class_text *text, const struct class_descriptor *found)
{
	if (found->layout.name && found->header == 3)
		class_text_add(text, "%s descriptor: %s", found->type, found->layout.name);
	else if (found->layout.name)
		class_text_add(text, "%s", found->layout.name);
	else
		class_text_add(text, "unknown descriptor, %s", found->type);
}

/* A class descriptor is one level below its standard descriptor. */
static void head_other(struct rows *rows, const struct class_descriptor *found)
{
	struct class_text text = {0};
	bool joins;

	if (rows->at[1] == CUSB_DESC_TYPE_INTERFACE_ASSOCIATION)
		rows->level = AT_CONFIGURATION;
	rows->show->page->level = rows->level + 1;
	/* The line of a capability names it. */
	if (rows->at[1] != CUSB_DESC_TYPE_DEVICE_CAPABILITY || !class_brief(&text, found, &joins))
		name_descriptor(&text, found);
	page_heading(rows->show->page, text.text, NULL);
}

static void head_descriptor(struct rows *rows, const struct class_descriptor *found)
{
	const uint8_t *b = rows->at;

	if (b[1] == CUSB_DESC_TYPE_CONFIG && b[0] >= CUSB_CONFIG_DESC_SIZE)
		head_configuration(rows);
	else if (b[1] == CUSB_DESC_TYPE_INTERFACE && b[0] >= CUSB_INTERFACE_DESC_SIZE)
		head_interface(rows);
	else if (b[1] == CUSB_DESC_TYPE_ENDPOINT && b[0] >= CUSB_ENDPOINT_DESC_SIZE)
		head_endpoint(rows);
	else
		head_other(rows, found);
}

/* The report descriptor stands below the HID descriptor that tells of it. */
static void add_report(struct rows *rows, const struct cusb_interface *intf)
{
	uint8_t bytes[ASK_REPORT_SIZE];
	ssize_t n = intf ? answers_report(rows->show->strings.bus, intf, &rows->show->failed, bytes)
			 : 0;

	if (n <= 0)
		return;
	rows->show->page->level = AT_INTERFACE + 1;
	page_heading(rows->show->page, "HID report descriptor", NULL);
	rows->show->page->level++;
	class_rows_of_report(rows->show->page, bytes, (size_t)n);
}

static bool is_among(const uint8_t *at, const uint8_t *extra, size_t length)
{
	return extra && at >= extra && at < extra + length;
}

/* The interface that a class descriptor belongs to; of old devices it follows the endpoint. */
static const struct cusb_interface *interface_of(const struct show *show, const uint8_t *at)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	cusb_for_each_configuration (show->dev, cfg)
		cusb_for_each_interface (cfg, intf) {
			if (is_among(at, intf->extra, intf->extra_length))
				return intf;
			cusb_for_each_endpoint (intf, ep)
				if (is_among(at, ep->extra, ep->extra_length))
					return intf;
		}
	return NULL;
}

static void show_descriptor(struct rows *rows)
{
	struct class_descriptor found;

	class_find(&found, &rows->context, rows->at, (size_t)(rows->end - rows->at));
	if (rows->at[1] != CUSB_DESC_TYPE_DEVICE)
		head_descriptor(rows, &found);
	rows->show->page->level++;
	class_rows(rows->show->page, &found);
	if (rows->at[1] == CUSB_DESC_TYPE_HID && rows->context.class == CUSB_CLASS_HID)
		add_report(rows, interface_of(rows->show, rows->at));
}

static void show_malformed(struct rows *rows)
{
	char text[64];
	size_t left = (size_t)(rows->end - rows->at);
	struct class_descriptor found;

	rows->show->page->level = rows->level + 1;
	snprintf(text, sizeof text, "malformed descriptor, %zu bytes left", left);
	page_fault(rows->show->page, text);
	class_find(&found, &rows->context, rows->at, left);
	class_rows(rows->show->page, &found);
}

static void show_here(struct rows *rows)
{
	if (is_whole(rows->at, rows->end))
		show_descriptor(rows);
	else
		show_malformed(rows);
}

/* The group terminal blocks stand below the first class descriptor of their setting. */
static void add_blocks(const struct rows *rows)
{
	const struct cusb_interface *intf =
		rows->context.class == CUSB_CLASS_AUDIO ? interface_of(rows->show, rows->at) : NULL;
	uint8_t bytes[ASK_BLOCKS_SIZE];
	ssize_t n = intf && rows->at == intf->extra
			    ? answers_blocks(intf, &rows->show->failed, bytes)
			    : 0;
	struct rows blocks = {rows->show, rows->context, bytes, bytes + (n > 0 ? n : 0),
			      AT_INTERFACE};

	for (; blocks.at < blocks.end; blocks.at = next(&blocks, blocks.at))
		show_here(&blocks);
}

void show_bytes(struct show *show, const uint8_t *bytes, size_t length)
{
	struct rows rows = {show, strings_context(&show->strings), bytes, bytes + length,
			    AT_DEVICE};

	show->page->level = 0;
	for (; rows.at < rows.end; rows.at = next(&rows, rows.at)) {
		show_here(&rows);
		add_blocks(&rows);
	}
	show->page->level = 0;
}

void show_rows(struct show *show)
{
	size_t length;
	const uint8_t *bytes = cusb_descriptors(show->dev, &length);

	show_heading(show);
	show_bytes(show, bytes, length);
}
