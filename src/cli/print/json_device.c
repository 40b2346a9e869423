/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "json_device.h"

static void port_numbers(struct json *json, const struct cusb_device *dev)
{
	json_array_begin(json, "port_numbers");
	for (size_t i = 0; i < dev->port_count; i++)
		json_number(json, NULL, dev->port_numbers[i]);
	json_array_end(json);
}

void json_device_fields(struct json *json, struct cusb_device *dev)
{
	json_string(json, "name", dev->name);
	JSON_FIELD(json, dev, bus);
	JSON_FIELD(json, dev, address);
	port_numbers(json, dev);
	json_decimal(json, "speed", device_speed(dev));
	JSON_FIELD(json, dev, bLength);
	JSON_FIELD(json, dev, bDescriptorType);
	JSON_FIELD(json, dev, bcdUSB);
	JSON_FIELD(json, dev, bDeviceClass);
	JSON_FIELD(json, dev, bDeviceSubClass);
	JSON_FIELD(json, dev, bDeviceProtocol);
	JSON_FIELD(json, dev, bMaxPacketSize0);
	JSON_FIELD(json, dev, idVendor);
	JSON_FIELD(json, dev, idProduct);
	JSON_FIELD(json, dev, bcdDevice);
	JSON_FIELD(json, dev, iManufacturer);
	JSON_FIELD(json, dev, iProduct);
	JSON_FIELD(json, dev, iSerialNumber);
	JSON_FIELD(json, dev, bNumConfigurations);
}

void json_device_strings(struct json *json, const struct cli_bus *bus,
			 const struct cusb_device *dev)
{
	static const struct {
		const char *key;
		enum cusb_device_string which;
	} strings[] = {{"manufacturer", CUSB_MANUFACTURER},
		       {"product", CUSB_PRODUCT},
		       {"serial_number", CUSB_SERIAL_NUMBER}};

	for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		char text[CUSB_STRING_SIZE + 1];

		device_string(bus, dev, strings[i].which, text, sizeof text);
		json_string(json, strings[i].key, text[0] ? text : NULL);
	}
}
