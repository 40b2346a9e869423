/* SPDX-License-Identifier: MIT */
/*
 * Descriptors, built from the values of their fields.
 *
 * USB 2.0 9.6, USB 3.2 9.6: bMaxPower counts 2 mA, or 8 mA at SuperSpeed; a companion follows each
 * endpoint of a SuperSpeed device.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/log.h>
#include <cusb/virtual.h>

#include "core/reserved.h"
#include "virtual/device/descriptor_bytes.h"
#include "virtual/device/utf16.h"

#define STRINGS_MAX 255

struct cusb_virtual_builder {
	int err;	 /* the first */
	const char *why; /* its reason; NULL: no memory */
	bool built;
	enum cusb_speed speed;
	uint8_t *bytes;
	size_t length, room;
	size_t configuration, interface; /* the offsets of the last ones; 0: none yet */
	uint8_t numbers[256 / 8];	 /* interface numbers of the configuration */
	char *strings[STRINGS_MAX + 1];	 /* [0] is index 1 */
};

static const uint16_t langids[] = {0x0409, 0};
static const uint8_t super_speed_bos[] = {SUPER_SPEED_BOS};

/* Keeps an error if it is the first. */
static void fail(struct cusb_virtual_builder *builder, int err, const char *why)
{
	if (builder->err)
		return;
	builder->err = err;
	builder->why = why;
}

/* The first error, with its line. */
static int refuse(const struct cusb_virtual_builder *builder)
{
	if (!builder->why)
		return cusb_refuse(builder->err, NULL);
	return cusb_refuse(builder->err, "%s", builder->why);
}

/* Whether `what` can be added. After an error nothing can. `known`: its reserved members are 0. */
static bool may_add(struct cusb_virtual_builder *builder, const void *what, bool known)
{
	if (!builder)
		return false;
	/* Models that were built use the array, so it must not change. */
	if (builder->built)
		fail(builder, -EINVAL, "something was added after cusb_virtual_build()");
	else if (!what)
		fail(builder, -EINVAL, "NULL was added");
	else if (!known)
		fail(builder, -EINVAL, "a reserved member is not 0");
	return !builder->err;
}

static int make_room(struct cusb_virtual_builder *builder, size_t length)
{
	size_t room = builder->room ? builder->room : 128;
	uint8_t *bytes;

	while (room - builder->length < length)
		room *= 2;
	if (room == builder->room)
		return 0;
	bytes = realloc(builder->bytes, room);
	if (!bytes)
		return -ENOMEM;
	builder->bytes = bytes;
	builder->room = room;
	return 0;
}

/* Adds bytes to the end, and to wTotalLength. */
static void append(struct cusb_virtual_builder *builder, const uint8_t *bytes, size_t length)
{
	size_t total = builder->configuration ? builder->length - builder->configuration : 0;
	int err = length > 0xffff - total ? -EMSGSIZE : make_room(builder, length);

	if (err) {
		fail(builder, err, err == -EMSGSIZE ? "a configuration has 64 KiB or more" : NULL);
		return;
	}
	if (length)
		memcpy(builder->bytes + builder->length, bytes, length);
	builder->length += length;
	total += length;
	if (builder->configuration) {
		builder->bytes[builder->configuration + 2] = (uint8_t)total;
		builder->bytes[builder->configuration + 3] = (uint8_t)(total >> 8);
	}
}

#define APPEND(builder, ...)                                                                       \
	append(builder, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* Adds one to the byte at `field`. */
static void count(struct cusb_virtual_builder *builder, size_t field)
{
	if (builder->bytes[field] == 0xff)
		fail(builder, -EINVAL, "more than 255 configurations, interfaces or endpoints");
	else
		builder->bytes[field]++;
}

uint8_t cusb_virtual_add_string(struct cusb_virtual_builder *builder, const char *string)
{
	size_t i = 0;

	if (!string || !*string || !may_add(builder, string, true))
		return 0;
	while (builder->strings[i] && strcmp(builder->strings[i], string) != 0)
		i++;
	if (builder->strings[i])
		return (uint8_t)(i + 1);
	if (i == STRINGS_MAX)
		fail(builder, -EINVAL, "more than 255 strings");
	else if (!string_fits(string))
		fail(builder, -EINVAL, "a string has more than 126 UTF-16 units");
	else
		builder->strings[i] = strdup(string);
	if (!builder->strings[i])
		fail(builder, -ENOMEM, NULL);
	return builder->strings[i] ? (uint8_t)(i + 1) : 0;
}

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
	uint16_t bcdUSB = identity->bcdUSB ? identity->bcdUSB : usual_version(builder->speed);
	uint8_t size = identity->bMaxPacketSize0;
	uint8_t manufacturer = cusb_virtual_add_string(builder, identity->manufacturer);
	uint8_t product = cusb_virtual_add_string(builder, identity->product);
	uint8_t serial_number = cusb_virtual_add_string(builder, identity->serial_number);

	APPEND(builder,
	       DEVICE_DESCRIPTOR(bcdUSB, identity->bDeviceClass, identity->bDeviceSubClass,
				 identity->bDeviceProtocol,
				 size ? size : usual_packet_size(builder->speed),
				 identity->idVendor, identity->idProduct, identity->bcdDevice,
				 manufacturer, product, serial_number, 0));
}

int cusb_virtual_builder_new(const struct cusb_virtual_identity *identity,
			     struct cusb_virtual_builder **result)
{
	struct cusb_virtual_builder *builder;
	int err;

	if (!identity || (unsigned int)identity->speed > CUSB_SPEED_SUPER_PLUS_X2)
		return cusb_refuse(-EINVAL, "the identity is NULL, or its speed is unknown");
	if (!RESERVED_IS_ZERO(identity))
		return cusb_refuse(-EINVAL, "the reserved members of the identity are not 0");
	builder = calloc(1, sizeof *builder);
	if (!builder)
		return cusb_refuse(-ENOMEM, NULL);
	builder->speed = identity->speed ? identity->speed : CUSB_SPEED_HIGH;
	add_device(builder, identity);
	err = builder->err ? refuse(builder) : 0;
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

/* bConfigurationValue of the next configuration; 0: all are taken. */
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
	uint8_t value, string;

	if (!may_add(builder, configuration, configuration && RESERVED_IS_ZERO(configuration)))
		return;
	unit = is_super(builder) ? 8 : 2;
	power = configuration->max_power_ma ? configuration->max_power_ma : 100;
	power = (power + unit - 1) / unit;
	value = configuration->bConfigurationValue;
	if (!value)
		value = next_value(builder);
	string = cusb_virtual_add_string(builder, configuration->string);
	if (power > 0xff)
		fail(builder, -EINVAL, "max_power_ma does not fit into bMaxPower");
	if (!value)
		fail(builder, -EINVAL, "no bConfigurationValue is left");
	count(builder, 17);
	builder->configuration = 0; /* nothing is added to the last one any more */
	APPEND(builder, CONFIGURATION(CUSB_CONFIG_DESC_SIZE, 0, value, string,
				      configuration->bmAttributes, (uint8_t)power));
	builder->configuration = builder->length - CUSB_CONFIG_DESC_SIZE;
	builder->interface = 0;
	memset(builder->numbers, 0, sizeof builder->numbers);
}

/* Whether the configuration had an interface of that number; from now on it has. */
static bool has_number(struct cusb_virtual_builder *builder, uint8_t number)
{
	uint8_t *numbers = &builder->numbers[number / 8], before = *numbers;

	*numbers |= (uint8_t)(1U << number % 8);
	return *numbers == before;
}

void cusb_virtual_add_interface(struct cusb_virtual_builder *builder,
				const struct cusb_virtual_interface *interface)
{
	if (!may_add(builder, interface, interface && RESERVED_IS_ZERO(interface)))
		return;
	if (!builder->configuration) {
		fail(builder, -EINVAL, "an interface was added before a configuration");
		return;
	}
	if (!has_number(builder, interface->bInterfaceNumber))
		count(builder, builder->configuration + 4);
	builder->interface = builder->length;
	APPEND(builder,
	       INTERFACE_DESCRIPTOR(interface->bInterfaceNumber, interface->bAlternateSetting, 0,
				    interface->bInterfaceClass, interface->bInterfaceSubClass,
				    interface->bInterfaceProtocol,
				    cusb_virtual_add_string(builder, interface->string)));
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
		fail(builder, -EINVAL, "wBytesPerInterval would be above 65535");
	APPEND(builder,
	       COMPANION(endpoint->bMaxBurst, endpoint->companion_attributes, (uint16_t)bytes));
}

void cusb_virtual_add_endpoint(struct cusb_virtual_builder *builder,
			       const struct cusb_virtual_endpoint *endpoint)
{
	if (!may_add(builder, endpoint, endpoint && RESERVED_IS_ZERO(endpoint)))
		return;
	if (!builder->interface) {
		fail(builder, -EINVAL, "an endpoint was added before an interface");
		return;
	}
	if (endpoint->bEndpointAddress & 0x70 || !(endpoint->bEndpointAddress & 0x0f)) {
		fail(builder, -EINVAL, "bEndpointAddress is not an endpoint address");
		return;
	}
	count(builder, builder->interface + 4);
	APPEND(builder, ENDPOINT(endpoint->bEndpointAddress, endpoint->bmAttributes,
				 endpoint->wMaxPacketSize, endpoint->bInterval));
	if (is_super(builder))
		add_companion(builder, endpoint);
}

void cusb_virtual_add_bytes(struct cusb_virtual_builder *builder, const uint8_t *bytes,
			    size_t length)
{
	if (!may_add(builder, bytes, true))
		return;
	if (builder->configuration)
		append(builder, bytes, length);
	else
		fail(builder, -EINVAL, "bytes were added before a configuration");
}

int cusb_virtual_build(struct cusb_virtual_builder *builder, struct cusb_virtual_model *model)
{
	if (!builder || !model)
		return cusb_refuse(-EINVAL, "the builder or the model is NULL");
	if (builder->err)
		return refuse(builder);
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
