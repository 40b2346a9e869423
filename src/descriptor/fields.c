/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "fields.h"

/* clang-format off */
#define ROW(type, name) \
	{CUSB_FIELD_##name, #name, offsetof(struct type, name), sizeof(((struct type *)0)->name)}

const struct field device_fields[] = {
	ROW(cusb_device, bLength),
	ROW(cusb_device, bDescriptorType),
	ROW(cusb_device, bcdUSB),
	ROW(cusb_device, bDeviceClass),
	ROW(cusb_device, bDeviceSubClass),
	ROW(cusb_device, bDeviceProtocol),
	ROW(cusb_device, bMaxPacketSize0),
	ROW(cusb_device, idVendor),
	ROW(cusb_device, idProduct),
	ROW(cusb_device, bcdDevice),
	ROW(cusb_device, iManufacturer),
	ROW(cusb_device, iProduct),
	ROW(cusb_device, iSerialNumber),
	ROW(cusb_device, bNumConfigurations),
	{CUSB_FIELD_END, NULL, 0, 0},
};

const struct field configuration_fields[] = {
	ROW(cusb_configuration, bLength),
	ROW(cusb_configuration, bDescriptorType),
	ROW(cusb_configuration, wTotalLength),
	ROW(cusb_configuration, bNumInterfaces),
	ROW(cusb_configuration, bConfigurationValue),
	ROW(cusb_configuration, iConfiguration),
	ROW(cusb_configuration, bmAttributes),
	ROW(cusb_configuration, bMaxPower),
	{CUSB_FIELD_END, NULL, 0, 0},
};

const struct field interface_fields[] = {
	ROW(cusb_interface, bLength),
	ROW(cusb_interface, bDescriptorType),
	ROW(cusb_interface, bInterfaceNumber),
	ROW(cusb_interface, bAlternateSetting),
	ROW(cusb_interface, bNumEndpoints),
	ROW(cusb_interface, bInterfaceClass),
	ROW(cusb_interface, bInterfaceSubClass),
	ROW(cusb_interface, bInterfaceProtocol),
	ROW(cusb_interface, iInterface),
	{CUSB_FIELD_END, NULL, 0, 0},
};

const struct field endpoint_fields[] = {
	ROW(cusb_endpoint, bLength),
	ROW(cusb_endpoint, bDescriptorType),
	ROW(cusb_endpoint, bEndpointAddress),
	ROW(cusb_endpoint, bmAttributes),
	ROW(cusb_endpoint, wMaxPacketSize),
	ROW(cusb_endpoint, bInterval),
	ROW(cusb_endpoint, bRefresh),
	ROW(cusb_endpoint, bSynchAddress),
	{CUSB_FIELD_END, NULL, 0, 0},
};
/* clang-format on */

const struct field *field_find(const struct field *table, enum cusb_field id)
{
	for (; table->id != CUSB_FIELD_END; table++)
		if (table->id == id)
			return table;
	return NULL;
}

unsigned int field_value(const struct field *field, const void *descriptor)
{
	const uint8_t *at = (const uint8_t *)descriptor + field->offset;

	return field->size == 1 ? *at : *(const uint16_t *)(const void *)at;
}
