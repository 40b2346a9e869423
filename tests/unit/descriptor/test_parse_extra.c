/* SPDX-License-Identifier: MIT */
/* parse.c: descriptors that stand between the standard ones. test_parse.c has their fields. */
#include <stdio.h>

#include "descriptor_tree.h"
#include "unit.h"

static struct tree *tree;

static void end(void)
{
	tree_free(tree);
}

FIXTURE(NULL, end)

/* Where a slice is: of a configuration; of an interface or its endpoint, in the first one. */
#define OF_CONFIGURATION -1
#define OF_INTERFACE	 -1

static const struct {
	const char *fixture;
	int interface, alternate, endpoint; /* positions, or the above */
	const char *types;		    /* of the descriptors, in hex */
} slices[] = {
	/* after the node that they belong to */
	{"webcam", 0, 0, OF_INTERFACE, "24 24 24"},
	{"webcam", 0, 0, 0, "25"},
	{"webcam", 1, 0, OF_INTERFACE, "24 24 24"},
	{"webcam", 1, 2, OF_INTERFACE, ""},
	/* standard descriptors that are too short */
	{"interface-short", 0, 0, OF_INTERFACE, "04 04 04 04 04 04 04"},
	{"endpoint-short", 0, 0, 0, "05 05 05 05 05"},
	/* bytes beyond the fields are not extra */
	{"long-standard", OF_CONFIGURATION, 0, 0, ""},
	{"long-standard", 0, 0, OF_INTERFACE, ""},
	{"long-standard", 0, 0, 0, ""},
	/* an endpoint before any interface */
	{"endpoint-first", OF_CONFIGURATION, 0, 0, "05 24"},
	/* companions and associations stay */
	{"uas", 0, 1, 0, "30 24"},
	{"webcam", OF_CONFIGURATION, 0, 0, "0b"},
	{"associations", 0, 0, 0, "0b"},
	/* not before the first configuration */
	{"stray-before", OF_CONFIGURATION, 0, 0, ""},
	/* nor where a fault is */
	{"length-zero", 0, 0, 0, ""},
};

static const uint8_t *slice(size_t row, size_t *length)
{
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	*length = cfg->extra_length;
	if (slices[row].interface == OF_CONFIGURATION)
		return cfg->extra;
	intf = tree_interface(tree, (size_t)slices[row].interface, (size_t)slices[row].alternate);
	*length = intf->extra_length;
	if (slices[row].endpoint == OF_INTERFACE)
		return intf->extra;
	ep = cusb_endpoint_at(intf, (size_t)slices[row].endpoint);
	*length = ep->extra_length;
	return ep->extra;
}

CASE_PER_ROW(extra_has_what_follows_its_node, slices)
{
	char types[64] = "";
	size_t length, used = 0;
	const uint8_t *extra, *d = NULL;

	tree = tree_load(slices[_i].fixture);
	extra = slice((size_t)_i, &length);
	while ((d = cusb_extra_next(extra, length, d)))
		used += (size_t)snprintf(types + used, sizeof types - used, used ? " %02x" : "%02x",
					 d[1]);
	ck_assert_str_eq(types, slices[_i].types);
	ck_assert_int_eq(extra == NULL, length == 0);
}

CASE(extra_is_the_bytes_as_sent)
{
	static const uint8_t want[] = {0x09, 0x21, 0x11, 0x01, 0x00, 0x01, 0x22, 0x3f, 0x00};
	const struct cusb_interface *intf;

	tree = tree_load("keyboard");
	intf = tree_interface(tree, 0, 0);
	ck_assert_uint_eq(intf->extra_length, sizeof want);
	ck_assert_mem_eq(intf->extra, want, sizeof want);
}

CASE(extra_of_several_is_as_long_as_all_of_them)
{
	tree = tree_load("webcam");
	ck_assert_uint_eq(tree_interface(tree, 1, 0)->extra_length, 14 + 11 + 30);
}

CASE(endpoint_before_any_interface_is_not_of_the_first)
{
	tree = tree_load("endpoint-first");
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->endpoint_count, 1);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bEndpointAddress, 0x82);
}

CASE(descriptors_before_the_first_configuration_belong_to_nothing)
{
	tree = tree_load("stray-before");
	ck_assert_uint_eq(tree->dev.configuration_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 0)->association_count, 0);
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->bInterfaceNumber, 1);
}

CASE(fault_is_reported)
{
	tree = tree_load("length-zero");
	ck_assert_uint_eq(tree->end, 43);
}

static const struct {
	const char *fixture;
	size_t count;
} associations[] = {{"webcam", 1}, {"associations", 3}};

CASE_PER_ROW(associations_anywhere_are_the_configurations, associations)
{
	tree = tree_load(associations[_i].fixture);
	ck_assert_uint_eq(tree_configuration(tree, 0)->association_count, associations[_i].count);
}
