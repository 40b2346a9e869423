/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "descriptor/fields.h"
#include "descriptor_tree.h"
#include "unit.h"

static const void *device(const struct tree *tree)
{
	return &tree->dev;
}

static const void *configuration(const struct tree *tree)
{
	return tree_configuration(tree, 0);
}

static const void *association(const struct tree *tree)
{
	return tree_configuration(tree, 0)->associations;
}

static const void *interface(const struct tree *tree)
{
	return tree_interface(tree, 0, 0);
}

static const void *audio_endpoint(const struct tree *tree)
{
	return tree_interface(tree, 1, 1)->endpoints;
}

static const void *companion(const struct tree *tree)
{
	return &tree_endpoint(tree, 0)->ss_companion;
}

static const struct {
	const char *fixture;
	uint8_t type; /* the first of it in the fixture */
	const struct field *fields;
	const void *(*descriptor)(const struct tree *tree);
} tables[] = {
	{"webcam", CUSB_DESC_TYPE_DEVICE, device_fields, device},
	{"storage", CUSB_DESC_TYPE_CONFIG, configuration_fields, configuration},
	{"webcam", CUSB_DESC_TYPE_INTERFACE_ASSOCIATION, association_fields, association},
	{"storage", CUSB_DESC_TYPE_INTERFACE, interface_fields, interface},
	{"audio", CUSB_DESC_TYPE_ENDPOINT, endpoint_fields, audio_endpoint},
	{"uas", CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION, companion_fields, companion},
};

static const uint8_t *first_of_type(const struct hex *bytes, uint8_t type)
{
	for (size_t at = 0; at < bytes->length; at += bytes->bytes[at])
		if (bytes->bytes[at + 1] == type)
			return bytes->bytes + at;
	ck_abort_msg("no descriptor of type %u", type);
	return NULL;
}

/* Writing out the values must give back the bytes. */
CASE_PER_ROW(fields_are_the_whole_descriptor_in_order, tables)
{
	struct tree *tree = tree_load(tables[_i].fixture);
	const uint8_t *bytes = first_of_type(&tree->bytes, tables[_i].type);
	const void *descriptor = tables[_i].descriptor(tree);
	const struct field *field = tables[_i].fields;
	size_t length = 0;

	for (; field->size && field_is_there(field, descriptor); field++) {
		unsigned int value = field_value(field, descriptor);

		ck_assert_uint_eq(bytes[length], value & 0xff);
		if (field->size == 2)
			ck_assert_uint_eq(bytes[length + 1], value >> 8);
		length += field->size;
	}
	ck_assert_uint_eq(length, bytes[0]);
	tree_free(tree);
}

CASE_PER_ROW(fields_of_a_descriptor_are_stepped_through_with_their_names, tables)
{
	struct tree *tree = tree_load(tables[_i].fixture);
	const struct descriptor_kind *kind = descriptor_kind_of(tables[_i].type);
	const void *descriptor = tables[_i].descriptor(tree);
	const struct field *field = tables[_i].fields;
	unsigned int value;
	size_t i = 0;

	ck_assert_ptr_eq(kind->fields, field);
	for (; field->size && field_is_there(field, descriptor); field++, i++) {
		ck_assert_str_eq(cusb_field_at(descriptor, i, &value), kind->field_names[i]);
		ck_assert_uint_eq(value, field_value(field, descriptor));
	}
	ck_assert_ptr_null(cusb_field_at(descriptor, i, &value));
	tree_free(tree);
}

CASE(fields_of_a_bos_and_its_capabilities_are_stepped_through)
{
	const struct cusb_bos bos = {5, CUSB_DESC_TYPE_BOS, 0x1234, 3, NULL, 0};
	const struct cusb_device_capability capability = {3, CUSB_DESC_TYPE_DEVICE_CAPABILITY, 2,
							  NULL, 0};
	unsigned int value;

	ck_assert_str_eq(cusb_field_at(&bos, 2, &value), "wTotalLength");
	ck_assert_uint_eq(value, 0x1234);
	ck_assert_str_eq(cusb_field_at(&bos, 3, &value), "bNumDeviceCaps");
	ck_assert_ptr_null(cusb_field_at(&bos, 4, &value));
	ck_assert_str_eq(cusb_field_at(&capability, 2, &value), "bDevCapabilityType");
	ck_assert_ptr_null(cusb_field_at(&capability, 3, &value));
}

CASE(endpoint_that_is_not_of_the_audio_form_has_six_fields)
{
	struct tree *tree = tree_load("endpoint-short");
	unsigned int value = 99;

	/* of 8 bytes */
	ck_assert_str_eq(cusb_field_at(tree_endpoint(tree, 1), 5, &value), "bInterval");
	value = 99;
	ck_assert_ptr_null(cusb_field_at(tree_endpoint(tree, 1), 6, &value));
	ck_assert_uint_eq(value, 99);
	tree_free(tree);
}

CASE(no_descriptor_and_an_unknown_one_have_no_fields)
{
	const struct cusb_ss_endpoint_companion none = {0};
	unsigned int value;

	ck_assert_ptr_null(cusb_field_at(NULL, 0, &value));
	ck_assert_ptr_null(cusb_field_at(&none, 0, &value));
}

CASE(two_byte_fields_are_read_whole)
{
	struct tree *tree = tree_load("webcam");
	unsigned int value;

	ck_assert_str_eq(cusb_field_at(&tree->dev, 7, &value), "idVendor");
	ck_assert_uint_eq(value, 0xfffe);
	ck_assert_str_eq(cusb_field_at(&tree->dev, 8, &value), "idProduct");
	ck_assert_uint_eq(value, 0x0104);
	tree_free(tree);
}

CASE(field_is_found_in_the_tables_that_have_it)
{
	ck_assert_uint_eq(field_find(device_fields, CUSB_FIELD_idVendor)->offset,
			  offsetof(struct cusb_device, idVendor));
	ck_assert_uint_eq(field_find(endpoint_fields, CUSB_FIELD_bmAttributes)->offset,
			  offsetof(struct cusb_endpoint, bmAttributes));
	ck_assert_ptr_ne(field_find(endpoint_fields, CUSB_FIELD_bmAttributes),
			 field_find(configuration_fields, CUSB_FIELD_bmAttributes));
}

CASE(field_is_not_found_in_the_tables_that_lack_it)
{
	ck_assert_ptr_null(field_find(interface_fields, CUSB_FIELD_bmAttributes));
	ck_assert_ptr_null(field_find(device_fields, CUSB_FIELD_bus));
	ck_assert_ptr_null(field_find(endpoint_fields, CUSB_FIELD_direction));
	ck_assert_ptr_null(field_find(device_fields, CUSB_FIELD_END));
}
