/* SPDX-License-Identifier: MIT */
/* parse.c: class descriptors, companions, associations. */
#include <stdio.h>

#include "sysfs_fixture.h"
#include "unit.h"

/* Types of the descriptors in a slice, as hex: "24 24 25". */
static const char *types(const uint8_t *extra, size_t length)
{
	static char text[256];
	size_t used = 0;

	text[0] = '\0';
	for (const uint8_t *d = cusb_extra_next(extra, length, NULL); d;
	     d = cusb_extra_next(extra, length, d))
		used += (size_t)snprintf(text + used, sizeof text - used, used ? " %02x" : "%02x",
					 d[1]);
	return text;
}

CASE(class_descriptors_belong_to_the_node_before_them)
{
	struct tree *tree = tree_load("webcam");
	const struct cusb_interface *control = tree_interface(tree, 0, 0);
	const struct cusb_endpoint *ep = cusb_endpoint_at(control, 0);
	const struct cusb_interface *stream = tree_interface(tree, 1, 0);

	ck_assert_str_eq(types(control->extra, control->extra_length), "24 24 24");
	ck_assert_str_eq(types(ep->extra, ep->extra_length), "25");
	ck_assert_str_eq(types(stream->extra, stream->extra_length), "24 24 24");
	ck_assert_uint_eq(stream->extra_length, 14 + 11 + 30);
	ck_assert_uint_eq(tree_interface(tree, 1, 2)->extra_length, 0);
	ck_assert_ptr_null(tree_interface(tree, 1, 2)->extra);
	tree_free(tree);
}

CASE(extra_is_the_bytes_as_sent)
{
	static const uint8_t want[] = {0x09, 0x21, 0x11, 0x01, 0x00, 0x01, 0x22, 0x3f, 0x00};
	struct tree *tree = tree_load("keyboard");
	const struct cusb_interface *intf = tree_interface(tree, 0, 0);

	ck_assert_uint_eq(intf->extra_length, sizeof want);
	ck_assert_mem_eq(intf->extra, want, sizeof want);
	tree_free(tree);
}

CASE(standard_descriptors_that_are_too_short_are_extra)
{
	struct tree *tree = tree_load("interface-short");
	const struct cusb_interface *intf = tree_interface(tree, 0, 0);

	ck_assert_str_eq(types(intf->extra, intf->extra_length), "04 04 04 04 04 04 04");
	tree_free(tree);
	tree = tree_load("endpoint-short");
	ck_assert_str_eq(types(tree_endpoint(tree, 0)->extra, tree_endpoint(tree, 0)->extra_length),
			 "05 05 05 05 05");
	tree_free(tree);
}

CASE(what_a_long_descriptor_has_beyond_its_fields_is_not_extra)
{
	struct tree *tree = tree_load("long-standard");

	ck_assert_uint_eq(tree_configuration(tree, 0)->extra_length, 0);
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->extra_length, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->extra_length, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bSynchAddress, 2);
	tree_free(tree);
}

CASE(endpoint_before_any_interface_is_extra_of_the_configuration)
{
	struct tree *tree = tree_load("endpoint-first");
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);

	ck_assert_str_eq(types(cfg->extra, cfg->extra_length), "05 24");
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->endpoint_count, 1);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bEndpointAddress, 0x82);
	tree_free(tree);
}

CASE(descriptors_before_the_first_configuration_belong_to_nothing)
{
	struct tree *tree = tree_load("stray-before");

	ck_assert_uint_eq(tree->dev.configuration_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 0)->association_count, 0);
	ck_assert_uint_eq(tree_configuration(tree, 0)->extra_length, 0);
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->bInterfaceNumber, 1);
	tree_free(tree);
}

CASE(fault_is_reported_and_not_part_of_extra)
{
	struct tree *tree = tree_load("length-zero");

	ck_assert_uint_eq(tree->end, 43);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->extra_length, 0);
	tree_free(tree);
}

CASE(companion_is_decoded_and_stays_in_extra)
{
	struct tree *tree = tree_load("uas");
	const struct cusb_endpoint *ep = cusb_endpoint_at(tree_interface(tree, 0, 1), 0);

	ck_assert_uint_eq(ep->ss_companion.bLength, 6);
	ck_assert_uint_eq(ep->ss_companion.bDescriptorType, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION);
	ck_assert_uint_eq(ep->ss_companion.bMaxBurst, 15);
	ck_assert_uint_eq(ep->ss_companion.bmAttributes, 5);
	ck_assert_str_eq(types(ep->extra, ep->extra_length), "30 24");
	tree_free(tree);
}

CASE(companion_is_the_first_good_one_within_its_endpoint)
{
	struct tree *tree = tree_load("companions");

	ck_assert_uint_eq(tree_endpoint(tree, 0)->ss_companion.bLength, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 1)->ss_companion.bMaxBurst, 1);
	ck_assert_uint_eq(tree_endpoint(tree, 2)->ss_companion.bMaxBurst, 4);
	ck_assert_uint_eq(tree_endpoint(tree, 3)->ss_companion.bMaxBurst, 5);
	ck_assert_uint_eq(tree_endpoint(tree, 3)->ss_companion.wBytesPerInterval, 0x0400);
	ck_assert_uint_eq(tree_endpoint(tree, 4)->ss_companion.bLength, 0);
	tree_free(tree);
}

CASE(association_is_decoded_and_stays_in_extra)
{
	struct tree *tree = tree_load("webcam");
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);

	ck_assert_uint_eq(cfg->association_count, 1);
	ck_assert_uint_eq(cfg->associations[0].bLength, 8);
	ck_assert_uint_eq(cfg->associations[0].bFirstInterface, 0);
	ck_assert_uint_eq(cfg->associations[0].bInterfaceCount, 2);
	ck_assert_uint_eq(cfg->associations[0].bFunctionClass, CUSB_CLASS_VIDEO);
	ck_assert_uint_eq(cfg->associations[0].bFunctionSubClass, 3);
	ck_assert_uint_eq(cfg->associations[0].iFunction, 2);
	ck_assert_str_eq(types(cfg->extra, cfg->extra_length), "0b");
	tree_free(tree);
}

CASE(associations_anywhere_are_the_configurations_in_order)
{
	struct tree *tree = tree_load("associations");
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);

	ck_assert_uint_eq(cfg->association_count, 3);
	ck_assert_uint_eq(cfg->associations[1].bFirstInterface, 200);
	ck_assert_uint_eq(cfg->associations[1].bInterfaceCount, 100);
	ck_assert_uint_eq(cfg->associations[2].iFunction, 7);
	ck_assert_str_eq(types(tree_endpoint(tree, 0)->extra, tree_endpoint(tree, 0)->extra_length),
			 "0b");
	tree_free(tree);
}
