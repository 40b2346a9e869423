/* SPDX-License-Identifier: MIT */
/*
 * Searching. What the device descriptor and the place tell is compared first, on the stack; only a
 * device that passes becomes an object, and is then asked for what costs more.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/error.h>
#include <cusb/usbfs.h>

#include "core/device.h"
#include "core/log.h"
#include "descriptor/match.h"
#include "descriptor/parse.h"

#define TEXT_SIZE 384 /* the longest string descriptor, as UTF-8 */

static const enum cusb_field device_others[] = {
	CUSB_FIELD_bus,		  CUSB_FIELD_address,	   CUSB_FIELD_port_number,
	CUSB_FIELD_speed,	  CUSB_FIELD_manufacturer, CUSB_FIELD_product,
	CUSB_FIELD_serial_number, CUSB_FIELD_port_numbers, CUSB_FIELD_name,
	CUSB_FIELD_custom_device, CUSB_FIELD_backend,	   CUSB_FIELD_END,
};

static _Atomic(struct cusb_backend *) default_backend; /* NULL: the native one */

struct search {
	struct cusb_backend *backend;
	const struct cusb_match *match;
	size_t limit;		   /* stop after so many */
	struct cusb_device **list; /* ended by NULL */
	size_t count;
};

static unsigned int port_number(const struct cusb_device *dev)
{
	return dev->port_count ? dev->port_numbers[dev->port_count - 1] : 0;
}

/* "2.3", as sysfs has it in devpath; a root hub has "0". */
static bool port_path_is(const struct cusb_device *dev, const char *wanted)
{
	char path[CUSB_PORT_NUMBERS_MAX * 4 + 1] = "0";
	size_t length = 0;

	for (size_t i = 0; i < dev->port_count; i++)
		length += (size_t)snprintf(path + length, sizeof path - length, i ? ".%u" : "%u",
					   (unsigned int)dev->port_numbers[i]);
	return strcmp(path, wanted) == 0;
}

/* One pair that names the place; true for any other pair. */
static bool place_holds(const struct cusb_device *dev, const struct cusb_match *pair)
{
	switch (pair->field) {
	case CUSB_FIELD_bus:
		return dev->bus == pair->is.number;
	case CUSB_FIELD_port_number:
		return port_number(dev) == pair->is.number;
	case CUSB_FIELD_port_numbers:
		return port_path_is(dev, pair->is.string);
	case CUSB_FIELD_name:
		return strcmp(dev->name, pair->is.string) == 0;
	default:
		return true;
	}
}

static bool text_is(struct device *dev, enum cusb_device_string which, const char *wanted)
{
	char text[TEXT_SIZE];

	return dev->backend->string &&
	       dev->backend->string(dev->backend, &dev->public, which, text, sizeof text) >= 0 &&
	       strcmp(text, wanted) == 0;
}

static bool speed_is(struct device *dev, unsigned long wanted)
{
	int speed = cusb_speed(&dev->public);

	return speed >= 0 && (unsigned long)speed == wanted;
}

/* One pair that costs a look at the device's attributes; true for any other pair. */
static bool attribute_holds(struct device *dev, const struct cusb_match *pair)
{
	switch (pair->field) {
	case CUSB_FIELD_address:
		return dev->public.address == pair->is.number;
	case CUSB_FIELD_speed:
		return speed_is(dev, pair->is.number);
	case CUSB_FIELD_manufacturer:
		return text_is(dev, CUSB_MANUFACTURER, pair->is.string);
	case CUSB_FIELD_product:
		return text_is(dev, CUSB_PRODUCT, pair->is.string);
	case CUSB_FIELD_serial_number:
		return text_is(dev, CUSB_SERIAL_NUMBER, pair->is.string);
	default:
		return true;
	}
}

static bool place_matches(const struct cusb_device *dev, const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!place_holds(dev, match))
			return false;
	return true;
}

static bool attributes_match(struct device *dev, const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!attribute_holds(dev, match))
			return false;
	return true;
}

static int custom_matches(struct device *dev, const struct cusb_match *match)
{
	void *user = match_user(match);

	for (; match && match->field != CUSB_FIELD_END; match++) {
		if (match->field == CUSB_FIELD_custom_device) {
			int verdict = match->is.custom_device(&dev->public, user);

			if (verdict <= 0)
				return verdict;
		}
	}
	return 1;
}

static int append(struct search *search, struct device *dev)
{
	size_t room = (search->count + 2) * sizeof *search->list;
	struct cusb_device **list = realloc(search->list, room);

	if (!list)
		return -ENOMEM;
	list[search->count++] = &dev->public;
	list[search->count] = NULL;
	search->list = list;
	return 0;
}

/* Takes the device if all that remains to be asked holds. 1: enough found. */
static int consider(struct search *search, struct device *dev)
{
	int verdict = attributes_match(dev, search->match) ? custom_matches(dev, search->match) : 0;

	if (verdict > 0)
		verdict = append(search, dev) < 0 ? -ENOMEM : 1;
	if (verdict <= 0) {
		cusb_device_free(&dev->public);
		return verdict;
	}
	return search->count == search->limit;
}

/* Device descriptor and place, without the tree. */
static int summarize(const struct cusb_candidate *candidate, struct cusb_device *summary)
{
	*summary = (struct cusb_device){.bus = candidate->bus,
					.port_count = candidate->port_count,
					.name = candidate->name};
	memcpy(summary->port_numbers, candidate->port_numbers, sizeof summary->port_numbers);
	if (candidate->port_count > CUSB_PORT_NUMBERS_MAX)
		return -EBADMSG;
	return descriptor_parse_device(summary, candidate->descriptors,
				       candidate->descriptors_length);
}

static int visit(const struct cusb_candidate *candidate, void *user)
{
	struct search *search = user;
	struct cusb_device summary;
	struct device *dev;
	int err = summarize(candidate, &summary);

	if (err == 0) {
		if (!match_fields(device_fields, &summary, search->match) ||
		    !place_matches(&summary, search->match))
			return 0;
		err = device_new(search->backend, candidate, &summary, &dev);
	}
	if (err == -ENOMEM)
		return err;
	if (err < 0) {
		log_line(CUSB_LOG_WARNING, "%s: passed over: %s", candidate->name,
			 cusb_strerror(err));
		return 0;
	}
	return consider(search, dev);
}

void cusb_set_default_backend(struct cusb_backend *backend)
{
	atomic_store(&default_backend, backend);
}

static struct cusb_backend *choose_backend(const struct cusb_match *match)
{
	const struct cusb_match *named = match_find(match, CUSB_FIELD_backend);
	struct cusb_backend *chosen = named ? named->is.backend : NULL;

	if (!chosen)
		chosen = atomic_load(&default_backend);
	return chosen ? chosen : cusb_usbfs_default();
}

/* A string or a custom match that is NULL cannot be asked for. */
static bool lacks_value(const struct cusb_match *pair)
{
	switch (pair->field) {
	case CUSB_FIELD_manufacturer:
	case CUSB_FIELD_product:
	case CUSB_FIELD_serial_number:
	case CUSB_FIELD_port_numbers:
	case CUSB_FIELD_name:
		return !pair->is.string;
	case CUSB_FIELD_custom_device:
		return !pair->is.custom_device;
	default:
		return false;
	}
}

static int check(const struct cusb_match *match)
{
	int err = match_check(device_fields, device_others, match);

	for (; err == 0 && match && match->field != CUSB_FIELD_END; match++)
		if (lacks_value(match))
			err = -EINVAL;
	return err;
}

static int search_run(struct search *search)
{
	int err = check(search->match);

	if (err < 0)
		return err;
	search->backend = choose_backend(search->match);
	if (!search->backend->enumerate)
		return -ENOSYS;
	/* The list is there even when nothing goes into it. */
	search->list = calloc(1, sizeof *search->list);
	if (!search->list)
		return -ENOMEM;
	err = search->backend->enumerate(search->backend, visit, search);
	if (err < 0)
		cusb_free_list(search->list);
	return err < 0 ? err : 0;
}

int cusb_find(const struct cusb_match *match, struct cusb_device **dev)
{
	struct search search = {.match = match, .limit = 1};
	int err = search_run(&search);

	if (err < 0)
		return err;
	err = search.count ? 0 : -ENODEV;
	if (err == 0)
		*dev = search.list[0];
	free(search.list);
	return err;
}

ssize_t cusb_find_all(const struct cusb_match *match, struct cusb_device ***list)
{
	struct search search = {.match = match, .limit = SIZE_MAX};
	int err = search_run(&search);

	if (err < 0)
		return err;
	*list = search.list;
	return (ssize_t)search.count;
}

void cusb_free_list(struct cusb_device **list)
{
	if (!list)
		return;
	for (struct cusb_device **dev = list; *dev; dev++)
		cusb_device_free(*dev);
	free(list);
}

/* The hub whose path is this device's without the last port. */
static int is_parent(struct cusb_device *candidate, void *user)
{
	const struct cusb_device *child = user;

	return candidate->port_count + 1 == child->port_count &&
	       memcmp(candidate->port_numbers, child->port_numbers, candidate->port_count) == 0;
}

int cusb_parent(struct cusb_device *dev, struct cusb_device **parent)
{
	if (dev->port_count == 0)
		return -ENODEV;
	return cusb_find(CUSB_MATCH(backend, device_of(dev)->backend, bus, dev->bus, custom_device,
				    is_parent, user, dev),
			 parent);
}
