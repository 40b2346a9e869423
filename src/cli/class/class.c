/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "class.h"
#include "names.h"
#include "table.h"

/* Audio interfaces tell their version as the protocol. */
#define AUDIO_2 0x20
#define AUDIO_3 0x30
#define UAS	0x62

/* A class with tables. */
#define ANY 0x100
static const struct {
	uint16_t class, subclass, protocol; /* ANY */
	const char *layouts;
} tables[] = {
	{CUSB_CLASS_AUDIO, 1, AUDIO_2, audio2_control_layouts},
	{CUSB_CLASS_AUDIO, 1, AUDIO_3, audio3_control_layouts},
	{CUSB_CLASS_AUDIO, 1, ANY, audio1_control_layouts},
	{CUSB_CLASS_AUDIO, 2, AUDIO_2, audio2_streaming_layouts},
	{CUSB_CLASS_AUDIO, 2, AUDIO_3, audio3_streaming_layouts},
	{CUSB_CLASS_AUDIO, 2, ANY, audio1_streaming_layouts},
	{CUSB_CLASS_AUDIO, 3, ANY, midi_layouts},
	{CUSB_CLASS_COMM, ANY, ANY, cdc_layouts},
	{CUSB_CLASS_DATA, ANY, ANY, cdc_layouts},
	{CUSB_CLASS_HID, ANY, ANY, hid_layouts},
	{CUSB_CLASS_PRINTER, ANY, ANY, printer_layouts},
	{CUSB_CLASS_MASS_STORAGE, ANY, UAS, uas_layouts},
	{CUSB_CLASS_HUB, ANY, ANY, hub_layouts},
	{CUSB_CLASS_SMART_CARD, ANY, ANY, ccid_layouts},
	{CUSB_CLASS_VIDEO, 1, ANY, video_control_layouts},
	{CUSB_CLASS_VIDEO, 2, ANY, video_streaming_layouts},
	{CUSB_CLASS_APPLICATION, 1, ANY, dfu_layouts},
	{ANY, ANY, ANY, standard_layouts},
	{ANY, ANY, ANY, bos_layouts},
};

static bool is_of(unsigned int wanted, unsigned int code)
{
	return wanted == ANY || wanted == code;
}

static struct layout layout_of(const struct class_context *context, const uint8_t *bytes,
			       size_t length)
{
	uint32_t type = bytes[1], with_subtype = length > 2 ? type << 8 | bytes[2] : 0;
	struct layout layout;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		if (is_of(tables[i].class, context->class) &&
		    is_of(tables[i].subclass, context->subclass) &&
		    is_of(tables[i].protocol, context->protocol) &&
		    layout_find(tables[i].layouts, type, with_subtype, &layout))
			return layout;
	return (struct layout){0};
}

static void name_type(char *name, size_t size, const struct layout *layout, unsigned int type)
{
	static const char names[] =
		"21 class|22 HID report|23 HID physical|24 class interface|"
		"25 class endpoint|26 group terminal block|29 hub|2a SuperSpeed hub";
	size_t length = 0;
	const char *at = names_find(names, type, &length);

	if (layout->name && layout->key < 0x100)
		snprintf(name, size, "%s", layout->name);
	else if (at)
		snprintf(name, size, "%.*s", (int)length, at);
	else if (type >= 0x40 && type < 0x60)
		snprintf(name, size, "vendor type 0x%02x", type);
	else
		snprintf(name, size, "type 0x%02x", type);
}

/* Descriptors with codes of their own, and where these are. */
static void take_codes(struct class_context *context, const uint8_t *bytes, size_t length)
{
	static const uint8_t places[][2] = {
		{CUSB_DESC_TYPE_DEVICE, 4},
		{CUSB_DESC_TYPE_DEVICE_QUALIFIER, 4},
		{CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, 4},
		{CUSB_DESC_TYPE_INTERFACE, 5},
	};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (bytes[1] == places[i][0] && length >= places[i][1] + 3u) {
			context->class = bytes[places[i][1]];
			context->subclass = bytes[places[i][1] + 1];
			context->protocol = bytes[places[i][1] + 2];
		}
}

/* The bytes that belong to the descriptor: it may end before its bLength. */
static size_t own_length(const uint8_t *bytes, size_t length)
{
	return length < bytes[0] ? length : bytes[0];
}

void class_find(struct class_descriptor *found, const struct class_context *context,
		const uint8_t *bytes, size_t length)
{
	size_t own = own_length(bytes, length);

	*found = (struct class_descriptor){.bytes = bytes, .length = length, .context = *context};
	if (own < 2)
		return;
	found->layout = layout_of(context, bytes, own);
	found->header = found->layout.key >= 0x100 ? 3 : 2;
	take_codes(&found->context, bytes, own);
	name_type(found->type, sizeof found->type, &found->layout, bytes[1]);
}

static void give(struct class_sink *sink, const char *name, const char *names, const uint8_t *byte)
{
	struct row row = {name, names, 1, names ? KIND(AS_NAMED) : KIND(AS_NUMBER), 0, 0, NULL};
	struct class_value value = {byte, 1, *byte, -1};

	sink->field(sink, &row, &value);
}

/* A list for AS_NAMED with one name. */
static void give_named(struct class_sink *sink, const char *field, const uint8_t *byte,
		       const char *name)
{
	char names[80];

	snprintf(names, sizeof names, "%x %s", *byte, name);
	give(sink, field, names, byte);
}

void class_fields(const struct class_descriptor *descriptor, struct class_sink *sink)
{
	static const char unknown[] = FIELD("data", REST, AS_BYTES, "");
	const uint8_t *bytes = descriptor->bytes;
	const struct layout *layout = &descriptor->layout;
	size_t length = own_length(bytes, descriptor->length);

	give(sink, "bLength", NULL, bytes);
	if (length < 2) {
		if (sink->cut)
			sink->cut(sink, "bDescriptorType", bytes + 1, 0);
		return;
	}
	give_named(sink, "bDescriptorType", bytes + 1, descriptor->type);
	if (descriptor->header == 3)
		give_named(sink, "bDescriptorSubtype", bytes + 2, layout->name);
	class_walk(layout->name ? layout->rows : unknown, bytes + descriptor->header,
		   length - descriptor->header, sink);
}
