/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/match.h>
#include <cusb/util.h>

#include "descriptor/fields.h"
#include "fail_alloc.h"
#include "descriptor_tree.h"
#include "unit.h"

static struct cusb_match *match;

static void begin(void)
{
	ck_assert_int_eq(cusb_match_new(&match), 0);
}

static void end(void)
{
	cusb_match_free(match);
}

FIXTURE(begin, end)

static void function(void)
{
}

CASE(new_match_is_empty)
{
	ck_assert_int_eq(match[0].field, CUSB_FIELD_END);
}

CASE(pairs_are_as_those_of_the_macro)
{
	const struct cusb_match *macro = CUSB_MATCH(idVendor, 0xfffe, serial_number, "0042");

	ck_assert_int_eq(cusb_match_set_number(match, "idVendor", 0xfffe), 0);
	ck_assert_int_eq(cusb_match_set_string(match, "serial_number", "0042"), 0);
	ck_assert_int_eq(match[0].field, macro[0].field);
	ck_assert_uint_eq(match[0].is.number, macro[0].is.number);
	ck_assert_int_eq(match[1].field, macro[1].field);
	ck_assert_str_eq(match[1].is.string, macro[1].is.string);
	ck_assert_int_eq(match[2].field, CUSB_FIELD_END);
}

CASE(field_that_is_set_again_has_the_last_value)
{
	ck_assert_int_eq(cusb_match_set_number(match, "bus", 1), 0);
	ck_assert_int_eq(cusb_match_set_string(match, "name", "1-1"), 0);
	ck_assert_int_eq(cusb_match_set_number(match, "bus", 2), 0);
	ck_assert_int_eq(cusb_match_set_string(match, "name", "1-2"), 0);
	ck_assert_uint_eq(match[0].is.number, 2);
	ck_assert_str_eq(match[1].is.string, "1-2");
	ck_assert_int_eq(match[2].field, CUSB_FIELD_END);
}

CASE(string_is_copied)
{
	char name[] = "1-1";

	ck_assert_int_eq(cusb_match_set_string(match, "name", name), 0);
	name[0] = '9';
	ck_assert_str_eq(match[0].is.string, "1-1");
}

/* A name that sets nothing by any of the four functions, with a value that is there. */
static bool nothing_takes(const char *name)
{
	return cusb_match_set_number(match, name, 1) == -EINVAL &&
	       cusb_match_set_string(match, name, "1") == -EINVAL &&
	       cusb_match_set_custom(match, name, function) == -EINVAL &&
	       cusb_match_set_pointer(match, name, &match) == -EINVAL;
}

CASE(unknown_names_are_einval)
{
	ck_assert(nothing_takes("idVendr"));
	ck_assert(nothing_takes("IDVENDOR"));
	ck_assert(nothing_takes("END"));
	ck_assert(nothing_takes(""));
	ck_assert(nothing_takes(NULL));
	ck_assert_int_eq(match[0].field, CUSB_FIELD_END);
}

CASE(value_of_another_type_is_einval)
{
	ck_assert_int_eq(cusb_match_set_number(match, "serial_number", 42), -EINVAL);
	ck_assert_int_eq(cusb_match_set_string(match, "idVendor", "fffe"), -EINVAL);
	ck_assert_int_eq(cusb_match_set_pointer(match, "custom_device", &match), -EINVAL);
	ck_assert_int_eq(cusb_match_set_custom(match, "user", function), -EINVAL);
}

CASE(null_is_no_string_and_no_function)
{
	ck_assert_int_eq(cusb_match_set_string(match, "name", NULL), -EINVAL);
	ck_assert_int_eq(cusb_match_set_custom(match, "custom_device", NULL), -EINVAL);
	ck_assert_int_eq(cusb_match_set_pointer(match, "backend", NULL), 0);
}

/* The names of the table of descriptor fields that can be matched. */
static void set_fields_of(enum cusb_desc_type type)
{
	const struct descriptor_kind *kind = descriptor_kind_of(type);

	for (size_t i = 0; kind->fields[i].size; i++)
		if (kind->fields[i].id != CUSB_FIELD_END)
			ck_assert_int_eq(cusb_match_set_number(match, kind->field_names[i], 1), 0);
}

CASE(each_field_has_its_name_and_room)
{
	static const char *const numbers[] = {"bus",   "address",   "port_number",
					      "speed", "direction", "transfer_type"};
	static const char *const strings[] = {"manufacturer", "product", "serial_number",
					      "port_numbers", "name"};
	static const char *const customs[] = {"custom_device", "custom_configuration",
					      "custom_interface", "custom_endpoint"};
	size_t count = 0;

	set_fields_of(CUSB_DESC_TYPE_DEVICE);
	set_fields_of(CUSB_DESC_TYPE_CONFIG);
	set_fields_of(CUSB_DESC_TYPE_INTERFACE);
	set_fields_of(CUSB_DESC_TYPE_ENDPOINT);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		ck_assert_int_eq(cusb_match_set_number(match, numbers[i], 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		ck_assert_int_eq(cusb_match_set_string(match, strings[i], "1"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(customs); i++)
		ck_assert_int_eq(cusb_match_set_custom(match, customs[i], function), 0);
	ck_assert_int_eq(cusb_match_set_pointer(match, "user", &match), 0);
	ck_assert_int_eq(cusb_match_set_pointer(match, "backend", NULL), 0);
	while (match[count].field != CUSB_FIELD_END)
		count++;
	ck_assert_uint_eq(count, CUSB_FIELD_backend); /* the last enumerator */
}

static int second(const struct cusb_interface *intf, void *user)
{
	(void)user;
	return intf->bInterfaceNumber == 2;
}

CASE(match_finds_as_the_macro_does)
{
	struct tree *tree = tree_load("composite");
	const struct cusb_interface *intf = NULL;

	ck_assert_int_eq(cusb_match_set_custom(match, "custom_interface", (void (*)(void))second),
			 0);
	ck_assert_int_eq(cusb_find_interface(tree_configuration(tree, 0), match, &intf), 0);
	ck_assert_uint_eq(intf->bInterfaceNumber, 2);
	tree_free(tree);
}

CASE(without_memory_the_match_is_as_before)
{
	struct cusb_match *other = NULL;
	int err;

	fail_alloc_start(1);
	err = cusb_match_set_string(match, "name", "1-1");
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_int_eq(match[0].field, CUSB_FIELD_END);
	fail_alloc_start(1);
	err = cusb_match_new(&other);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_ptr_null(other);
}

CASE(null_is_freed_without_effect)
{
	cusb_match_free(NULL);
}
