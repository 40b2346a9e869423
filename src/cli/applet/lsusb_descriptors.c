/* SPDX-License-Identifier: MIT */
/* Descriptors, one after the other, in lsusb's indentation. */
#include <string.h>

#include <cusb/util.h>

#include "cli/class/rows.h"
#include "lsusb.h"

static const struct {
	uint8_t type;
	uint8_t indent;
	const char *text;
} headings[] = {
	{CUSB_DESC_TYPE_DEVICE, 0, "Device Descriptor"},
	{CUSB_DESC_TYPE_CONFIG, 2, "Configuration Descriptor"},
	{CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, 4, "Interface Association"},
	{CUSB_DESC_TYPE_INTERFACE, 4, "Interface Descriptor"},
	{CUSB_DESC_TYPE_ENDPOINT, 6, "Endpoint Descriptor"},
	{CUSB_DESC_TYPE_DEVICE_QUALIFIER, 0, "Device Qualifier (for other device speed)"},
	{CUSB_DESC_TYPE_BOS, 0, "Binary Object Store Descriptor"},
	{CUSB_DESC_TYPE_HUB, 0, "Hub Descriptor"},
	{CUSB_DESC_TYPE_SUPERSPEED_HUB, 0, "Hub Descriptor"},
};

static void print_unknown(const struct lsusb_device *of, const uint8_t *desc)
{
	output_format(of->lsusb->out, "%*s** UNRECOGNIZED: ", of->indent, "");
	for (size_t i = 0; i < desc[0]; i++)
		output_format(of->lsusb->out, " %02x", desc[i]);
	output_text(of->lsusb->out, "\n");
}

/* The line of a capability is "device capability: Container ID". */
static void head_other(const struct lsusb_device *of, const struct class_descriptor *found)
{
	struct class_text line = {0};
	const char *name = found->layout.name, *kind = "Descriptor";
	bool joins;

	if (found->bytes[1] == CUSB_DESC_TYPE_DEVICE_CAPABILITY &&
	    class_brief(&line, found, &joins) && strchr(line.text, ':')) {
		name = strchr(line.text, ':') + 2;
		kind = strncmp(name, "SuperSpeed", 10) == 0 ? "USB Device Capability"
							    : "Device Capability";
	}
	output_format(of->lsusb->out, "%*s%s %s:\n", of->indent, "", name, kind);
}

/* Returns the indentation of the fields. */
static int head(struct lsusb_device *of, const struct class_descriptor *found)
{
	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		if (headings[i].type == found->bytes[1]) {
			of->indent = headings[i].indent + 2;
			output_format(of->lsusb->out, "%*s%s:\n", headings[i].indent, "",
				      headings[i].text);
			return of->indent;
		}
	if (found->bytes[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION)
		return of->indent;
	head_other(of, found);
	return of->indent + 2;
}

/* The following descriptors belong to this one. */
static void enter(struct class_context *context, const struct class_descriptor *found)
{
	if (found->bytes[1] == CUSB_DESC_TYPE_INTERFACE) {
		context->class = found->context.class;
		context->subclass = found->context.subclass;
		context->protocol = found->context.protocol;
	} else if (found->bytes[1] == CUSB_DESC_TYPE_ENDPOINT && found->length > 3) {
		context->transfer_type = found->bytes[3] & CUSB_ENDPOINT_TYPE_MASK;
	}
}

void lsusb_print_bytes(struct lsusb_device *of, const uint8_t *bytes, size_t length)
{
	struct class_context context = of->context;
	struct class_descriptor found;

	for (const uint8_t *desc = NULL; (desc = cusb_extra_next(bytes, length, desc));) {
		if (desc[1] == CUSB_DESC_TYPE_CONFIG)
			context = of->context;
		class_find(&found, &context, desc, desc[0]);
		if (found.layout.rows)
			lsusb_print_fields(of, &found, head(of, &found));
		else
			print_unknown(of, desc);
		enter(&context, &found);
	}
}
