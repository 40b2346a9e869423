/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "fields.h"
#include "parse.h"

/* clang-format off */
#define ROW(id, type, name, format, least) \
	{#name, id, offsetof(struct type, name), sizeof(((struct type *)0)->name), FIELD_##format, least}

#define FIELD(type, name, format)      ROW(CUSB_FIELD_##name, type, name, format, 0)
#define AUDIO_FIELD(type, name)        ROW(CUSB_FIELD_##name, type, name, NUMBER, CUSB_ENDPOINT_AUDIO_DESC_SIZE)
#define UNMATCHED(type, name, format)  ROW(CUSB_FIELD_END, type, name, format, 0)
#define HEADER(type)                   FIELD(type, bLength, BYTES), FIELD(type, bDescriptorType, TYPE)
#define END                            {NULL, CUSB_FIELD_END, 0, 0, FIELD_NUMBER, 0}

const struct field device_fields[] = {
	HEADER(cusb_device),
	FIELD(cusb_device, bcdUSB, VERSION),
	FIELD(cusb_device, bDeviceClass, DEVICE_CLASS),
	FIELD(cusb_device, bDeviceSubClass, NUMBER),
	FIELD(cusb_device, bDeviceProtocol, NUMBER),
	FIELD(cusb_device, bMaxPacketSize0, BYTES),
	FIELD(cusb_device, idVendor, ID),
	FIELD(cusb_device, idProduct, ID),
	FIELD(cusb_device, bcdDevice, VERSION),
	FIELD(cusb_device, iManufacturer, DEVICE_STRING),
	FIELD(cusb_device, iProduct, DEVICE_STRING),
	FIELD(cusb_device, iSerialNumber, DEVICE_STRING),
	FIELD(cusb_device, bNumConfigurations, CONFIGURATION_COUNT),
	END
};

const struct field configuration_fields[] = {
	HEADER(cusb_configuration),
	FIELD(cusb_configuration, wTotalLength, BYTES),
	FIELD(cusb_configuration, bNumInterfaces, INTERFACE_COUNT),
	FIELD(cusb_configuration, bConfigurationValue, NUMBER),
	FIELD(cusb_configuration, iConfiguration, STRING),
	FIELD(cusb_configuration, bmAttributes, POWER_SOURCE),
	FIELD(cusb_configuration, bMaxPower, POWER),
	END
};

const struct field association_fields[] = {
	HEADER(cusb_interface_association),
	UNMATCHED(cusb_interface_association, bFirstInterface, NUMBER),
	UNMATCHED(cusb_interface_association, bInterfaceCount, NUMBER),
	UNMATCHED(cusb_interface_association, bFunctionClass, CLASS),
	UNMATCHED(cusb_interface_association, bFunctionSubClass, NUMBER),
	UNMATCHED(cusb_interface_association, bFunctionProtocol, NUMBER),
	UNMATCHED(cusb_interface_association, iFunction, STRING),
	END
};

const struct field interface_fields[] = {
	HEADER(cusb_interface),
	FIELD(cusb_interface, bInterfaceNumber, NUMBER),
	FIELD(cusb_interface, bAlternateSetting, NUMBER),
	FIELD(cusb_interface, bNumEndpoints, ENDPOINT_COUNT),
	FIELD(cusb_interface, bInterfaceClass, CLASS),
	FIELD(cusb_interface, bInterfaceSubClass, NUMBER),
	FIELD(cusb_interface, bInterfaceProtocol, NUMBER),
	FIELD(cusb_interface, iInterface, STRING),
	END
};

const struct field endpoint_fields[] = {
	HEADER(cusb_endpoint),
	FIELD(cusb_endpoint, bEndpointAddress, ENDPOINT_ADDRESS),
	FIELD(cusb_endpoint, bmAttributes, TRANSFER_TYPE),
	FIELD(cusb_endpoint, wMaxPacketSize, PACKET_SIZE),
	FIELD(cusb_endpoint, bInterval, NUMBER),
	AUDIO_FIELD(cusb_endpoint, bRefresh),
	AUDIO_FIELD(cusb_endpoint, bSynchAddress),
	END
};

const struct field companion_fields[] = {
	HEADER(cusb_ss_endpoint_companion),
	UNMATCHED(cusb_ss_endpoint_companion, bMaxBurst, BURST),
	UNMATCHED(cusb_ss_endpoint_companion, bmAttributes, STREAMS),
	UNMATCHED(cusb_ss_endpoint_companion, wBytesPerInterval, BYTES),
	END
};

const struct field bos_fields[] = {
	HEADER(cusb_bos),
	UNMATCHED(cusb_bos, wTotalLength, BYTES),
	UNMATCHED(cusb_bos, bNumDeviceCaps, NUMBER),
	END
};

const struct field capability_fields[] = {
	HEADER(cusb_device_capability),
	UNMATCHED(cusb_device_capability, bDevCapabilityType, NUMBER),
	END
};

static const struct descriptor_kind kinds[] = {
	{CUSB_DESC_TYPE_DEVICE, "Device", device_fields},
	{CUSB_DESC_TYPE_CONFIG, "Configuration", configuration_fields},
	{CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, "Interface Association", association_fields},
	{CUSB_DESC_TYPE_INTERFACE, "Interface", interface_fields},
	{CUSB_DESC_TYPE_ENDPOINT, "Endpoint", endpoint_fields},
	{CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION, "SuperSpeed Endpoint Companion", companion_fields},
	{CUSB_DESC_TYPE_BOS, "Binary Object Store", bos_fields},
	{CUSB_DESC_TYPE_DEVICE_CAPABILITY, "Device Capability", capability_fields},
};
/* clang-format on */

const struct descriptor_kind *descriptor_kind_of(unsigned int bDescriptorType)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].type == bDescriptorType)
			return &kinds[i];
	return NULL;
}

void fields_parse(const struct field *table, void *descriptor, const uint8_t *bytes)
{
	const uint8_t *from = bytes;

	for (; table->name; table++) {
		uint8_t *to = (uint8_t *)descriptor + table->offset;

		if (bytes[0] < table->least)
			return;
		if (table->size == 1)
			*to = *from;
		else
			*(uint16_t *)(void *)to = descriptor_le16(from);
		from += table->size;
	}
}

const struct field *field_find(const struct field *table, enum cusb_field id)
{
	for (; table->name; table++)
		if (table->id == id)
			return table;
	return NULL;
}

bool field_is_there(const struct field *field, const void *descriptor)
{
	return *(const uint8_t *)descriptor >= field->least;
}

unsigned int field_value(const struct field *field, const void *descriptor)
{
	const uint8_t *at = (const uint8_t *)descriptor + field->offset;

	return field->size == 1 ? *at : *(const uint16_t *)(const void *)at;
}
