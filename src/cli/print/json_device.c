/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "json_device.h"

const char json_device_help[] =
	"A device is an object with name (in sysfs), bus, address, port_numbers (from the\n"
	"root port on), speed (Mbit/s, null: not known), the fields of its device\n"
	"descriptor as numbers under their names in the USB specification (idVendor,\n"
	"bcdUSB), and manufacturer, product, serial_number (text, or null).\n"
	"Later versions may add fields.\n";

static void port_numbers(struct json *json, const struct cusb_device *dev)
{
	json_array_begin(json, "port_numbers");
	for (size_t i = 0; i < dev->port_count; i++)
		json_number(json, NULL, dev->port_numbers[i]);
	json_array_end(json);
}

void json_fields(struct json *json, const void *descriptor)
{
	const char *name;
	unsigned int value;

	for (size_t i = 0; (name = cusb_field_at(descriptor, i, &value)); i++)
		json_number(json, name, value);
}

void json_device_fields(struct json *json, struct cusb_device *dev)
{
	json_string(json, "name", dev->name);
	JSON_FIELD(json, dev, bus);
	JSON_FIELD(json, dev, address);
	port_numbers(json, dev);
	json_decimal(json, "speed", device_speed(dev));
	json_fields(json, dev);
}

void json_device_members(struct json *json, const struct cli_bus *bus, struct cusb_device *dev)
{
	static const struct {
		const char *key;
		enum cusb_device_string which;
	} strings[] = {{"manufacturer", CUSB_MANUFACTURER},
		       {"product", CUSB_PRODUCT},
		       {"serial_number", CUSB_SERIAL_NUMBER}};

	json_device_fields(json, dev);
	for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		char text[CUSB_STRING_SIZE + 1];

		device_string(bus, dev, strings[i].which, text, sizeof text);
		json_string(json, strings[i].key, text[0] ? text : NULL);
	}
}

void json_device(struct json *json, const struct cli_bus *bus, struct cusb_device *dev)
{
	json_object_begin(json, NULL);
	json_device_members(json, bus, dev);
	json_object_end(json);
}
