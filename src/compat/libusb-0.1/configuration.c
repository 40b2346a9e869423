/* SPDX-License-Identifier: MIT */
/*
 * The core's tree of descriptors, copied into the structs of 0.1.
 *
 * Programs trust the counts in the descriptors, which may be wrong: the arrays have these lengths,
 * with zeros after the end of the tree. The same walk is made twice: first to add up the sizes,
 * then to fill the memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-0.1/internal.h"

/* Memory that is handed out piece by piece; with a base of NULL, only counted. */
struct arena {
	char *base;
	size_t used;
};

static void *take(struct arena *arena, size_t size)
{
	void *piece = arena->base ? arena->base + arena->used : NULL;

	/* Every piece has the alignment of all the structs. */
	arena->used += (size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	return size ? piece : NULL;
}

static unsigned char *copy_extra(struct arena *arena, const uint8_t *extra, size_t length)
{
	unsigned char *copy = take(arena, length);

	if (copy)
		memcpy(copy, extra, length);
	return copy;
}

static void add_endpoint(struct arena *arena, const struct cusb_endpoint *ep,
			 struct usb_endpoint_descriptor *to)
{
	unsigned char *extra = copy_extra(arena, ep->extra, ep->extra_length);

	if (!arena->base)
		return;
	*to = (struct usb_endpoint_descriptor){
		.bLength = ep->bLength,
		.bDescriptorType = ep->bDescriptorType,
		.bEndpointAddress = ep->bEndpointAddress,
		.bmAttributes = ep->bmAttributes,
		.wMaxPacketSize = ep->wMaxPacketSize,
		.bInterval = ep->bInterval,
		.bRefresh = ep->bRefresh,
		.bSynchAddress = ep->bSynchAddress,
		.extra = extra,
		.extralen = (int)ep->extra_length,
	};
}

static void add_altsetting(struct arena *arena, const struct cusb_interface *intf,
			   struct usb_interface_descriptor *to)
{
	unsigned char *extra = copy_extra(arena, intf->extra, intf->extra_length);
	struct usb_endpoint_descriptor *endpoint =
		take(arena, intf->bNumEndpoints * sizeof *endpoint);

	for (size_t i = 0; i < intf->endpoint_count && i < intf->bNumEndpoints; i++)
		add_endpoint(arena, cusb_endpoint_at(intf, i), endpoint ? &endpoint[i] : NULL);
	if (!arena->base)
		return;
	*to = (struct usb_interface_descriptor){
		.bLength = intf->bLength,
		.bDescriptorType = intf->bDescriptorType,
		.bInterfaceNumber = intf->bInterfaceNumber,
		.bAlternateSetting = intf->bAlternateSetting,
		.bNumEndpoints = intf->bNumEndpoints,
		.bInterfaceClass = intf->bInterfaceClass,
		.bInterfaceSubClass = intf->bInterfaceSubClass,
		.bInterfaceProtocol = intf->bInterfaceProtocol,
		.iInterface = intf->iInterface,
		.endpoint = endpoint,
		.extra = extra,
		.extralen = (int)intf->extra_length,
	};
}

/* The settings of one interface, a row that begins at `first`. */
static void add_interface(struct arena *arena, const struct cusb_interface *first,
			  struct usb_interface *to)
{
	struct usb_interface_descriptor *altsetting;
	const struct cusb_configuration *cfg = first->configuration;
	const struct cusb_interface *intf = first;
	int count = 0;

	for (; intf && intf->index == first->index; intf = cusb_interface_next(cfg, intf))
		count++;
	altsetting = take(arena, (size_t)count * sizeof *altsetting);
	intf = first;
	for (int i = 0; i < count; i++, intf = cusb_interface_next(cfg, intf))
		add_altsetting(arena, intf, altsetting ? &altsetting[i] : NULL);
	if (arena->base)
		*to = (struct usb_interface){.altsetting = altsetting, .num_altsetting = count};
}

static void add_configuration(struct arena *arena, const struct cusb_configuration *cfg,
			      struct usb_config_descriptor *to)
{
	unsigned char *extra = copy_extra(arena, cfg->extra, cfg->extra_length);
	struct usb_interface *interface = take(arena, cfg->bNumInterfaces * sizeof *interface);

	for (size_t i = 0; i < cfg->interface_count && i < cfg->bNumInterfaces; i++)
		add_interface(arena, cusb_interface_at(cfg, i, 0),
			      interface ? &interface[i] : NULL);
	if (!arena->base)
		return;
	*to = (struct usb_config_descriptor){
		.bLength = cfg->bLength,
		.bDescriptorType = cfg->bDescriptorType,
		.wTotalLength = cfg->wTotalLength,
		.bNumInterfaces = cfg->bNumInterfaces,
		.bConfigurationValue = cfg->bConfigurationValue,
		.iConfiguration = cfg->iConfiguration,
		.bmAttributes = cfg->bmAttributes,
		.MaxPower = cfg->bMaxPower,
		.interface = interface,
		.extra = extra,
		.extralen = (int)cfg->extra_length,
	};
}

static struct usb_config_descriptor *walk(struct arena *arena, const struct cusb_device *dev)
{
	struct usb_config_descriptor *configs =
		take(arena, dev->bNumConfigurations * sizeof *configs);

	for (size_t i = 0; i < dev->configuration_count && i < dev->bNumConfigurations; i++)
		add_configuration(arena, cusb_configuration_at(dev, i),
				  configs ? &configs[i] : NULL);
	return configs;
}

int copy_configurations(const struct cusb_device *dev, struct usb_config_descriptor **configs)
{
	struct arena arena = {NULL, 0};

	*configs = NULL;
	walk(&arena, dev);
	if (arena.used == 0)
		return 0;
	arena = (struct arena){calloc(1, arena.used), 0};
	if (!arena.base)
		return -ENOMEM;
	*configs = walk(&arena, dev);
	return 0;
}
