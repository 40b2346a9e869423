/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/answer.h"
#include "core/device_match.h"
#include "core/error.h"
#include "core/log.h"
#include "descriptor/match.h"

#define TEXT_SIZE 384 /* the longest string descriptor, as UTF-8 */

static const enum cusb_field device_others[] = {
	CUSB_FIELD_bus,		  CUSB_FIELD_address,	   CUSB_FIELD_port_number,
	CUSB_FIELD_speed,	  CUSB_FIELD_manufacturer, CUSB_FIELD_product,
	CUSB_FIELD_serial_number, CUSB_FIELD_port_numbers, CUSB_FIELD_name,
	CUSB_FIELD_custom_device, CUSB_FIELD_backend,	   CUSB_FIELD_END,
};

/* A string or a custom match must not be NULL. */
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

int device_match_check(const struct cusb_match *match)
{
	for (const struct cusb_match *pair = match; pair && pair->field != CUSB_FIELD_END; pair++)
		if (lacks_value(pair) || !match_allows(device_fields, device_others, pair->field))
			return refuse(
				-EINVAL,
				"field %d of enum cusb_field is NULL, or devices do not have it",
				pair->field);
	return backend_check(device_match_backend(match));
}

struct cusb_backend *device_match_backend(const struct cusb_match *match)
{
	const struct cusb_match *named = match_find(match, CUSB_FIELD_backend);

	return backend_or_default(named ? named->is.backend : NULL);
}

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

/* Compares a pair that names the place; true for any other pair. */
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

static bool place_matches(const struct cusb_device *dev, const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!place_holds(dev, match))
			return false;
	return true;
}

/* -1: the pair names no string. */
static int string_of(const struct cusb_match *pair)
{
	switch (pair->field) {
	case CUSB_FIELD_manufacturer:
		return CUSB_MANUFACTURER;
	case CUSB_FIELD_product:
		return CUSB_PRODUCT;
	case CUSB_FIELD_serial_number:
		return CUSB_SERIAL_NUMBER;
	default:
		return -1;
	}
}

/*
 * `length` is the result of reading the text. An error that is not a shortage counts as no match.
 */
static int text_is(const struct cusb_backend *backend, ssize_t length, const char *text,
		   const char *wanted)
{
	length = answer_text(backend, "string", length, text, TEXT_SIZE);
	if (length < 0)
		return is_shortage((int)length) ? (int)length : 0;
	return strcmp(text, wanted) == 0;
}

/* Compares all strings of the match before there is a device; 1 when the backend cannot tell. */
static int strings_match(struct cusb_backend *backend, const struct cusb_candidate *candidate,
			 const struct cusb_match *match)
{
	char text[TEXT_SIZE];
	int holds = 1;

	if (!backend->candidate_string)
		return 1;
	for (; holds > 0 && match && match->field != CUSB_FIELD_END; match++) {
		int which = string_of(match);

		if (which >= 0)
			holds = text_is(backend,
					backend->candidate_string(backend, candidate, which, text,
								  sizeof text),
					text, match->is.string);
	}
	return holds;
}

static int string_is(struct device *dev, enum cusb_device_string which, const char *wanted)
{
	struct cusb_backend *backend = dev->backend;
	char text[TEXT_SIZE];

	if (backend->candidate_string)
		return 1; /* asked before */
	if (!backend->string)
		return 0;
	return text_is(backend, backend->string(backend, &dev->public, which, text, sizeof text),
		       text, wanted);
}

static int speed_is(struct device *dev, unsigned long wanted)
{
	int speed = cusb_device_speed(&dev->public);

	if (speed < 0)
		return is_shortage(speed) ? speed : 0;
	return (unsigned long)speed == wanted;
}

/* Compares a pair that needs the device object; 1 for any other pair. */
static int attribute_holds(struct device *dev, const struct cusb_match *pair)
{
	int which = string_of(pair);

	if (which >= 0)
		return string_is(dev, which, pair->is.string);
	if (pair->field == CUSB_FIELD_address)
		return dev->public.address == pair->is.number;
	return pair->field == CUSB_FIELD_speed ? speed_is(dev, pair->is.number) : 1;
}

static int attributes_match(struct device *dev, const struct cusb_match *match)
{
	int holds = 1;

	for (; holds > 0 && match && match->field != CUSB_FIELD_END; match++)
		holds = attribute_holds(dev, match);
	return holds;
}

static int custom_matches(struct device *dev, const struct cusb_match *match)
{
	void *user = match_user(match);
	int verdict = 1;

	for (; verdict > 0 && match && match->field != CUSB_FIELD_END; match++)
		if (match->field == CUSB_FIELD_custom_device)
			verdict = match->is.custom_device(&dev->public, user);
	return verdict;
}

/* Compares all pairs that need no device object, and then makes the device. */
static int candidate_match(struct cusb_backend *backend, const struct cusb_candidate *candidate,
			   const struct cusb_match *match, struct device **dev)
{
	struct cusb_device summary;
	int err = device_summarize(candidate, &summary);
	int holds;

	if (err < 0)
		return err;
	if (!match_fields(device_fields, &summary, match) || !place_matches(&summary, match))
		return 0;
	holds = strings_match(backend, candidate, match);
	if (holds <= 0)
		return holds;
	err = device_new(backend, candidate, &summary, dev);
	return err < 0 ? err : 1;
}

int device_match(struct cusb_backend *backend, const struct cusb_candidate *candidate,
		 const struct cusb_match *match, struct device **out, bool *custom)
{
	struct device *dev;
	int holds = candidate_match(backend, candidate, match, &dev);

	*custom = false;
	if (holds <= 0)
		return holds;
	holds = attributes_match(dev, match);
	if (holds > 0) {
		holds = custom_matches(dev, match);
		*custom = holds < 0;
	}
	if (holds > 0)
		*out = dev;
	else
		cusb_device_free(&dev->public);
	return holds > 0 ? 1 : holds;
}
