/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/virtual.h>

#include "fail_alloc.h"
#include "unit.h"

static struct cusb_virtual_builder *builder;
static struct cusb_virtual_model model;

static void teardown(void)
{
	cusb_virtual_builder_free(builder);
	builder = NULL;
}

static void begin_as(struct cusb_virtual_identity identity)
{
	teardown();
	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &builder), 0);
}

static void begin(enum cusb_speed speed)
{
	begin_as((struct cusb_virtual_identity){.speed = speed,
						.bDeviceClass = 0xff,
						.bDeviceSubClass = 1,
						.bDeviceProtocol = 2,
						.idVendor = 0xfffe,
						.idProduct = 0x1234,
						.bcdDevice = 0x0102});
}

static void setup(void)
{
	begin(CUSB_SPEED_HIGH);
	memset(&model, 0, sizeof model);
}

static void add_configuration(void)
{
	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){0});
}

static void add_interface(unsigned int number, unsigned int alternate)
{
	cusb_virtual_add_interface(
		builder, &(struct cusb_virtual_interface){.bInterfaceNumber = (uint8_t)number,
							  .bAlternateSetting = (uint8_t)alternate,
							  .bInterfaceClass = 0xff});
}

static void add_endpoint(unsigned int address, unsigned int bmAttributes)
{
	cusb_virtual_add_endpoint(
		builder, &(struct cusb_virtual_endpoint){.bEndpointAddress = (uint8_t)address,
							 .bmAttributes = (uint8_t)bmAttributes,
							 .wMaxPacketSize = 0x0123,
							 .bInterval = 4});
}

static void build(void)
{
	ck_assert_int_eq(cusb_virtual_build(builder, &model), 0);
}

/* The bytes behind the device descriptor. */
static void expect_rest(const uint8_t *bytes, size_t length)
{
	build();
	ck_assert_uint_eq(model.descriptors_length, 18 + length);
	ck_assert_mem_eq(model.descriptors + 18, bytes, length);
}

#define EXPECT_REST(...)                                                                           \
	expect_rest((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* The first interface of a configuration. */
static void add_first_interface(void)
{
	add_configuration();
	add_interface(0, 0);
}

FIXTURE(setup, teardown)

CASE(device_alone_has_a_device_descriptor)
{
	const uint8_t bytes[] = {18,   1,    0x00, 0x02, 0xff, 1, 2, 64, 0xfe,
				 0xff, 0x34, 0x12, 0x02, 0x01, 0, 0, 0,	 0};

	begin(CUSB_SPEED_UNKNOWN);
	build();
	ck_assert_int_eq(model.speed, CUSB_SPEED_HIGH);
	ck_assert_uint_eq(model.descriptors_length, sizeof bytes);
	ck_assert_mem_eq(model.descriptors, bytes, sizeof bytes);
	ck_assert_ptr_null(model.langids);
	ck_assert_ptr_null(model.strings);
	ck_assert_ptr_null(model.bos);
}

static const struct {
	enum cusb_speed speed;
	unsigned int bcdUSB, bMaxPacketSize0;
} usual[] = {
	{CUSB_SPEED_LOW, 0x0110, 8},	    {CUSB_SPEED_FULL, 0x0110, 64},
	{CUSB_SPEED_HIGH, 0x0200, 64},	    {CUSB_SPEED_SUPER, 0x0320, 9},
	{CUSB_SPEED_SUPER_PLUS, 0x0320, 9}, {CUSB_SPEED_SUPER_PLUS_X2, 0x0320, 9},
};

CASE_PER_ROW(speed_gives_the_usual_values, usual)
{
	begin(usual[_i].speed);
	build();
	ck_assert_int_eq(model.speed, usual[_i].speed);
	ck_assert_uint_eq((unsigned int)(model.descriptors[2] | model.descriptors[3] << 8),
			  usual[_i].bcdUSB);
	ck_assert_uint_eq(model.descriptors[7], usual[_i].bMaxPacketSize0);
}

CASE(values_given_are_not_the_usual_ones)
{
	begin_as((struct cusb_virtual_identity){.bcdUSB = 0x0201, .bMaxPacketSize0 = 16});
	build();
	ck_assert_uint_eq(model.descriptors[2], 0x01);
	ck_assert_uint_eq(model.descriptors[7], 16);
}

CASE(lengths_and_counts_come_by_themselves)
{
	add_first_interface();
	add_endpoint(0x81, 2);
	add_interface(0, 1);
	add_interface(3, 0);
	EXPECT_REST(9, 2, 43, 0, 2, 1, 0, 0x80, 50, 9, 4, 0, 0, 1, 0xff, 0, 0, 0, /**/
		    7, 5, 0x81, 2, 0x23, 0x01, 4, 9, 4, 0, 1, 0, 0xff, 0, 0, 0,	  /**/
		    9, 4, 3, 0, 0, 0xff, 0, 0, 0);
	ck_assert_uint_eq(model.descriptors[17], 1);
}

CASE(configurations_are_numbered)
{
	add_configuration();
	cusb_virtual_add_configuration(
		builder,
		&(struct cusb_virtual_configuration){.bConfigurationValue = 7, .max_power_ma = 9});
	add_first_interface();
	EXPECT_REST(9, 2, 9, 0, 0, 1, 0, 0x80, 50, 9, 2, 9, 0, 0, 7, 0, 0x80, 5, /**/
		    9, 2, 18, 0, 1, 8, 0, 0x80, 50, 9, 4, 0, 0, 0, 0xff, 0, 0, 0);
	ck_assert_uint_eq(model.descriptors[17], 3);
}

CASE(super_speed_has_companions_and_a_bos)
{
	begin(CUSB_SPEED_SUPER);
	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){
							.bmAttributes = 0x40, .max_power_ma = 17});
	add_interface(0, 0);
	cusb_virtual_add_endpoint(builder,
				  &(struct cusb_virtual_endpoint){.bEndpointAddress = 0x02,
								  .bmAttributes = 2,
								  .wMaxPacketSize = 1024,
								  .bMaxBurst = 3,
								  .companion_attributes = 4});
	EXPECT_REST(9, 2, 31, 0, 1, 1, 0, 0xc0, 3, 9, 4, 0, 0, 1, 0xff, 0, 0, 0, /**/
		    7, 5, 2, 2, 0, 4, 0, 6, 48, 3, 4, 0, 0);
	ck_assert_uint_eq(model.bos[1], 15);
	ck_assert_uint_eq(model.bos_length, (size_t)(model.bos[2] | model.bos[3] << 8));
}

static const struct {
	const char *what;
	struct cusb_virtual_endpoint endpoint;
	unsigned int bytes;
} intervals[] = {
	{"isochronous: all that fits",
	 {.bmAttributes = 1, .bMaxBurst = 1, .companion_attributes = 2},
	 6144},
	{"interrupt: all that fits", {.bmAttributes = 3}, 1024},
	{"given", {.bmAttributes = 1, .wBytesPerInterval = 100}, 100},
};

CASE_PER_ROW(interval_has_its_bytes, intervals)
{
	struct cusb_virtual_endpoint endpoint = intervals[_i].endpoint;
	const uint8_t *companion;

	begin(CUSB_SPEED_SUPER);
	add_first_interface();
	endpoint.bEndpointAddress = 0x81;
	endpoint.wMaxPacketSize = 1024;
	cusb_virtual_add_endpoint(builder, &endpoint);
	build();
	companion = model.descriptors + 18 + 9 + 9 + 7;
	ck_assert_msg((unsigned int)(companion[4] | companion[5] << 8) == intervals[_i].bytes, "%s",
		      intervals[_i].what);
}

CASE(strings_are_numbered_and_equal_ones_shared)
{
	begin_as((struct cusb_virtual_identity){
		.manufacturer = "Example", .product = "Lamp", .serial_number = "Example"});
	cusb_virtual_add_configuration(builder,
				       &(struct cusb_virtual_configuration){.string = "ζ"});
	cusb_virtual_add_interface(builder, &(struct cusb_virtual_interface){.string = "Lamp"});
	ck_assert_uint_eq(cusb_virtual_add_string(builder, "more"), 4);
	build();
	ck_assert_mem_eq(model.descriptors + 14, "\1\2\1\1", 4);
	ck_assert_uint_eq(model.descriptors[18 + 6], 3);
	ck_assert_uint_eq(model.descriptors[18 + 9 + 8], 2);
	ck_assert_uint_eq(model.langids[0], 0x0409);
	ck_assert_str_eq(model.strings[2], "ζ");
	ck_assert_str_eq(model.strings[3], "more");
	ck_assert_ptr_null(model.strings[4]);
}

CASE(strings_are_copied)
{
	char product[] = "Lamp";

	begin_as((struct cusb_virtual_identity){.product = product});
	product[0] = 'D';
	build();
	ck_assert_str_eq(model.strings[0], "Lamp");
}

CASE(string_that_is_too_long_is_invalid)
{
	char product[128];
	struct cusb_virtual_identity identity = {.product = product};
	struct cusb_virtual_builder *none = NULL;

	memset(product, 'x', 127);
	product[127] = '\0';
	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &none), -EINVAL);
	ck_assert_ptr_null(none);
	product[126] = '\0';
	begin_as(identity);
}

CASE(more_than_255_strings_are_invalid)
{
	char text[8];

	for (unsigned int i = 1; i <= 255; i++) {
		snprintf(text, sizeof text, "%u", i);
		ck_assert_uint_eq(cusb_virtual_add_string(builder, text), i);
	}
	ck_assert_uint_eq(cusb_virtual_add_string(builder, "256"), 0);
	ck_assert_int_eq(cusb_virtual_build(builder, &model), -EINVAL);
}

CASE(other_descriptors_are_kept_as_they_are)
{
	add_first_interface();
	cusb_virtual_add_bytes(builder, (const uint8_t *)"\5\x24\1\2\3", 5);
	add_endpoint(0x01, 3);
	EXPECT_REST(9, 2, 30, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 1, 0xff, 0, 0, 0, /**/
		    5, 0x24, 1, 2, 3, 7, 5, 1, 3, 0x23, 0x01, 4);
}

/* Builds what has been added wrongly; the model stays as it was. */
static void expect_error(int err)
{
	ck_assert_int_eq(cusb_virtual_build(builder, &model), err);
	ck_assert_ptr_null(model.descriptors);
	add_configuration();
	ck_assert_int_eq(cusb_virtual_build(builder, &model), err);
}

CASE(interface_before_a_configuration_is_invalid)
{
	add_interface(0, 0);
	expect_error(-EINVAL);
}

CASE(endpoint_before_an_interface_is_invalid)
{
	add_first_interface();
	add_configuration();
	add_endpoint(0x81, 2);
	expect_error(-EINVAL);
}

CASE(bytes_before_a_configuration_are_invalid)
{
	cusb_virtual_add_bytes(builder, (const uint8_t *)"\2\x24", 2);
	expect_error(-EINVAL);
}

/* Endpoint 0, and other bits. */
static const unsigned int wrong_addresses[] = {0x80, 0x91};

CASE_PER_ROW(endpoint_that_cannot_be_is_invalid, wrong_addresses)
{
	add_first_interface();
	add_endpoint(wrong_addresses[_i], 2);
	expect_error(-EINVAL);
}

CASE(power_beyond_its_field_is_invalid)
{
	cusb_virtual_add_configuration(builder,
				       &(struct cusb_virtual_configuration){.max_power_ma = 511});
	expect_error(-EINVAL);
}

CASE(configuration_after_255_has_no_number)
{
	cusb_virtual_add_configuration(
		builder, &(struct cusb_virtual_configuration){.bConfigurationValue = 255});
	add_configuration();
	expect_error(-EINVAL);
}

CASE(speed_that_does_not_exist_is_invalid)
{
	struct cusb_virtual_identity identity = {.speed = (enum cusb_speed)7};
	struct cusb_virtual_builder *none = NULL;

	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &none), -EINVAL);
	ck_assert_int_eq(cusb_virtual_builder_new(NULL, &none), -EINVAL);
	ck_assert_ptr_null(none);
}

static void add_later_configuration(void)
{
	cusb_virtual_add_configuration(builder,
				       &(struct cusb_virtual_configuration){.reserved = {1}});
}

static void add_later_interface(void)
{
	add_configuration();
	cusb_virtual_add_interface(builder, &(struct cusb_virtual_interface){.reserved = {0, 1}});
}

static void add_later_endpoint(void)
{
	add_first_interface();
	cusb_virtual_add_endpoint(builder,
				  &(struct cusb_virtual_endpoint){.bEndpointAddress = 0x81,
								  .reserved = {0, 0, 0, 1}});
}

static void (*const later[])(void) = {add_later_configuration, add_later_interface,
				      add_later_endpoint};

CASE_PER_ROW(member_of_a_later_version_is_invalid, later)
{
	later[_i]();
	expect_error(-EINVAL);
}

CASE_PER_NUMBER(identity_of_a_later_version_is_invalid, 0, 4)
{
	struct cusb_virtual_identity identity = {.idVendor = 0xfffe};
	struct cusb_virtual_builder *none = NULL;

	identity.reserved[_i] = 1;
	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &none), -EINVAL);
	ck_assert_ptr_null(none);
}

CASE(configuration_may_have_65535_bytes_and_no_more)
{
	static const uint8_t zeros[65535 - 9];

	add_configuration();
	cusb_virtual_add_bytes(builder, zeros, sizeof zeros);
	cusb_virtual_add_bytes(builder, zeros, 0);
	add_first_interface();
	cusb_virtual_add_bytes(builder, zeros, sizeof zeros - 9 + 1);
	expect_error(-EMSGSIZE);
}

CASE(length_of_a_configuration_has_two_bytes)
{
	static const uint8_t zeros[0x0201 - 9];

	add_configuration();
	cusb_virtual_add_bytes(builder, zeros, sizeof zeros);
	build();
	ck_assert_uint_eq(model.descriptors[18 + 2], 0x01);
	ck_assert_uint_eq(model.descriptors[18 + 3], 0x02);
}

CASE(more_than_255_interfaces_are_invalid)
{
	add_configuration();
	for (unsigned int i = 0; i < 256; i++)
		add_interface(i, 0);
	expect_error(-EINVAL);
}

/* More in an interval than wBytesPerInterval can hold. */
static void add_endpoint_of_too_much(void)
{
	cusb_virtual_add_endpoint(builder, &(struct cusb_virtual_endpoint){.bEndpointAddress = 0x81,
									   .bmAttributes = 1,
									   .wMaxPacketSize = 1024,
									   .bMaxBurst = 255});
}

CASE(interval_beyond_its_field_is_invalid)
{
	begin(CUSB_SPEED_SUPER);
	add_first_interface();
	add_endpoint_of_too_much();
	expect_error(-EINVAL);
}

CASE(first_of_two_errors_is_kept)
{
	static const uint8_t zeros[65535 - 9 - 9 - 7];

	begin(CUSB_SPEED_SUPER);
	add_first_interface();
	cusb_virtual_add_bytes(builder, zeros, sizeof zeros);
	add_endpoint_of_too_much(); /* and no room for its companion */
	expect_error(-EINVAL);
}

CASE(several_models_can_be_built)
{
	struct cusb_virtual_model second = {.name = "second"};

	add_configuration();
	build();
	ck_assert_int_eq(cusb_virtual_build(builder, &second), 0);
	ck_assert_ptr_eq(second.descriptors, model.descriptors);
	ck_assert_str_eq(second.name, "second");
}

CASE(nothing_is_added_to_what_was_built)
{
	build();
	add_configuration();
	ck_assert_uint_eq(model.descriptors_length, 18);
	ck_assert_int_eq(cusb_virtual_build(builder, &model), -EINVAL);
}

CASE(null_is_an_error_and_not_a_crash)
{
	teardown();
	add_first_interface();
	add_endpoint(0x81, 2);
	cusb_virtual_add_bytes(builder, (const uint8_t *)"", 0);
	ck_assert_uint_eq(cusb_virtual_add_string(builder, "x"), 0);
	ck_assert_int_eq(cusb_virtual_build(builder, &model), -EINVAL);
	setup();
	ck_assert_int_eq(cusb_virtual_build(builder, NULL), -EINVAL);
	cusb_virtual_add_configuration(builder, NULL);
	expect_error(-EINVAL);
}

static int build_lamp(void)
{
	struct cusb_virtual_identity identity = {.speed = CUSB_SPEED_SUPER, .product = "Lamp"};
	struct cusb_virtual_builder *lamp;
	int err = cusb_virtual_builder_new(&identity, &lamp);

	if (err)
		return err;
	cusb_virtual_add_configuration(lamp, &(struct cusb_virtual_configuration){.string = "a"});
	cusb_virtual_add_interface(lamp, &(struct cusb_virtual_interface){.string = "b"});
	for (uint8_t i = 1; i < 16; i++)
		cusb_virtual_add_endpoint(lamp,
					  &(struct cusb_virtual_endpoint){.bEndpointAddress = i});
	err = cusb_virtual_build(lamp, &model);
	cusb_virtual_builder_free(lamp);
	return err;
}

CASE(memory_that_is_missing_is_told_at_the_end)
{
	unsigned int nth = 0;
	int err;

	for (;;) {
		fail_alloc_start(++nth);
		err = build_lamp();
		if (!fail_alloc_stop())
			break;
		ck_assert_int_eq(err, -ENOMEM);
	}
	ck_assert_int_eq(err, 0);
	ck_assert_uint_gt(nth, 3);
}
