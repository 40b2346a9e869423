/* SPDX-License-Identifier: MIT */
#include "endpoint.h"

#define CHUNK (1U << 20)

const struct cusb_endpoint *endpoint_now(struct cusb_device *dev, unsigned int bEndpointAddress)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	if (cusb_active_configuration(dev, &cfg) < 0)
		return NULL;
	cusb_for_each_interface (cfg, intf) {
		if (intf->bAlternateSetting != cusb_altsetting(dev, intf->bInterfaceNumber))
			continue;
		cusb_for_each_endpoint (intf, ep)
			if (ep->bEndpointAddress == bEndpointAddress)
				return ep;
	}
	return NULL;
}

size_t endpoint_packet(struct cusb_device *dev, unsigned int bEndpointAddress)
{
	const struct cusb_endpoint *ep = endpoint_now(dev, bEndpointAddress);

	/* High-bandwidth endpoints move up to three packets at a time. */
	return ep ? (ep->wMaxPacketSize & 0x7ffU) * (1 + ((ep->wMaxPacketSize >> 11) & 3U)) : 0;
}

size_t endpoint_chunk(struct cusb_device *dev, unsigned int bEndpointAddress)
{
	size_t packet = endpoint_packet(dev, bEndpointAddress);

	return packet ? CHUNK / packet * packet : CHUNK;
}
