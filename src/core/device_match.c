/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "core/device_match.h"
#include "descriptor/match.h"

#define TEXT_SIZE 384 /* the longest string descriptor, as UTF-8 */

static const enum cusb_field device_others[] = {
	CUSB_FIELD_bus,		  CUSB_FIELD_address,	   CUSB_FIELD_port_number,
	CUSB_FIELD_speed,	  CUSB_FIELD_manufacturer, CUSB_FIELD_product,
	CUSB_FIELD_serial_number, CUSB_FIELD_port_numbers, CUSB_FIELD_name,
	CUSB_FIELD_custom_device, CUSB_FIELD_backend,	   CUSB_FIELD_END,
};

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

int matching_check(const struct cusb_match *match)
{
	const struct cusb_match *pair = match;
	int err = match_check(device_fields, device_others, match);

	for (; err == 0 && pair && pair->field != CUSB_FIELD_END; pair++)
		if (lacks_value(pair))
			err = -EINVAL;
	return err < 0 ? err : backend_check(matching_backend(match));
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

static bool place_matches(const struct cusb_device *dev, const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!place_holds(dev, match))
			return false;
	return true;
}

int matching_candidate(struct cusb_backend *backend, const struct cusb_candidate *candidate,
		       const struct cusb_match *match, struct device **dev)
{
	struct cusb_device summary;
	int err = device_summarize(candidate, &summary);

	if (err < 0)
		return err;
	if (!match_fields(device_fields, &summary, match) || !place_matches(&summary, match))
		return 0;
	err = device_new(backend, candidate, &summary, dev);
	return err < 0 ? err : 1;
}

static int text_is(struct device *dev, enum cusb_device_string which, const char *wanted)
{
	char text[TEXT_SIZE];
	ssize_t length;

	if (!dev->backend->string)
		return 0;
	length = dev->backend->string(dev->backend, &dev->public, which, text, sizeof text);
	if (length < 0)
		return is_shortage((int)length) ? (int)length : 0;
	return strcmp(text, wanted) == 0;
}

static int speed_is(struct device *dev, unsigned long wanted)
{
	int speed = cusb_speed(&dev->public);

	if (speed < 0)
		return is_shortage(speed) ? speed : 0;
	return (unsigned long)speed == wanted;
}

/* One pair that costs a look at the device's attributes; 1 for any other pair. */
static int attribute_holds(struct device *dev, const struct cusb_match *pair)
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
		return 1;
	}
}

int matching_attributes(struct device *dev, const struct cusb_match *match)
{
	int holds = 1;

	for (; holds > 0 && match && match->field != CUSB_FIELD_END; match++)
		holds = attribute_holds(dev, match);
	return holds;
}

int matching_custom(struct device *dev, const struct cusb_match *match)
{
	void *user = match_user(match);
	int verdict = 1;

	for (; verdict > 0 && match && match->field != CUSB_FIELD_END; match++)
		if (match->field == CUSB_FIELD_custom_device)
			verdict = match->is.custom_device(&dev->public, user);
	return verdict;
}
