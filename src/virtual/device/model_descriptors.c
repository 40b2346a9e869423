/* SPDX-License-Identifier: MIT */
/*
 * Models may be malformed on purpose: a walk ends at the first descriptor that is longer than the
 * rest of the bytes.
 *
 * USB 2.0 5.6.3, table 9-13; USB 3.2 9.6.7: an isochronous endpoint moves up to three transactions
 * in an interval at high speed, and bursts at higher speeds.
 */
#include <cusb/descriptor.h>

#include "virtual/device/hcd.h"

#define PACKET_MASK 0x7ff /* bits 10..0 of wMaxPacketSize */

bool is_interface_descriptor(const uint8_t *desc)
{
	return desc[1] == CUSB_DESC_TYPE_INTERFACE && desc[0] >= CUSB_INTERFACE_DESC_SIZE;
}

bool is_endpoint_descriptor(const uint8_t *desc)
{
	return desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= CUSB_ENDPOINT_DESC_SIZE;
}

bool is_isochronous(const uint8_t *endpoint)
{
	return (endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

size_t packet_size(const uint8_t *endpoint)
{
	return (size_t)(endpoint[4] | endpoint[5] << 8) & PACKET_MASK;
}

const uint8_t *virtual_configuration_at(const struct cusb_virtual_model *model, unsigned int index,
					size_t *length)
{
	size_t offset = CUSB_DEVICE_DESC_SIZE;

	while (offset + CUSB_CONFIG_DESC_SIZE <= model->descriptors_length) {
		const uint8_t *desc = model->descriptors + offset;
		size_t total = (size_t)(desc[2] | desc[3] << 8);

		if (desc[1] != CUSB_DESC_TYPE_CONFIG)
			return NULL;
		if (total < CUSB_CONFIG_DESC_SIZE || total > model->descriptors_length - offset)
			total = model->descriptors_length - offset;
		if (index-- == 0) {
			*length = total;
			return desc;
		}
		offset += total;
	}
	return NULL;
}

const uint8_t *virtual_find_configuration(const struct cusb_virtual_model *model,
					  unsigned int value, size_t *length)
{
	const uint8_t *desc;
	size_t total;

	for (unsigned int i = 0; (desc = virtual_configuration_at(model, i, &total)); i++) {
		if (desc[5] == value) {
			*length = total;
			return desc;
		}
	}
	return NULL;
}

const uint8_t *virtual_next_descriptor(const struct cusb_virtual_model *model, unsigned int value,
				       const uint8_t *desc)
{
	size_t length, left;
	const uint8_t *config = virtual_find_configuration(model, value, &length);

	if (!config)
		return NULL;
	desc = desc ? desc + desc[0] : config;
	left = (size_t)(config + length - desc);
	return left < 2 || desc[0] < 2 || desc[0] > left ? NULL : desc;
}

const uint8_t *virtual_find_interface(const struct cusb_virtual_model *model, unsigned int value,
				      unsigned int number, unsigned int alternate)
{
	const uint8_t *desc = NULL;

	while ((desc = virtual_next_descriptor(model, value, desc)))
		if (is_interface_descriptor(desc) && desc[2] == number && desc[3] == alternate)
			break;
	return desc;
}

const uint8_t *virtual_find_endpoint(const struct cusb_virtual_device *dev, uint8_t endpoint)
{
	const uint8_t *desc = NULL;
	bool current = false;

	if (!is_configured(dev))
		return NULL;
	while ((desc = virtual_next_descriptor(dev->model, dev->configuration, desc))) {
		if (is_interface_descriptor(desc))
			current = desc[3] == (desc[2] < 32 ? dev->altsettings[desc[2]] : 0);
		else if (current && is_endpoint_descriptor(desc) && desc[2] == endpoint)
			break;
	}
	return desc;
}

const uint8_t *virtual_find_companion(const struct cusb_virtual_model *model, unsigned int value,
				      const uint8_t *endpoint)
{
	const uint8_t *desc = endpoint;

	while ((desc = virtual_next_descriptor(model, value, desc)) &&
	       desc[1] != CUSB_DESC_TYPE_ENDPOINT && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (desc[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION &&
		    desc[0] >= CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE)
			return desc;
	return NULL;
}

size_t virtual_interval_size(const struct cusb_virtual_device *dev, const uint8_t *endpoint)
{
	size_t size = packet_size(endpoint);
	const uint8_t *companion;

	if (dev->model->speed == CUSB_SPEED_HIGH)
		return size * (1 + (endpoint[5] >> 3 & 3U));
	if (dev->model->speed < CUSB_SPEED_SUPER)
		return size;
	companion = virtual_find_companion(dev->model, dev->configuration, endpoint);
	return companion ? size * (1U + companion[2]) * (1 + (companion[3] & 3U)) : size;
}
