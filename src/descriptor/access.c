/* SPDX-License-Identifier: MIT */
#include "fields.h"

const struct cusb_configuration *cusb_configuration_at(const struct cusb_device *dev, size_t index)
{
	if (!dev || index >= dev->configuration_count)
		return NULL;
	return &dev->configurations[index];
}

const struct cusb_interface *cusb_interface_at(const struct cusb_configuration *cfg, size_t index,
					       size_t alternate_index)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf)
		if (intf->index == index && intf->alternate_index == alternate_index)
			return intf;
	return NULL;
}

const struct cusb_endpoint *cusb_endpoint_at(const struct cusb_interface *intf, size_t index)
{
	if (!intf || index >= intf->endpoint_count)
		return NULL;
	return &intf->endpoints[index];
}

const struct cusb_configuration *cusb_configuration_next(const struct cusb_device *dev,
							 const struct cusb_configuration *cfg)
{
	return cusb_configuration_at(dev, cfg ? cfg->index + 1 : 0);
}

const struct cusb_interface *cusb_interface_next(const struct cusb_configuration *cfg,
						 const struct cusb_interface *intf)
{
	size_t next = 0;

	if (!cfg || (intf && intf->configuration != cfg))
		return NULL;
	if (intf)
		next = (size_t)(intf - cfg->altsettings) + 1;
	return next < cfg->altsetting_count ? &cfg->altsettings[next] : NULL;
}

const struct cusb_endpoint *cusb_endpoint_next(const struct cusb_interface *intf,
					       const struct cusb_endpoint *ep)
{
	return cusb_endpoint_at(intf, ep ? ep->index + 1 : 0);
}

const uint8_t *cusb_extra_next(const uint8_t *extra, size_t length, const uint8_t *desc)
{
	size_t offset = desc ? (size_t)(desc - extra) + desc[0] : 0;

	if (!extra || offset > length || length - offset < 2)
		return NULL;
	desc = extra + offset;
	return desc[0] >= 2 && desc[0] <= length - offset ? desc : NULL;
}

const char *cusb_field_at(const void *descriptor, size_t index, unsigned int *value)
{
	const struct descriptor_kind *kind;

	if (!descriptor)
		return NULL;
	kind = descriptor_kind_of(((const uint8_t *)descriptor)[1]);
	for (size_t i = 0; kind && kind->fields[i].size; i++) {
		if (!field_is_there(&kind->fields[i], descriptor) || index-- > 0)
			continue;
		*value = field_value(&kind->fields[i], descriptor);
		return kind->field_names[i];
	}
	return NULL;
}
