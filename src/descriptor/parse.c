/* SPDX-License-Identifier: MIT */
/*
 * The contents of sysfs `descriptors`, as of Linux 6.1. First always 18 bytes for the device
 * descriptor, whatever its bLength. Then each configuration, which the kernel cuts where its own
 * parser found the first malformed descriptor; the bytes inside keep the device's wTotalLength and
 * counts.
 *
 * One walk counts and builds, so the size requested is the size used.
 */
#include <errno.h>
#include <string.h>

#include "fields.h"
#include "parse.h"
#include "walk.h"

struct counts {
	size_t configurations;
	size_t altsettings;
	size_t endpoints;
	size_t associations;
};

/*
 * The place of each bInterfaceNumber's settings in the configuration's array of settings. Only the
 * members of numbers that the configuration has are set.
 */
struct groups {
	size_t count;
	size_t settings;    /* the number of all settings */
	uint8_t index[256]; /* by order of first appearance */
	size_t first[256];  /* position of the first setting */
	size_t placed[256]; /* settings that are in the array so far */
};

struct builder {
	struct cusb_device *dev;
	struct cusb_configuration *cfg; /* free room of each kind */
	struct cusb_interface *intf;
	struct cusb_endpoint *ep;
	struct cusb_interface_association *association;

	struct cusb_configuration *in_cfg; /* the place of the walk; NULL: not in one */
	struct cusb_interface *in_altsettings;
	struct cusb_interface *in_intf;
	struct cusb_endpoint *in_ep;
	const uint8_t **extra; /* of the innermost of these */
	size_t *extra_length;
	struct groups *groups; /* of the configuration; not set before one */
};

int descriptor_parse_device(struct cusb_device *dev, const uint8_t *bytes, size_t length)
{
	if (length < CUSB_DEVICE_DESC_SIZE || bytes[1] != CUSB_DESC_TYPE_DEVICE)
		return -EBADMSG;
	fields_parse(device_fields, dev, bytes);
	return 0;
}

static struct counts count(const uint8_t *bytes, size_t length)
{
	struct counts n = {0, 0, 0, 0};
	const uint8_t *desc;
	enum walk_kind kind;
	struct descriptor_walk walk;

	walk_start(&walk, bytes, length);
	while ((kind = walk_next(&walk, &desc)) != WALK_END) {
		n.configurations += kind == WALK_CONFIGURATION;
		n.altsettings += kind == WALK_INTERFACE;
		n.endpoints += kind == WALK_ENDPOINT;
		n.associations += kind == WALK_ASSOCIATION;
	}
	return n;
}

size_t descriptor_tree_size(const uint8_t *bytes, size_t length)
{
	struct counts n = count(bytes, length);

	return n.configurations * sizeof(struct cusb_configuration) +
	       n.altsettings * sizeof(struct cusb_interface) +
	       n.endpoints * sizeof(struct cusb_endpoint) +
	       n.associations * sizeof(struct cusb_interface_association);
}

/*
 * Looks ahead to the end of the configuration, so that each setting gets its final place at once.
 */
static void plan_groups(struct groups *groups, struct descriptor_walk walk)
{
	uint16_t settings[256] = {0}; /* of 64 KiB at most, 9 bytes each */
	uint8_t numbers[256];
	const uint8_t *desc;
	enum walk_kind kind;

	groups->count = groups->settings = 0;
	while ((kind = walk_next(&walk, &desc)) != WALK_END && kind != WALK_CONFIGURATION)
		if (kind == WALK_INTERFACE && settings[desc[2]]++ == 0)
			numbers[groups->count++] = desc[2];
	for (size_t i = 0; i < groups->count; i++) {
		groups->index[numbers[i]] = (uint8_t)i;
		groups->first[numbers[i]] = groups->settings;
		groups->placed[numbers[i]] = 0;
		groups->settings += settings[numbers[i]];
	}
}

static void enter(struct builder *b, const uint8_t **extra, size_t *extra_length)
{
	b->extra = extra;
	b->extra_length = extra_length;
}

static void add_configuration(struct builder *b, const uint8_t *desc,
			      const struct descriptor_walk *walk)
{
	struct cusb_configuration *cfg = b->cfg++;

	plan_groups(b->groups, *walk);
	*cfg = (struct cusb_configuration){
		.index = b->dev->configuration_count++,
		.altsettings = b->intf,
		.altsetting_count = b->groups->settings,
		.interface_count = b->groups->count,
		.associations = b->association,
		.device = b->dev,
	};
	fields_parse(configuration_fields, cfg, desc);
	b->in_cfg = cfg;
	b->in_altsettings = b->intf;
	b->in_intf = NULL;
	b->in_ep = NULL;
	b->intf += b->groups->settings;
	enter(b, &cfg->extra, &cfg->extra_length);
}

static void add_interface(struct builder *b, const uint8_t *desc)
{
	uint8_t number = desc[2];
	size_t alternate_index = b->groups->placed[number]++;
	struct cusb_interface *intf =
		&b->in_altsettings[b->groups->first[number] + alternate_index];

	*intf = (struct cusb_interface){
		.index = b->groups->index[number],
		.alternate_index = alternate_index,
		.endpoints = b->ep,
		.configuration = b->in_cfg,
	};
	fields_parse(interface_fields, intf, desc);
	b->in_intf = intf;
	b->in_ep = NULL;
	enter(b, &intf->extra, &intf->extra_length);
}

static void add_endpoint(struct builder *b, const uint8_t *desc)
{
	struct cusb_endpoint *ep = b->ep++;

	*ep = (struct cusb_endpoint){
		.index = b->in_intf->endpoint_count++,
		.interface = b->in_intf,
	};
	fields_parse(endpoint_fields, ep, desc);
	b->in_ep = ep;
	enter(b, &ep->extra, &ep->extra_length);
}

static void add_association(struct builder *b, const uint8_t *desc)
{
	fields_parse(association_fields, b->association++, desc);
	b->in_cfg->association_count++;
}

static void add_companion(struct builder *b, const uint8_t *desc)
{
	if (!b->in_ep || b->in_ep->ss_companion.bLength != 0 ||
	    desc[1] != CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION ||
	    desc[0] < CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE)
		return;
	fields_parse(companion_fields, &b->in_ep->ss_companion, desc);
}

static void add_extra(struct builder *b, const uint8_t *desc)
{
	if (!b->extra)
		return;
	if (*b->extra_length == 0)
		*b->extra = desc;
	*b->extra_length += desc[0];
}

static void add(struct builder *b, enum walk_kind kind, const uint8_t *desc,
		const struct descriptor_walk *walk)
{
	switch (kind) {
	case WALK_CONFIGURATION:
		add_configuration(b, desc, walk);
		return;
	case WALK_INTERFACE:
		add_interface(b, desc);
		return;
	case WALK_ENDPOINT:
		add_endpoint(b, desc);
		return;
	case WALK_ASSOCIATION:
		add_association(b, desc);
		break;
	case WALK_OTHER:
		add_companion(b, desc);
		break;
	case WALK_END:
		return;
	}
	add_extra(b, desc);
}

static void divide(struct builder *b, void *memory, struct counts n)
{
	if (n.configurations == 0)
		return;
	/* The widest alignment comes first, so there is no padding between the arrays. */
	b->cfg = memory;
	b->intf = (struct cusb_interface *)(b->cfg + n.configurations);
	b->ep = (struct cusb_endpoint *)(b->intf + n.altsettings);
	b->association = (struct cusb_interface_association *)(b->ep + n.endpoints);
}

size_t descriptor_build_tree(struct cusb_device *dev, void *memory, const uint8_t *bytes,
			     size_t length)
{
	struct groups groups;
	struct builder b = {.dev = dev, .groups = &groups};
	const uint8_t *desc;
	enum walk_kind kind;
	struct descriptor_walk walk;

	divide(&b, memory, count(bytes, length));
	dev->configurations = b.cfg;
	dev->configuration_count = 0;
	walk_start(&walk, bytes, length);
	while ((kind = walk_next(&walk, &desc)) != WALK_END)
		add(&b, kind, desc, &walk);
	return walk.offset;
}
