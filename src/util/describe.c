/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "description.h"
#include "descriptor/fields.h"

static struct description begin(struct cusb_device *dev, char *at, size_t size)
{
	struct description d = {.dev = dev};

	text_start(&d.text, at, size);
	return d;
}

/* The rows of a table, up to one of its fields. */
static void describe_fields(struct description *d, const struct field *table, enum cusb_field end,
			    const void *descriptor, describe_note_fn note)
{
	for (; table->id != end; table++) {
		unsigned int value = field_value(table, descriptor);

		describe_row(d, table->name, value);
		note(d, table->id, value, descriptor);
	}
}

/* Descriptors that have no rows of their own. has_companion: the first companion has them. */
static void describe_extra(struct description *d, const uint8_t *extra, size_t length,
			   bool has_companion)
{
	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e)) {
		if (e[1] == CUSB_DESC_TYPE_INTERFACE_ASSOCIATION &&
		    e[0] >= CUSB_INTERFACE_ASSOCIATION_DESC_SIZE)
			continue;
		if (has_companion && e[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION &&
		    e[0] >= CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE) {
			has_companion = false;
			continue;
		}
		describe_bytes(d, "extra", e, e[0]);
	}
}

static void describe_companion(struct description *d, const struct cusb_endpoint *ep)
{
	const struct cusb_ss_endpoint_companion *companion = &ep->ss_companion;
	unsigned int type = cusb_endpoint_type(ep->bmAttributes);
	unsigned int streams = companion->bmAttributes & 0x1f;

	describe_heading(d, "SUPERSPEED ENDPOINT COMPANION");
	describe_row(d, "bLength", companion->bLength);
	text_add(&d->text, " (%u bytes)", companion->bLength);
	describe_row(d, "bDescriptorType", companion->bDescriptorType);
	text_add(&d->text, " SuperSpeed Endpoint Companion");
	describe_row(d, "bMaxBurst", companion->bMaxBurst);
	text_add(&d->text, " (%u packets)", companion->bMaxBurst + 1u);
	describe_row(d, "bmAttributes", companion->bmAttributes);
	if (type == CUSB_ENDPOINT_TYPE_BULK && streams > 0)
		text_add(&d->text, " (%lu streams)", 1ul << streams);
	describe_row(d, "wBytesPerInterval", companion->wBytesPerInterval);
	text_add(&d->text, " (%u bytes)", companion->wBytesPerInterval);
}

static void describe_association(struct description *d,
				 const struct cusb_interface_association *iad)
{
	const char *class_name = describe_interface_class(iad->bFunctionClass);

	describe_heading(d, "INTERFACE ASSOCIATION %u: %s", iad->bFirstInterface, class_name);
	describe_row(d, "bLength", iad->bLength);
	text_add(&d->text, " (%u bytes)", iad->bLength);
	describe_row(d, "bDescriptorType", iad->bDescriptorType);
	text_add(&d->text, " Interface Association");
	describe_row(d, "bFirstInterface", iad->bFirstInterface);
	describe_row(d, "bInterfaceCount", iad->bInterfaceCount);
	describe_row(d, "bFunctionClass", iad->bFunctionClass);
	text_add(&d->text, " %s", class_name);
	describe_row(d, "bFunctionSubClass", iad->bFunctionSubClass);
	describe_row(d, "bFunctionProtocol", iad->bFunctionProtocol);
	describe_row(d, "iFunction", iad->iFunction);
	describe_string(d, iad->iFunction);
}

static void describe_endpoint(struct description *d, const struct cusb_endpoint *ep)
{
	bool audio = ep->bLength >= CUSB_ENDPOINT_AUDIO_DESC_SIZE;
	bool has_companion = ep->ss_companion.bLength != 0;

	d->level = AT_ENDPOINT;
	describe_heading(d, "ENDPOINT 0x%X: %s %s", ep->bEndpointAddress,
			 describe_transfer_type(ep->bmAttributes),
			 describe_direction(ep->bEndpointAddress));
	describe_fields(d, endpoint_fields, audio ? CUSB_FIELD_END : CUSB_FIELD_bRefresh, ep,
			describe_endpoint_note);
	describe_extra(d, ep->extra, ep->extra_length, has_companion);
	if (has_companion)
		describe_companion(d, ep);
}

static void describe_interface(struct description *d, const struct cusb_interface *intf)
{
	const char *class_name = describe_interface_class(intf->bInterfaceClass);
	const struct cusb_endpoint *ep;

	d->level = AT_INTERFACE;
	if (intf->bAlternateSetting)
		describe_heading(d, "INTERFACE %u, %u: %s", intf->bInterfaceNumber,
				 intf->bAlternateSetting, class_name);
	else
		describe_heading(d, "INTERFACE %u: %s", intf->bInterfaceNumber, class_name);
	describe_fields(d, interface_fields, CUSB_FIELD_END, intf, describe_interface_note);
	describe_extra(d, intf->extra, intf->extra_length, false);
	cusb_for_each_endpoint (intf, ep)
		describe_endpoint(d, ep);
}

static void describe_configuration(struct description *d, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	d->level = AT_CONFIGURATION;
	describe_heading(d, "CONFIGURATION %u: %u mA", cfg->bConfigurationValue,
			 cusb_configuration_ma(cfg));
	describe_fields(d, configuration_fields, CUSB_FIELD_END, cfg, describe_configuration_note);
	describe_extra(d, cfg->extra, cfg->extra_length, false);
	d->level = AT_INTERFACE;
	for (size_t i = 0; i < cfg->association_count; i++)
		describe_association(d, &cfg->associations[i]);
	cusb_for_each_interface (cfg, intf)
		describe_interface(d, intf);
}

static void describe_device(struct description *d, const struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;
	int speed = cusb_speed(d->dev);

	d->level = AT_DEVICE;
	describe_heading(d, "DEVICE ID %04x:%04x on Bus %03u Address %03u", dev->idVendor,
			 dev->idProduct, dev->bus, dev->address);
	describe_fields(d, device_fields, CUSB_FIELD_END, dev, describe_device_note);
	if (speed > CUSB_SPEED_UNKNOWN)
		describe_text_row(d, "speed", cusb_speed_name(speed));
	cusb_for_each_configuration (dev, cfg)
		describe_configuration(d, cfg);
}

size_t cusb_describe_device(struct cusb_device *dev, char *text, size_t size)
{
	struct description d = begin(dev, text, size);

	if (dev)
		describe_device(&d, dev);
	return text_end(&d.text);
}

size_t cusb_describe_configuration(const struct cusb_configuration *cfg, char *text, size_t size)
{
	struct description d = begin(cfg ? cfg->device : NULL, text, size);

	if (cfg)
		describe_configuration(&d, cfg);
	return text_end(&d.text);
}

size_t cusb_describe_interface(const struct cusb_interface *intf, char *text, size_t size)
{
	struct cusb_device *dev = intf ? intf->configuration->device : NULL;
	struct description d = begin(dev, text, size);

	if (intf)
		describe_interface(&d, intf);
	return text_end(&d.text);
}

size_t cusb_describe_endpoint(const struct cusb_endpoint *ep, char *text, size_t size)
{
	struct cusb_device *dev = ep ? ep->interface->configuration->device : NULL;
	struct description d = begin(dev, text, size);

	if (ep)
		describe_endpoint(&d, ep);
	return text_end(&d.text);
}
