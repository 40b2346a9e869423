/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as a device's descriptors and as a BOS. Aborts when the tree is not what
 * its header says it is; reads and writes out of bounds are the sanitizers' to find.
 */
#include <stdlib.h>

#include "demand.h"
#include "descriptor/fields.h"
#include "descriptor/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bounds {
	const uint8_t *bytes;
	size_t length;
};

/* Reads all of a slice, which must lie in the input. */
static void check_slice(const struct bounds *in, const uint8_t *slice, size_t length)
{
	volatile uint8_t sum = 0;
	size_t steps = 0;

	if (length == 0)
		return;
	demand(slice >= in->bytes && length <= in->length &&
	       (size_t)(slice - in->bytes) <= in->length - length);
	for (size_t i = 0; i < length; i++)
		sum = (uint8_t)(sum + slice[i]);
	for (const uint8_t *d = cusb_extra_next(slice, length, NULL); d;
	     d = cusb_extra_next(slice, length, d))
		steps += d[0];
	demand(steps == length);
}

static void check_fields(const struct field *table, const void *descriptor)
{
	volatile unsigned int sum = 0;

	for (; table->id != CUSB_FIELD_END; table++)
		sum += field_value(table, descriptor);
	(void)sum;
}

static void check_endpoint(const struct bounds *in, const struct cusb_endpoint *ep)
{
	demand(ep->bLength >= CUSB_ENDPOINT_DESC_SIZE);
	demand(ep->bDescriptorType == CUSB_DESC_TYPE_ENDPOINT);
	demand(cusb_endpoint_at(ep->interface, ep->index) == ep);
	check_fields(endpoint_fields, ep);
	check_slice(in, ep->extra, ep->extra_length);
}

static void check_interface(const struct bounds *in, const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;
	size_t count = 0;

	demand(intf->bDescriptorType == CUSB_DESC_TYPE_INTERFACE);
	demand(intf->index < intf->configuration->interface_count);
	demand(cusb_interface_at(intf->configuration, intf->index, intf->alternate_index) == intf);
	check_fields(interface_fields, intf);
	check_slice(in, intf->extra, intf->extra_length);
	cusb_for_each_endpoint (intf, ep) {
		demand(ep->interface == intf);
		check_endpoint(in, ep);
		count++;
	}
	demand(count == intf->endpoint_count);
}

static void check_configuration(const struct bounds *in, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;
	size_t count = 0;

	demand(cusb_configuration_at(cfg->device, cfg->index) == cfg);
	check_fields(configuration_fields, cfg);
	check_slice(in, cfg->extra, cfg->extra_length);
	for (size_t i = 0; i < cfg->association_count; i++)
		demand(cfg->associations[i].bDescriptorType ==
		       CUSB_DESC_TYPE_INTERFACE_ASSOCIATION);
	cusb_for_each_interface (cfg, intf) {
		demand(intf->configuration == cfg);
		check_interface(in, intf);
		count++;
	}
	demand(count == cfg->altsetting_count);
}

static void check_tree(const struct bounds *in)
{
	const struct cusb_configuration *cfg;
	struct cusb_device dev = {0};
	size_t size, end;
	void *memory;

	if (descriptor_parse_device(&dev, in->bytes, in->length) < 0)
		return;
	size = descriptor_tree_size(in->bytes, in->length);
	memory = malloc(size);
	demand(memory || size == 0);
	end = descriptor_build_tree(&dev, memory, in->bytes, in->length);
	demand(end <= in->length);
	check_fields(device_fields, &dev);
	cusb_for_each_configuration (&dev, cfg) {
		demand(cfg->device == &dev);
		check_configuration(in, cfg);
	}
	free(memory);
}

static void check_bos(const struct bounds *in)
{
	volatile uint8_t sum = 0;
	struct cusb_bos *bos;

	if (cusb_bos_parse(in->bytes, in->length, &bos) < 0)
		return;
	for (size_t i = 0; i < bos->capability_count; i++)
		for (size_t k = 0; k < bos->capabilities[i].data_length; k++)
			sum = (uint8_t)(sum + bos->capabilities[i].data[k]);
	cusb_bos_free(bos);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bounds in = {data, size};

	check_tree(&in);
	check_bos(&in);
	return 0;
}
