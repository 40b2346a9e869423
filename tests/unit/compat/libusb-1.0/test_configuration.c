/* SPDX-License-Identifier: MIT */
/* Configurations of any bytes, as the original sees them. */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/configuration.h"
#include "unit.h"

#define CONFIG(interfaces)	  9, 2, 0xff, 0xff, interfaces, 1, 4, 0x80, 50
#define INTERFACE(number, alt, n) 9, 4, number, alt, n, 0xff, 1, 2, 5
#define ENDPOINT(address)	  7, 5, address, 2, 0x00, 0x02, 3
#define AUDIO_ENDPOINT(address)	  9, 5, address, 1, 0x40, 0x00, 4, 6, 7
#define ASSOCIATION(first, count) 8, 11, first, count, 1, 2, 3, 4
#define OTHER			  3, 0x24, 0xee
#define COMPANION		  6, 0x30, 1, 2, 3, 4
#define DEVICE(configurations)                                                                     \
	18, 1, 0, 2, 0, 0, 0, 64, 0xfe, 0xff, 1, 0, 0, 1, 1, 2, 3, configurations

#define BYTES(...)                                                                                 \
	(struct bytes)                                                                             \
	{                                                                                          \
		(const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})             \
	}

static struct libusb_config_descriptor *config;

static void begin(void)
{
	config = NULL;
}

static void end(void)
{
	libusb_free_config_descriptor(config);
}

FIXTURE(begin, end)

static void expect_extra(const unsigned char *extra, int length, struct bytes wanted)
{
	ck_assert_int_eq(length, (int)wanted.length);
	ck_assert_mem_eq(extra, wanted.data, wanted.length);
}

CASE(fields_are_those_of_the_bytes)
{
	const struct libusb_interface_descriptor *setting;

	ck_assert_int_eq(parse_configuration(BYTES(CONFIG(1), INTERFACE(0, 0, 2), ENDPOINT(0x81),
						   AUDIO_ENDPOINT(0x02)),
					     &config),
			 0);
	ck_assert_int_eq(config->bLength, 9);
	ck_assert_int_eq(config->wTotalLength, 0xffff);
	ck_assert_int_eq(config->bNumInterfaces, 1);
	ck_assert_int_eq(config->bConfigurationValue, 1);
	ck_assert_int_eq(config->iConfiguration, 4);
	ck_assert_int_eq(config->MaxPower, 50);
	ck_assert_ptr_null(config->extra);
	ck_assert_int_eq(config->interface->num_altsetting, 1);
	setting = config->interface->altsetting;
	ck_assert_int_eq(setting->bInterfaceClass, 0xff);
	ck_assert_int_eq(setting->iInterface, 5);
	ck_assert_int_eq(setting->bNumEndpoints, 2);
	ck_assert_int_eq(setting->endpoint[0].wMaxPacketSize, 512);
	ck_assert_int_eq(setting->endpoint[0].bInterval, 3);
	ck_assert_int_eq(setting->endpoint[0].bRefresh, 0);
	ck_assert_int_eq(setting->endpoint[1].bRefresh, 6);
	ck_assert_int_eq(setting->endpoint[1].bSynchAddress, 7);
}

CASE(other_descriptors_belong_to_the_one_before_them)
{
	const struct libusb_interface_descriptor *setting;

	ck_assert_int_eq(parse_configuration(BYTES(CONFIG(1), OTHER, INTERFACE(0, 0, 1), OTHER,
						   ASSOCIATION(0, 1), ENDPOINT(0x81), COMPANION),
					     &config),
			 0);
	expect_extra(config->extra, config->extra_length, BYTES(OTHER));
	setting = config->interface->altsetting;
	expect_extra(setting->extra, setting->extra_length, BYTES(OTHER, ASSOCIATION(0, 1)));
	expect_extra(setting->endpoint->extra, setting->endpoint->extra_length, BYTES(COMPANION));
}

CASE(settings_that_follow_each_other_are_one_interface)
{
	ck_assert_int_eq(
		parse_configuration(BYTES(CONFIG(3), INTERFACE(0, 0, 0), INTERFACE(0, 1, 0),
					  INTERFACE(1, 0, 0), INTERFACE(0, 2, 0)),
				    &config),
		0);
	ck_assert_int_eq(config->bNumInterfaces, 3);
	ck_assert_int_eq(config->interface[0].num_altsetting, 2);
	ck_assert_int_eq(config->interface[0].altsetting[1].bAlternateSetting, 1);
	ck_assert_int_eq(config->interface[2].altsetting[0].bAlternateSetting, 2);
}

CASE(counts_are_lowered_to_what_is_there)
{
	ck_assert_int_eq(
		parse_configuration(BYTES(CONFIG(4), INTERFACE(0, 0, 3), ENDPOINT(1)), &config), 0);
	ck_assert_int_eq(config->bNumInterfaces, 1);
	ck_assert_int_eq(config->interface->altsetting->bNumEndpoints, 1);
}

CASE(interfaces_above_the_count_are_left_out)
{
	ck_assert_int_eq(parse_configuration(
				 BYTES(CONFIG(1), INTERFACE(0, 0, 0), INTERFACE(1, 0, 0)), &config),
			 0);
	ck_assert_int_eq(config->bNumInterfaces, 1);
}

CASE(without_interfaces_the_pointers_are_null)
{
	ck_assert_int_eq(parse_configuration(BYTES(CONFIG(0)), &config), 0);
	ck_assert_ptr_null(config->interface);
	libusb_free_config_descriptor(config);
	ck_assert_int_eq(parse_configuration(BYTES(CONFIG(1), INTERFACE(0, 0, 0)), &config), 0);
	ck_assert_ptr_null(config->interface->altsetting->endpoint);
}

CASE(last_descriptor_that_is_cut_short_ends_the_list)
{
	ck_assert_int_eq(
		parse_configuration(
			BYTES(CONFIG(1), INTERFACE(0, 0, 2), ENDPOINT(0x81), 7, 5, 0x82), &config),
		0);
	ck_assert_int_eq(config->interface->altsetting->bNumEndpoints, 1);
	libusb_free_config_descriptor(config);
	ck_assert_int_eq(
		parse_configuration(BYTES(CONFIG(1), INTERFACE(0, 0, 0), 5, 0x24), &config), 0);
	ck_assert_int_eq(config->interface->altsetting->extra_length, 0);
}

static const struct {
	const char *what;
	struct bytes bytes;
} malformed[] = {
	{"empty", {(const uint8_t *)"", 0}},
	{"header too short", {(const uint8_t[]){8, 2, 0, 0, 0, 1, 0, 0, 0}, 9}},
	{"another type", {(const uint8_t[]){9, 4, 0, 0, 0, 1, 0, 0, 0}, 9}},
	{"header cut short", {(const uint8_t[]){12, 2, 0, 0, 0, 1, 0, 0, 0}, 9}},
	{"33 interfaces", {(const uint8_t[]){CONFIG(33)}, 9}},
	{"33 endpoints", {(const uint8_t[]){CONFIG(1), INTERFACE(0, 0, 33)}, 18}},
	{"length 1 in the configuration", {(const uint8_t[]){CONFIG(1), 1, 0x24}, 11}},
	{"length 0 behind an interface",
	 {(const uint8_t[]){CONFIG(1), INTERFACE(0, 0, 0), 0, 0x24}, 20}},
	{"length 1 behind an endpoint",
	 {(const uint8_t[]){CONFIG(1), INTERFACE(0, 0, 1), ENDPOINT(1), 1, 0x24}, 27}},
	{"short interface", {(const uint8_t[]){CONFIG(1), 8, 4, 0, 0, 0, 0, 0, 0}, 17}},
	{"short endpoint",
	 {(const uint8_t[]){CONFIG(1), INTERFACE(0, 0, 1), 6, 5, 1, 2, 0, 2}, 24}},
};

CASE_PER_ROW(malformed_configuration_is_an_error, malformed)
{
	ck_assert_msg(parse_configuration(malformed[_i].bytes, &config) == LIBUSB_ERROR_IO, "%s",
		      malformed[_i].what);
	ck_assert_ptr_null(config);
}

/* The exact memory, so that tools see each byte that is read behind it. */
static void parse_copy(const uint8_t *bytes, size_t length)
{
	struct libusb_config_descriptor *made;
	uint8_t *copy = malloc(length);

	memcpy(copy, bytes, length);
	if (parse_configuration((struct bytes){copy, length}, &made) == 0)
		libusb_free_config_descriptor(made);
	free(copy);
}

CASE_PER_NUMBER(any_length_and_any_byte_are_handled, 0, 51)
{
	uint8_t bytes[] = {CONFIG(2),	      OTHER,	 INTERFACE(0, 0, 1),
			   ENDPOINT(0x81),    COMPANION, ASSOCIATION(1, 1),
			   INTERFACE(1, 0, 0)};

	ck_assert_uint_eq(sizeof bytes, 51);
	for (int value = 0; value < 256; value++) {
		bytes[_i] = (uint8_t)value;
		for (size_t length = 1; length <= sizeof bytes; length++)
			parse_copy(bytes, length);
	}
}

/* ---- the configurations of a device ---------------------------------------------------------- */

CASE(configuration_ends_where_the_next_one_begins)
{
	struct bytes device = BYTES(DEVICE(2), CONFIG(1), INTERFACE(0, 0, 0), CONFIG(1),
				    INTERFACE(0, 0, 0), OTHER);

	ck_assert(configurations_are_whole(device));
	ck_assert_uint_eq(configuration_at(device, 0).length, 18);
	ck_assert_uint_eq(configuration_at(device, 1).length, 21);
	ck_assert_uint_eq(configuration_at(device, 2).length, 0);
}

CASE(device_without_configurations_is_whole)
{
	ck_assert(configurations_are_whole(BYTES(DEVICE(0))));
	ck_assert_uint_eq(configuration_at(BYTES(DEVICE(0)), 0).length, 0);
}

CASE(device_whose_configurations_are_malformed_is_not_whole)
{
	ck_assert(!configurations_are_whole(BYTES(18, 1, 0)));
	ck_assert(!configurations_are_whole(BYTES(DEVICE(9), CONFIG(0))));
	ck_assert(!configurations_are_whole(BYTES(DEVICE(1))));
	ck_assert(!configurations_are_whole(BYTES(DEVICE(2), CONFIG(0))));
	ck_assert(!configurations_are_whole(BYTES(DEVICE(2), CONFIG(0), 1, 4, CONFIG(0))));
	ck_assert(!configurations_are_whole(BYTES(DEVICE(2), CONFIG(0), 40, 4, CONFIG(0))));
}

/* ---- interface associations ------------------------------------------------------------------ */

CASE(associations_are_in_their_order)
{
	struct libusb_interface_association_descriptor_array *array;

	ck_assert_int_eq(parse_associations(BYTES(CONFIG(2), ASSOCIATION(0, 2), INTERFACE(0, 0, 0),
						  ASSOCIATION(2, 1)),
					    &array),
			 0);
	ck_assert_int_eq(array->length, 2);
	ck_assert_int_eq(array->iad[0].bInterfaceCount, 2);
	ck_assert_int_eq(array->iad[1].bFirstInterface, 2);
	ck_assert_int_eq(array->iad[1].iFunction, 4);
	libusb_free_interface_association_descriptors(array);
}

CASE(no_association_is_an_empty_array)
{
	struct libusb_interface_association_descriptor_array *array;

	ck_assert_int_eq(parse_associations(BYTES(CONFIG(0)), &array), 0);
	ck_assert_int_eq(array->length, 0);
	ck_assert_ptr_null(array->iad);
	libusb_free_interface_association_descriptors(array);
}

CASE(malformed_associations_are_an_error)
{
	struct libusb_interface_association_descriptor_array *array;

	ck_assert_int_eq(parse_associations(BYTES(CONFIG(0), 1, 11), &array), LIBUSB_ERROR_IO);
	ck_assert_int_eq(parse_associations(BYTES(CONFIG(0), 8, 11, 0), &array), LIBUSB_ERROR_IO);
	ck_assert_int_eq(parse_associations(BYTES(CONFIG(0), 4, 11, 0, 1), &array),
			 LIBUSB_ERROR_IO);
}

/* ---- the companion --------------------------------------------------------------------------- */

CASE(companion_is_found_behind_others)
{
	static const unsigned char extra[] = {OTHER, COMPANION};
	struct libusb_endpoint_descriptor endpoint = {.extra = extra, .extra_length = sizeof extra};
	struct libusb_ss_endpoint_companion_descriptor *companion;

	ck_assert_int_eq(libusb_get_ss_endpoint_companion_descriptor(NULL, &endpoint, &companion),
			 0);
	ck_assert_int_eq(companion->bMaxBurst, 1);
	ck_assert_int_eq(companion->bmAttributes, 2);
	ck_assert_int_eq(companion->wBytesPerInterval, 0x0403);
	libusb_free_ss_endpoint_companion_descriptor(companion);
	endpoint.extra_length = 3;
	ck_assert_int_eq(libusb_get_ss_endpoint_companion_descriptor(NULL, &endpoint, &companion),
			 LIBUSB_ERROR_NOT_FOUND);
	endpoint.extra_length = 8;
	ck_assert_int_eq(libusb_get_ss_endpoint_companion_descriptor(NULL, &endpoint, &companion),
			 LIBUSB_ERROR_IO);
}
