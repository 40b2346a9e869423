/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "description.h"
#include "descriptor/class.h"

static struct description begin(struct cusb_device *dev, char *at, size_t size)
{
	struct description d = {.dev = dev};

	text_start(&d.text, at, size);
	return d;
}

/* A row for each field of a struct of descriptor.h. */
static void describe_fields(struct description *d, unsigned int bDescriptorType,
			    const void *descriptor)
{
	const struct descriptor_kind *kind = descriptor_kind_of(bDescriptorType);

	for (size_t i = 0; kind->fields[i].size; i++) {
		const struct field *field = &kind->fields[i];
		unsigned int value = field_value(field, descriptor);

		if (!field_is_there(field, descriptor))
			continue;
		describe_row(d, kind->field_names[i], field, value);
		describe_note(d, field, value, descriptor);
	}
}

static bool is_type(const uint8_t *desc, unsigned int bDescriptorType, unsigned int least)
{
	return desc[1] == bDescriptorType && desc[0] >= least;
}

/*
 * Descriptors without rows of their own, and, where it stands, the companion; NULL: there is none.
 */
static void describe_extra(struct description *d, const uint8_t *extra, size_t length,
			   const struct cusb_ss_endpoint_companion *companion)
{
	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e)) {
		if (is_type(e, CUSB_DESC_TYPE_INTERFACE_ASSOCIATION,
			    CUSB_INTERFACE_ASSOCIATION_DESC_SIZE))
			continue;
		if (companion && is_type(e, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION,
					 CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE)) {
			describe_heading(d, "SUPERSPEED ENDPOINT COMPANION");
			describe_fields(d, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION, companion);
			companion = NULL;
			continue;
		}
		describe_bytes(d, "extra", e, e[0]);
	}
}

static void describe_association(struct description *d,
				 const struct cusb_interface_association *iad)
{
	describe_heading(d, "INTERFACE ASSOCIATION %u: %s", iad->bFirstInterface,
			 interface_class_name(iad->bFunctionClass));
	describe_fields(d, CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, iad);
}

static void describe_endpoint(struct description *d, const struct cusb_endpoint *ep)
{
	d->level = AT_ENDPOINT;
	d->ep = ep;
	describe_heading(d, "ENDPOINT 0x%X: %s %s", ep->bEndpointAddress,
			 describe_transfer_type(ep->bmAttributes),
			 describe_direction(ep->bEndpointAddress));
	describe_fields(d, CUSB_DESC_TYPE_ENDPOINT, ep);
	describe_extra(d, ep->extra, ep->extra_length,
		       ep->ss_companion.bLength ? &ep->ss_companion : NULL);
}

static void describe_interface(struct description *d, const struct cusb_interface *intf)
{
	const char *class_name = interface_class_name(intf->bInterfaceClass);
	const struct cusb_endpoint *ep;

	d->level = AT_INTERFACE;
	if (intf->bAlternateSetting)
		describe_heading(d, "INTERFACE %u, %u: %s", intf->bInterfaceNumber,
				 intf->bAlternateSetting, class_name);
	else
		describe_heading(d, "INTERFACE %u: %s", intf->bInterfaceNumber, class_name);
	describe_fields(d, CUSB_DESC_TYPE_INTERFACE, intf);
	describe_extra(d, intf->extra, intf->extra_length, NULL);
	cusb_for_each_endpoint (intf, ep)
		describe_endpoint(d, ep);
}

static void describe_configuration(struct description *d, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	d->level = AT_CONFIGURATION;
	describe_heading(d, "CONFIGURATION %u: %u mA", cfg->bConfigurationValue,
			 cusb_configuration_ma(cfg));
	describe_fields(d, CUSB_DESC_TYPE_CONFIG, cfg);
	describe_extra(d, cfg->extra, cfg->extra_length, NULL);
	d->level = AT_INTERFACE;
	for (size_t i = 0; i < cfg->association_count; i++)
		describe_association(d, &cfg->associations[i]);
	cusb_for_each_interface (cfg, intf)
		describe_interface(d, intf);
}

static void describe_device(struct description *d, const struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;
	int speed = cusb_device_speed(d->dev);

	d->level = AT_DEVICE;
	describe_heading(d, "DEVICE ID %04x:%04x on Bus %03u Address %03u", dev->idVendor,
			 dev->idProduct, dev->bus, dev->address);
	describe_fields(d, CUSB_DESC_TYPE_DEVICE, dev);
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
