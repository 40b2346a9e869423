/* SPDX-License-Identifier: MIT */
#include <cusb/transfer.h>
#include <cusb/util.h>

#include "descriptor/ignored.h"
#include "endpoint.h"

#define CHUNK	    (1U << 20)
#define ISO_PACKETS 128

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
			if (ep->bEndpointAddress == bEndpointAddress && !endpoint_is_ignored(ep))
				return ep;
	}
	return NULL;
}

size_t endpoint_packet(struct cusb_device *dev, unsigned int bEndpointAddress)
{
	const struct cusb_endpoint *ep = endpoint_now(dev, bEndpointAddress);

	return ep ? cusb_iso_packet_size(ep) : 0;
}

size_t endpoint_chunk(struct cusb_device *dev, unsigned int bEndpointAddress)
{
	const struct cusb_endpoint *ep = endpoint_now(dev, bEndpointAddress);
	size_t packet = endpoint_packet(dev, bEndpointAddress);

	if (packet == 0)
		return CHUNK;
	switch (cusb_endpoint_type(ep->bmAttributes)) {
	case CUSB_ENDPOINT_TYPE_INTR:
		return packet;
	case CUSB_ENDPOINT_TYPE_ISO:
		return ISO_PACKETS * packet;
	default:
		return CHUNK / packet * packet;
	}
}
