/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "fields.h"
#include "parse.h"

/* clang-format off */
/*
 * The rows of each struct, FIELD(struct, member, format, least bLength); OTHER is a field that
 * cannot be matched. The names are in lists of their own, because a program that only finds devices
 * needs none.
 */
#define DEVICE(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	FIELD(of, bcdUSB,              VERSION,             0) \
	FIELD(of, bDeviceClass,        DEVICE_CLASS,        0) \
	FIELD(of, bDeviceSubClass,     NUMBER,              0) \
	FIELD(of, bDeviceProtocol,     NUMBER,              0) \
	FIELD(of, bMaxPacketSize0,     PACKET_SIZE_0,       0) \
	FIELD(of, idVendor,            ID,                  0) \
	FIELD(of, idProduct,           ID,                  0) \
	FIELD(of, bcdDevice,           VERSION,             0) \
	FIELD(of, iManufacturer,       DEVICE_STRING,       0) \
	FIELD(of, iProduct,            DEVICE_STRING,       0) \
	FIELD(of, iSerialNumber,       DEVICE_STRING,       0) \
	FIELD(of, bNumConfigurations,  CONFIGURATION_COUNT, 0)

#define CONFIGURATION(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	FIELD(of, wTotalLength,        TOTAL_LENGTH,        0) \
	FIELD(of, bNumInterfaces,      INTERFACE_COUNT,     0) \
	FIELD(of, bConfigurationValue, NUMBER,              0) \
	FIELD(of, iConfiguration,      STRING,              0) \
	FIELD(of, bmAttributes,        POWER_SOURCE,        0) \
	FIELD(of, bMaxPower,           POWER,               0)

#define ASSOCIATION(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	OTHER(of, bFirstInterface,     NUMBER,              0) \
	OTHER(of, bInterfaceCount,     NUMBER,              0) \
	OTHER(of, bFunctionClass,      CLASS,               0) \
	OTHER(of, bFunctionSubClass,   NUMBER,              0) \
	OTHER(of, bFunctionProtocol,   NUMBER,              0) \
	OTHER(of, iFunction,           STRING,              0)

#define INTERFACE(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	FIELD(of, bInterfaceNumber,    NUMBER,              0) \
	FIELD(of, bAlternateSetting,   NUMBER,              0) \
	FIELD(of, bNumEndpoints,       ENDPOINT_COUNT,      0) \
	FIELD(of, bInterfaceClass,     CLASS,               0) \
	FIELD(of, bInterfaceSubClass,  NUMBER,              0) \
	FIELD(of, bInterfaceProtocol,  NUMBER,              0) \
	FIELD(of, iInterface,          STRING,              0)

#define ENDPOINT(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	FIELD(of, bEndpointAddress,    ENDPOINT_ADDRESS,    0) \
	FIELD(of, bmAttributes,        TRANSFER_TYPE,       0) \
	FIELD(of, wMaxPacketSize,      PACKET_SIZE,         0) \
	FIELD(of, bInterval,           NUMBER,              0) \
	FIELD(of, bRefresh,            NUMBER,              CUSB_ENDPOINT_AUDIO_DESC_SIZE) \
	FIELD(of, bSynchAddress,       NUMBER,              CUSB_ENDPOINT_AUDIO_DESC_SIZE)

#define COMPANION(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	OTHER(of, bMaxBurst,           BURST,               0) \
	OTHER(of, bmAttributes,        STREAMS,             0) \
	OTHER(of, wBytesPerInterval,   BYTES,               0)

#define BOS(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	OTHER(of, wTotalLength,        BYTES,               0) \
	OTHER(of, bNumDeviceCaps,      NUMBER,              0)

#define CAPABILITY(FIELD, OTHER, of) \
	FIELD(of, bLength,             BYTES,               0) \
	FIELD(of, bDescriptorType,     TYPE,                0) \
	OTHER(of, bDevCapabilityType,  NUMBER,              0)

#define ROW(id, of, name, format, least) \
	{id, offsetof(struct of, name), sizeof(((struct of *)0)->name), FIELD_##format, least},
#define FIELD_ROW(of, name, format, least) ROW(CUSB_FIELD_##name, of, name, format, least)
#define OTHER_ROW(of, name, format, least) ROW(CUSB_FIELD_END, of, name, format, least)
#define NAME(of, name, format, least)      #name,
#define TABLE(table, ROWS, of) \
	const struct field table##_fields[] = {ROWS(FIELD_ROW, OTHER_ROW, of) {0, 0, 0, 0, 0}}; \
	static const char *const table##_names[] = {ROWS(NAME, NAME, of)};

TABLE(device, DEVICE, cusb_device)
TABLE(configuration, CONFIGURATION, cusb_configuration)
TABLE(association, ASSOCIATION, cusb_interface_association)
TABLE(interface, INTERFACE, cusb_interface)
TABLE(endpoint, ENDPOINT, cusb_endpoint)
TABLE(companion, COMPANION, cusb_ss_endpoint_companion)
TABLE(bos, BOS, cusb_bos)
TABLE(capability, CAPABILITY, cusb_device_capability)

static const struct descriptor_kind kinds[] = {
	{CUSB_DESC_TYPE_DEVICE, "Device", device_fields, device_names},
	{CUSB_DESC_TYPE_CONFIG, "Configuration", configuration_fields, configuration_names},
	{CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, "Interface Association", association_fields, association_names},
	{CUSB_DESC_TYPE_INTERFACE, "Interface", interface_fields, interface_names},
	{CUSB_DESC_TYPE_ENDPOINT, "Endpoint", endpoint_fields, endpoint_names},
	{CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION, "SuperSpeed Endpoint Companion", companion_fields, companion_names},
	{CUSB_DESC_TYPE_BOS, "Binary Object Store", bos_fields, bos_names},
	{CUSB_DESC_TYPE_DEVICE_CAPABILITY, "Device Capability", capability_fields, capability_names},
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

	for (; table->size; table++) {
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
	for (; table->size; table++)
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
