/* SPDX-License-Identifier: MIT */
/*
 * Finds the parts of a model's descriptors. Models may be malformed on purpose: a walk ends at the
 * first descriptor that does not fit in what is left.
 */
#include <cusb/descriptor.h>

#include "virtual/device/hcd.h"

struct walk {
	const uint8_t *at;
	const uint8_t *end;
};

static const uint8_t *walk_next(struct walk *walk)
{
	const uint8_t *desc = walk->at;
	size_t left = (size_t)(walk->end - desc);

	if (left < 2 || desc[0] < 2 || desc[0] > left)
		return NULL;
	walk->at += desc[0];
	return desc;
}

static bool is_interface(const uint8_t *desc)
{
	return desc[1] == CUSB_DESC_TYPE_INTERFACE && desc[0] >= CUSB_INTERFACE_DESC_SIZE;
}

static bool is_endpoint(const uint8_t *desc)
{
	return desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= CUSB_ENDPOINT_DESC_SIZE;
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

static bool walk_configuration(struct walk *walk, const struct cusb_virtual_model *model,
			       unsigned int value)
{
	size_t length;
	const uint8_t *desc = virtual_find_configuration(model, value, &length);

	if (!desc)
		return false;
	walk->at = desc;
	walk->end = desc + length;
	return true;
}

const uint8_t *virtual_find_interface(const struct cusb_virtual_model *model, unsigned int value,
				      unsigned int number, unsigned int alternate)
{
	struct walk walk;
	const uint8_t *desc;

	if (!walk_configuration(&walk, model, value))
		return NULL;
	while ((desc = walk_next(&walk)))
		if (is_interface(desc) && desc[2] == number && desc[3] == alternate)
			return desc;
	return NULL;
}

const uint8_t *virtual_next_descriptor(const struct cusb_virtual_model *model, unsigned int value,
				       const uint8_t *desc)
{
	struct walk walk;

	if (!walk_configuration(&walk, model, value))
		return NULL;
	if (desc)
		walk.at = desc + desc[0];
	return walk_next(&walk);
}

const uint8_t *virtual_find_endpoint(const struct cusb_virtual_device *dev, uint8_t endpoint)
{
	struct walk walk;
	const uint8_t *desc;
	bool current = false;

	if (dev->configuration == 0 || !walk_configuration(&walk, dev->model, dev->configuration))
		return NULL;
	while ((desc = walk_next(&walk))) {
		if (is_interface(desc))
			current = desc[3] == (desc[2] < 32 ? dev->altsettings[desc[2]] : 0);
		else if (current && is_endpoint(desc) && desc[2] == endpoint)
			return desc;
	}
	return NULL;
}
