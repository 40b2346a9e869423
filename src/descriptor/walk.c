/* SPDX-License-Identifier: MIT */
#include <cusb/descriptor.h>

#include "walk.h"

void walk_start(struct descriptor_walk *walk, const uint8_t *bytes, size_t length)
{
	*walk = (struct descriptor_walk){.bytes = bytes, .length = length};
	walk->offset = length < CUSB_DEVICE_DESC_SIZE ? length : CUSB_DEVICE_DESC_SIZE;
}

static enum walk_kind classify(struct descriptor_walk *walk, const uint8_t *desc)
{
	uint8_t bLength = desc[0];

	if (desc[1] == CUSB_DESC_TYPE_CONFIG && bLength >= CUSB_CONFIG_DESC_SIZE) {
		walk->in_configuration = true;
		walk->in_interface = false;
		return WALK_CONFIGURATION;
	}
	if (!walk->in_configuration)
		return WALK_OTHER;
	if (desc[1] == CUSB_DESC_TYPE_INTERFACE && bLength >= CUSB_INTERFACE_DESC_SIZE) {
		walk->in_interface = true;
		return WALK_INTERFACE;
	}
	if (desc[1] == CUSB_DESC_TYPE_ENDPOINT && bLength >= CUSB_ENDPOINT_DESC_SIZE &&
	    walk->in_interface)
		return WALK_ENDPOINT;
	if (desc[1] == CUSB_DESC_TYPE_INTERFACE_ASSOCIATION &&
	    bLength >= CUSB_INTERFACE_ASSOCIATION_DESC_SIZE)
		return WALK_ASSOCIATION;
	return WALK_OTHER;
}

enum walk_kind walk_next(struct descriptor_walk *walk, const uint8_t **desc)
{
	size_t left = walk->length - walk->offset;

	*desc = walk->bytes + walk->offset;
	if (left < 2 || (*desc)[0] < 2 || (*desc)[0] > left)
		return WALK_END;
	walk->offset += (*desc)[0];
	return classify(walk, *desc);
}
