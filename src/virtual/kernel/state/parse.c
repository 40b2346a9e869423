/* SPDX-License-Identifier: MIT */
/*
 * The interfaces and endpoints that the kernel keeps of a device's descriptors.
 *
 * Kernel facts (config.c of 6.1): a configuration has at most 32 interfaces. A setting has at most
 * as many endpoints as its bNumEndpoints. If a setting comes twice, the second is skipped with all
 * its endpoints. The endpoints behind an interface descriptor that is too short are skipped, too.
 * An endpoint is skipped if another interface, in any setting, or the same setting has its address
 * already. A control endpoint takes the addresses of both directions.
 */
#include <errno.h>
#include <stdlib.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/state/device.h"

#define INTERFACES_MAX 32
#define ENDPOINTS_MAX  30

/* A configuration while it is parsed. */
struct parse {
	struct usb *dev;
	const uint8_t *config, *end;
	uint8_t numbers[INTERFACES_MAX]; /* of its interfaces */
	unsigned int count;
	const uint8_t *setting; /* the last interface descriptor; NULL: skipped */
	unsigned int room;	/* for endpoints in that setting */
};

static void keep(const struct parse *parse, const uint8_t *desc)
{
	parse->dev->kept[desc - parse->dev->device->model->descriptors] = true;
}

static bool has_number(struct parse *parse, uint8_t number)
{
	for (unsigned int i = 0; i < parse->count; i++)
		if (parse->numbers[i] == number)
			return true;
	if (parse->count == INTERFACES_MAX)
		return false;
	parse->numbers[parse->count++] = number;
	return true;
}

static bool is_second_setting(const struct parse *parse, const uint8_t *setting)
{
	for (const uint8_t *desc = parse->config; desc < setting; desc += desc[0])
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE && kernel_keeps(parse->dev, desc) &&
		    desc[2] == setting[2] && desc[3] == setting[3])
			return true;
	return false;
}

static void parse_interface(struct parse *parse, const uint8_t *desc)
{
	parse->setting = NULL;
	if (!is_interface_descriptor(desc) || !has_number(parse, desc[2]) ||
	    is_second_setting(parse, desc))
		return;
	keep(parse, desc);
	parse->setting = desc;
	parse->room = desc[4] < ENDPOINTS_MAX ? desc[4] : ENDPOINTS_MAX;
}

static bool is_control(const uint8_t *endpoint)
{
	return (endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_CTRL;
}

static bool collide(const uint8_t *a, const uint8_t *b)
{
	return a[2] == b[2] || ((is_control(a) || is_control(b)) && !((a[2] ^ b[2]) & 0x0f));
}

static bool is_duplicate(const struct parse *parse, const uint8_t *endpoint)
{
	const uint8_t *own = parse->setting, *setting = NULL;

	for (const uint8_t *desc = parse->config; desc < endpoint; desc += desc[0]) {
		if (!kernel_keeps(parse->dev, desc))
			continue;
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE)
			setting = desc;
		else if ((setting[2] != own[2] || setting[3] == own[3]) && collide(desc, endpoint))
			return true;
	}
	return false;
}

static void parse_endpoint(struct parse *parse, const uint8_t *desc)
{
	if (!parse->setting || parse->room == 0 || desc[2] & 0x70 || !(desc[2] & 0x0f) ||
	    is_duplicate(parse, desc))
		return;
	keep(parse, desc);
	parse->room--;
}

static void parse_configuration(struct usb *dev, const uint8_t *config, size_t length)
{
	struct parse parse = {.dev = dev, .config = config, .end = config + length};

	for (const uint8_t *desc = config; desc < parse.end; desc += desc[0]) {
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE)
			parse_interface(&parse, desc);
		else if (is_endpoint_descriptor(desc))
			parse_endpoint(&parse, desc);
	}
}

int kernel_parse(struct usb *dev)
{
	size_t length = dev->device->model->descriptors_length;
	const uint8_t *config;

	dev->kept = calloc(length, sizeof *dev->kept);
	if (!dev->kept)
		return -ENOMEM;
	for (unsigned int i = 0; i < dev->descriptor[17]; i++) {
		config = kernel_verified(dev, i, &length);
		parse_configuration(dev, config, length);
	}
	return 0;
}
