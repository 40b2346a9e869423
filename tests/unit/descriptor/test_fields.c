/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "descriptor/fields.h"
#include "sysfs_fixture.h"
#include "unit.h"

/* The value that a table gives for a field of that name; fails when it has none. */
static unsigned int value_of(const struct field *table, const char *name, const void *descriptor)
{
	for (; table->id != CUSB_FIELD_END; table++)
		if (strcmp(table->name, name) == 0)
			return field_value(table, descriptor);
	ck_abort_msg("no field %s", name);
	return 0;
}

/*
 * The standard descriptors on the wire are their fields in order, so writing out the table's values
 * must give back the bytes.
 */
static void check_bytes(const struct field *table, const void *descriptor, const uint8_t *bytes)
{
	size_t length = 0;

	for (; table->id != CUSB_FIELD_END; table++) {
		unsigned int value = field_value(table, descriptor);

		ck_assert_msg(bytes[length] == (value & 0xff), "%s", table->name);
		if (table->size == 2)
			ck_assert_msg(bytes[length + 1] == value >> 8, "%s", table->name);
		length += table->size;
	}
	ck_assert_uint_eq(length, bytes[0]);
}

CASE(device_fields_are_the_whole_descriptor_in_order)
{
	struct tree *tree = tree_load("webcam");

	check_bytes(device_fields, &tree->dev, tree->bytes.bytes);
	tree_free(tree);
}

CASE(configuration_fields_are_the_whole_descriptor_in_order)
{
	struct tree *tree = tree_load("storage");

	check_bytes(configuration_fields, tree->dev.configurations, tree->bytes.bytes + 18);
	tree_free(tree);
}

CASE(interface_fields_are_the_whole_descriptor_in_order)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_interface *intf = cusb_interface_at(tree->dev.configurations, 0, 0);

	check_bytes(interface_fields, intf, tree->bytes.bytes + 27);
	tree_free(tree);
}

CASE(endpoint_fields_are_the_whole_audio_descriptor_in_order)
{
	struct tree *tree = tree_load("audio");
	const struct cusb_endpoint *ep =
		cusb_endpoint_at(cusb_interface_at(tree->dev.configurations, 1, 1), 0);
	const uint8_t *bytes = ep->extra - 9;

	check_bytes(endpoint_fields, ep, bytes);
	tree_free(tree);
}

CASE(two_byte_fields_are_read_whole)
{
	struct tree *tree = tree_load("webcam");

	ck_assert_uint_eq(value_of(device_fields, "idVendor", &tree->dev), 0xfffe);
	ck_assert_uint_eq(value_of(device_fields, "idProduct", &tree->dev), 0x0104);
	tree_free(tree);
}

CASE(field_is_found_in_the_tables_that_have_it)
{
	ck_assert_str_eq(field_find(device_fields, CUSB_FIELD_idVendor)->name, "idVendor");
	ck_assert_str_eq(field_find(endpoint_fields, CUSB_FIELD_bmAttributes)->name,
			 "bmAttributes");
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
