/* SPDX-License-Identifier: MIT */
/*
 * Descriptors put together from what they say.
 *
 * USB 2.0 9.6, USB 3.2 9.6: bMaxPower counts 2 mA, or 8 mA at super speed; each endpoint of a super
 * speed device is followed by its companion.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/build/builder.h"
#include "virtual/device/descriptor_bytes.h"

static const uint16_t langids[] = {0x0409, 0};
static const uint8_t super_speed_bos[] = {SUPER_SPEED_BOS};

static bool is_super(const struct cusb_virtual_builder *builder)
{
	return builder->speed >= CUSB_SPEED_SUPER;
}

static uint16_t usual_version(enum cusb_speed speed)
{
	return speed >= CUSB_SPEED_SUPER ? 0x0320 : speed == CUSB_SPEED_HIGH ? 0x0200 : 0x0110;
}

static uint8_t usual_packet_size(enum cusb_speed speed)
{
	return speed >= CUSB_SPEED_SUPER ? 9 : speed == CUSB_SPEED_LOW ? 8 : 64;
}

static void add_device(struct cusb_virtual_builder *builder,
		       const struct cusb_virtual_identity *identity)
{
	uint16_t version = identity->bcdUSB ? identity->bcdUSB : usual_version(builder->speed);
	uint8_t size = identity->bMaxPacketSize0;
	const uint8_t desc[CUSB_DEVICE_DESC_SIZE] = {
		CUSB_DEVICE_DESC_SIZE,
		CUSB_DESC_TYPE_DEVICE,
		LE16(version),
		identity->bDeviceClass,
		identity->bDeviceSubClass,
		identity->bDeviceProtocol,
		size ? size : usual_packet_size(builder->speed),
		LE16(identity->idVendor),
		LE16(identity->idProduct),
		LE16(identity->bcdDevice),
		cusb_virtual_add_string(builder, identity->manufacturer),
		cusb_virtual_add_string(builder, identity->product),
		cusb_virtual_add_string(builder, identity->serial_number),
	};

	builder_append(builder, desc, sizeof desc);
}

int cusb_virtual_builder_new(const struct cusb_virtual_identity *identity,
			     struct cusb_virtual_builder **result)
{
	struct cusb_virtual_builder *builder;
	int err;

	if (!identity || (unsigned int)identity->speed > CUSB_SPEED_SUPER_PLUS_X2)
		return -EINVAL;
	builder = calloc(1, sizeof *builder);
	if (!builder)
		return -ENOMEM;
	builder->speed = identity->speed ? identity->speed : CUSB_SPEED_HIGH;
	add_device(builder, identity);
	err = builder->err;
	if (err)
		cusb_virtual_builder_free(builder);
	else
		*result = builder;
	return err;
}

void cusb_virtual_builder_free(struct cusb_virtual_builder *builder)
{
	if (!builder)
		return;
	for (size_t i = 0; builder->strings[i]; i++)
		free(builder->strings[i]);
	free(builder->bytes);
	free(builder);
}

/* bConfigurationValue of the next one; 0: all are taken. */
static uint8_t next_value(const struct cusb_virtual_builder *builder)
{
	if (!builder->configuration)
		return 1;
	return (uint8_t)(builder->bytes[builder->configuration + 5] + 1);
}

void cusb_virtual_add_configuration(struct cusb_virtual_builder *builder,
				    const struct cusb_virtual_configuration *configuration)
{
	unsigned int unit, power;
	uint8_t desc[CUSB_CONFIG_DESC_SIZE] = {CUSB_CONFIG_DESC_SIZE, CUSB_DESC_TYPE_CONFIG,
					       CUSB_CONFIG_DESC_SIZE};

	if (!builder_may_add(builder, configuration))
		return;
	unit = is_super(builder) ? 8 : 2;
	power = configuration->max_power_ma ? configuration->max_power_ma : 100;
	power = (power + unit - 1) / unit;
	desc[5] = configuration->bConfigurationValue;
	if (!desc[5])
		desc[5] = next_value(builder);
	desc[6] = cusb_virtual_add_string(builder, configuration->string);
	desc[7] = configuration->bmAttributes | 0x80;
	desc[8] = (uint8_t)power;
	if (power > 0xff || !desc[5])
		builder_fail(builder, -EINVAL);
	builder_count(builder, 17);
	builder->configuration = 0; /* the last one does not grow any more */
	builder_append(builder, desc, sizeof desc);
	builder->configuration = builder->length - sizeof desc;
	builder->interface = 0;
	memset(builder->numbers, 0, sizeof builder->numbers);
}

void cusb_virtual_add_interface(struct cusb_virtual_builder *builder,
				const struct cusb_virtual_interface *interface)
{
	uint8_t number, bit;

	if (!builder_may_add(builder, interface))
		return;
	if (!builder->configuration) {
		builder_fail(builder, -EINVAL);
		return;
	}
	number = interface->bInterfaceNumber;
	bit = (uint8_t)(1U << number % 8);
	if (!(builder->numbers[number / 8] & bit))
		builder_count(builder, builder->configuration + 4);
	builder->numbers[number / 8] |= bit;
	builder->interface = builder->length;
	builder_append(builder,
		       (const uint8_t[CUSB_INTERFACE_DESC_SIZE]){
			       CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, number,
			       interface->bAlternateSetting, 0, interface->bInterfaceClass,
			       interface->bInterfaceSubClass, interface->bInterfaceProtocol,
			       cusb_virtual_add_string(builder, interface->string)},
		       CUSB_INTERFACE_DESC_SIZE);
}

static bool is_periodic(const struct cusb_virtual_endpoint *endpoint)
{
	return endpoint->bmAttributes & 1;
}

/* USB 3.2 9.6.7: bits 1..0 of an isochronous endpoint's bmAttributes are its Mult. */
static uint32_t most_in_interval(const struct cusb_virtual_endpoint *endpoint)
{
	uint32_t bytes = endpoint->wMaxPacketSize * (endpoint->bMaxBurst + UINT32_C(1));

	if ((endpoint->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO)
		bytes *= 1 + (endpoint->companion_attributes & 3U);
	return bytes;
}

static void add_companion(struct cusb_virtual_builder *builder,
			  const struct cusb_virtual_endpoint *endpoint)
{
	uint32_t bytes = endpoint->wBytesPerInterval;

	if (!bytes && is_periodic(endpoint))
		bytes = most_in_interval(endpoint);
	if (bytes > 0xffff)
		builder_fail(builder, -EINVAL);
	builder_append(
		builder,
		(const uint8_t[]){COMPANION(endpoint->bMaxBurst, endpoint->companion_attributes,
					    (uint16_t)bytes)},
		CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE);
}

void cusb_virtual_add_endpoint(struct cusb_virtual_builder *builder,
			       const struct cusb_virtual_endpoint *endpoint)
{
	if (!builder_may_add(builder, endpoint))
		return;
	if (!builder->interface || endpoint->bEndpointAddress & 0x70 ||
	    !(endpoint->bEndpointAddress & 0x0f)) {
		builder_fail(builder, -EINVAL);
		return;
	}
	builder_count(builder, builder->interface + 4);
	builder_append(
		builder,
		(const uint8_t[]){ENDPOINT(endpoint->bEndpointAddress, endpoint->bmAttributes,
					   endpoint->wMaxPacketSize, endpoint->bInterval)},
		CUSB_ENDPOINT_DESC_SIZE);
	if (is_super(builder))
		add_companion(builder, endpoint);
}

void cusb_virtual_add_bytes(struct cusb_virtual_builder *builder, const uint8_t *bytes,
			    size_t length)
{
	if (!builder_may_add(builder, bytes))
		return;
	if (builder->configuration)
		builder_append(builder, bytes, length);
	else
		builder_fail(builder, -EINVAL);
}

int cusb_virtual_build(struct cusb_virtual_builder *builder, struct cusb_virtual_model *model)
{
	if (!builder || !model)
		return -EINVAL;
	if (builder->err)
		return builder->err;
	builder->built = true;
	model->speed = builder->speed;
	model->descriptors = builder->bytes;
	model->descriptors_length = builder->length;
	model->bos = is_super(builder) ? super_speed_bos : NULL;
	model->bos_length = is_super(builder) ? sizeof super_speed_bos : 0;
	model->langids = builder->strings[0] ? langids : NULL;
	model->strings = builder->strings[0] ? (const char *const *)builder->strings : NULL;
	return 0;
}
