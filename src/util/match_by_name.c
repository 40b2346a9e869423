/* SPDX-License-Identifier: MIT */
/* A match whose fields are named at run time. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/match.h>

#include "core/error.h"
#include "core/log.h"
#include "match_by_name.h"

enum kind { NUMBER, STRING, CUSTOM, POINTER };

struct named_field {
	const char *name;
	enum cusb_field id;
	enum kind kind;
};

#define FIELD(name, kind)                                                                          \
	{                                                                                          \
#name, CUSB_FIELD_##name, kind                                                     \
	}

static const struct named_field named_fields[] = {
	FIELD(bcdUSB, NUMBER),
	FIELD(bDeviceClass, NUMBER),
	FIELD(bDeviceSubClass, NUMBER),
	FIELD(bDeviceProtocol, NUMBER),
	FIELD(bMaxPacketSize0, NUMBER),
	FIELD(idVendor, NUMBER),
	FIELD(idProduct, NUMBER),
	FIELD(bcdDevice, NUMBER),
	FIELD(iManufacturer, NUMBER),
	FIELD(iProduct, NUMBER),
	FIELD(iSerialNumber, NUMBER),
	FIELD(bNumConfigurations, NUMBER),
	FIELD(bus, NUMBER),
	FIELD(address, NUMBER),
	FIELD(port_number, NUMBER),
	FIELD(speed, NUMBER),
	FIELD(wTotalLength, NUMBER),
	FIELD(bNumInterfaces, NUMBER),
	FIELD(bConfigurationValue, NUMBER),
	FIELD(iConfiguration, NUMBER),
	FIELD(bMaxPower, NUMBER),
	FIELD(bInterfaceNumber, NUMBER),
	FIELD(bAlternateSetting, NUMBER),
	FIELD(bNumEndpoints, NUMBER),
	FIELD(bInterfaceClass, NUMBER),
	FIELD(bInterfaceSubClass, NUMBER),
	FIELD(bInterfaceProtocol, NUMBER),
	FIELD(iInterface, NUMBER),
	FIELD(bEndpointAddress, NUMBER),
	FIELD(wMaxPacketSize, NUMBER),
	FIELD(bInterval, NUMBER),
	FIELD(bRefresh, NUMBER),
	FIELD(bSynchAddress, NUMBER),
	FIELD(direction, NUMBER),
	FIELD(transfer_type, NUMBER),
	FIELD(bLength, NUMBER),
	FIELD(bDescriptorType, NUMBER),
	FIELD(bmAttributes, NUMBER),
	FIELD(manufacturer, STRING),
	FIELD(product, STRING),
	FIELD(serial_number, STRING),
	FIELD(port_numbers, STRING),
	FIELD(name, STRING),
	FIELD(custom_device, CUSTOM),
	FIELD(custom_configuration, CUSTOM),
	FIELD(custom_interface, CUSTOM),
	FIELD(custom_endpoint, CUSTOM),
	FIELD(user, POINTER),
	FIELD(backend, POINTER),
};

#define FIELDS (sizeof named_fields / sizeof named_fields[0])

/* NULL, with a line in the log: there is none. */
static const struct named_field *find_field(const char *name, enum kind kind)
{
	static const char *const kinds[] = {"number", "string", "custom match", "pointer"};

	for (size_t i = 0; name && i < FIELDS; i++)
		if (named_fields[i].kind == kind && strcmp(named_fields[i].name, name) == 0)
			return &named_fields[i];
	refuse(-EINVAL, "there is no %s field named %s", kinds[kind], name ? name : "NULL");
	return NULL;
}

static int refuse_null(const struct named_field *named)
{
	return refuse(-EINVAL, "the value of field %s is NULL", named->name);
}

const char *match_field_name(enum cusb_field id)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (named_fields[i].id == id)
			return named_fields[i].name;
	return "unknown";
}

static bool is_string(enum cusb_field id)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (named_fields[i].id == id)
			return named_fields[i].kind == STRING;
	return false;
}

/* The pair of the field, or the one after the last pair: there is room for each field once. */
static struct cusb_match *pair_of(struct cusb_match *match, enum cusb_field id)
{
	while (match->field != CUSB_FIELD_END && match->field != id)
		match++;
	return match;
}

int cusb_match_new(struct cusb_match **match)
{
	struct cusb_match *made = calloc(FIELDS + 1, sizeof *made);

	error_forget();
	if (!made)
		return -ENOMEM;
	*match = made;
	return 0;
}

void cusb_match_free(struct cusb_match *match)
{
	for (struct cusb_match *pair = match; pair && pair->field != CUSB_FIELD_END; pair++)
		if (is_string(pair->field))
			free((void *)(uintptr_t)pair->is.string);
	free(match);
}

int cusb_match_set_number(struct cusb_match *match, const char *field, unsigned long value)
{
	const struct named_field *named = find_field(field, NUMBER);
	struct cusb_match *pair;

	if (!named)
		return -EINVAL;
	pair = pair_of(match, named->id);
	pair->field = named->id;
	pair->is.number = value;
	return 0;
}

int cusb_match_set_string(struct cusb_match *match, const char *field, const char *value)
{
	const struct named_field *named = find_field(field, STRING);
	struct cusb_match *pair;
	char *copy;

	if (!named)
		return -EINVAL;
	if (!value)
		return refuse_null(named);
	error_forget();
	copy = malloc(strlen(value) + 1);
	if (!copy)
		return -ENOMEM;
	strcpy(copy, value);
	pair = pair_of(match, named->id);
	if (pair->field == named->id)
		free((void *)(uintptr_t)pair->is.string);
	pair->field = named->id;
	pair->is.string = copy;
	return 0;
}

static void set_function(struct cusb_match *pair, void (*function)(void))
{
	switch (pair->field) {
	case CUSB_FIELD_custom_device:
		pair->is.custom_device = (cusb_device_match_fn)function;
		break;
	case CUSB_FIELD_custom_configuration:
		pair->is.custom_configuration = (cusb_configuration_match_fn)function;
		break;
	case CUSB_FIELD_custom_interface:
		pair->is.custom_interface = (cusb_interface_match_fn)function;
		break;
	default:
		pair->is.custom_endpoint = (cusb_endpoint_match_fn)function;
	}
}

int cusb_match_set_custom(struct cusb_match *match, const char *field, void (*function)(void))
{
	const struct named_field *named = find_field(field, CUSTOM);
	struct cusb_match *pair;

	if (!named)
		return -EINVAL;
	if (!function)
		return refuse_null(named);
	pair = pair_of(match, named->id);
	pair->field = named->id;
	set_function(pair, function);
	return 0;
}

int cusb_match_set_pointer(struct cusb_match *match, const char *field, void *value)
{
	const struct named_field *named = find_field(field, POINTER);
	struct cusb_match *pair;

	if (!named)
		return -EINVAL;
	pair = pair_of(match, named->id);
	pair->field = named->id;
	if (named->id == CUSB_FIELD_backend)
		pair->is.backend = value;
	else
		pair->is.user = value;
	return 0;
}
