/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/util.h>

#include "fail_alloc.h"
#include "descriptor_tree.h"
#include "unit.h"

static struct tree *tree;
static const struct cusb_configuration *cfg, **cfgs;
static const struct cusb_interface *intf, **intfs;
static const struct cusb_endpoint *ep, **eps;
static unsigned int asked; /* by custom matches */

static void begin(void)
{
	tree = NULL;
	cfg = NULL, cfgs = NULL;
	intf = NULL, intfs = NULL;
	ep = NULL, eps = NULL;
	asked = 0;
}

static void end(void)
{
	free(cfgs);
	free(intfs);
	free(eps);
	if (tree)
		tree_free(tree);
}

FIXTURE(begin, end)

static int find_configuration(const char *fixture, const struct cusb_match *match)
{
	tree = tree_load(fixture);
	return cusb_find_configuration(&tree->dev, match, &cfg);
}

/* In the first configuration. */
static int find_interface(const char *fixture, const struct cusb_match *match)
{
	tree = tree_load(fixture);
	return cusb_find_interface(tree_configuration(tree, 0), match, &intf);
}

/* In its first interface. */
static int find_endpoint(const char *fixture, const struct cusb_match *match)
{
	tree = tree_load(fixture);
	return cusb_find_endpoint(tree_interface(tree, 0, 0), match, &ep);
}

CASE(configuration_is_found_by_its_fields)
{
	ck_assert_int_eq(
		find_configuration("two-configurations", CUSB_MATCH(bConfigurationValue, 1)), 0);
	ck_assert_ptr_eq(cfg, tree_configuration(tree, 1));
}

CASE(interface_is_found_among_all_alternate_settings)
{
	ck_assert_int_eq(find_interface("interleaved",
					CUSB_MATCH(bInterfaceNumber, 1, bAlternateSetting, 1)),
			 0);
	ck_assert_ptr_eq(intf, tree_interface(tree, 1, 1));
}

CASE(endpoint_is_found_by_direction_and_type)
{
	ck_assert_int_eq(find_endpoint("endpoint-addresses",
				       CUSB_MATCH(direction, CUSB_ENDPOINT_IN, transfer_type,
						  CUSB_ENDPOINT_TYPE_INTR)),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 1));
}

CASE(first_of_several_is_found)
{
	ck_assert_int_eq(find_endpoint("endpoint-addresses", CUSB_MATCH(bEndpointAddress, 0x81)),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 0));
}

CASE(null_match_finds_the_first_of_all)
{
	ck_assert_int_eq(find_configuration("two-configurations", NULL), 0);
	ck_assert_ptr_eq(cfg, tree_configuration(tree, 0));
}

CASE(nothing_found_is_enoent_and_leaves_the_result_alone)
{
	static const struct cusb_endpoint untouched;

	ep = &untouched;
	ck_assert_int_eq(find_endpoint("storage", CUSB_MATCH(bEndpointAddress, 0x83)), -ENOENT);
	ck_assert_ptr_eq(ep, &untouched);
}

CASE(field_of_another_level_is_einval_even_when_there_is_nothing_to_search)
{
	ck_assert_int_eq(find_configuration("device-alone", CUSB_MATCH(bInterval, 1)), -EINVAL);
	ck_assert_int_eq(cusb_find_configuration(&tree->dev, CUSB_MATCH(idVendor, 1), &cfg),
			 -EINVAL);
	ck_assert_int_eq(cusb_find_all_configurations(&tree->dev, CUSB_MATCH(name, "x"), &cfgs),
			 -EINVAL);
}

CASE(searching_null_is_einval)
{
	ck_assert_int_eq(cusb_find_configuration(NULL, NULL, &cfg), -EINVAL);
	ck_assert_int_eq(cusb_find_interface(NULL, NULL, &intf), -EINVAL);
	ck_assert_int_eq(cusb_find_endpoint(NULL, NULL, &ep), -EINVAL);
	ck_assert_int_eq(cusb_find_all_endpoints(NULL, NULL, &eps), -EINVAL);
}

static int is_big(const struct cusb_endpoint *endpoint, void *user)
{
	++*(unsigned int *)user;
	return endpoint->wMaxPacketSize >= 512 ? 2 : 0;
}

CASE(custom_match_decides_with_its_user_pointer)
{
	tree = tree_load("endpoint-addresses");
	ck_assert_int_eq(cusb_find_all_endpoints(tree_interface(tree, 0, 0),
						 CUSB_MATCH(custom_endpoint, is_big, user, &asked),
						 &eps),
			 3);
	ck_assert_uint_eq(asked, 4);
}

CASE(custom_match_is_asked_only_about_what_passed_the_fields)
{
	ck_assert_int_eq(find_endpoint("endpoint-addresses",
				       CUSB_MATCH(custom_endpoint, is_big, bEndpointAddress, 0x80,
						  user, &asked)),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 3));
	ck_assert_uint_eq(asked, 1);
}

CASE(of_two_custom_matches_both_must_hold)
{
	ck_assert_int_eq(
		find_endpoint("storage", CUSB_MATCH(custom_endpoint, is_big, custom_endpoint,
						    is_big, user, &asked)),
		0);
	ck_assert_uint_eq(asked, 2);
}

CASE(no_custom_function_is_no_condition)
{
	ck_assert_int_eq(find_interface("storage", CUSB_MATCH(custom_interface, NULL)), 0);
}

static int refuse_configuration(const struct cusb_configuration *configuration, void *user)
{
	(void)user;
	return configuration->index == 1 ? -EOWNERDEAD : 0;
}

static int take_interface(const struct cusb_interface *interface, void *user)
{
	(void)user;
	return interface->bAlternateSetting == 2 ? 7 : 0;
}

CASE(custom_match_below_zero_stops_the_search_with_it)
{
	const struct cusb_match *match = CUSB_MATCH(custom_configuration, refuse_configuration);

	ck_assert_int_eq(find_configuration("configuration-values", match), -EOWNERDEAD);
	ck_assert_int_eq(cusb_find_all_configurations(&tree->dev, match, &cfgs), -EOWNERDEAD);
	ck_assert_ptr_null(cfgs);
}

CASE(custom_match_of_interfaces_may_return_any_positive_number)
{
	ck_assert_int_eq(
		find_interface("interleaved", CUSB_MATCH(custom_interface, take_interface)), 0);
	ck_assert_ptr_eq(intf, tree_interface(tree, 0, 2));
}

CASE(custom_match_of_another_level_is_einval)
{
	ck_assert_int_eq(find_endpoint("storage", CUSB_MATCH(custom_interface, take_interface)),
			 -EINVAL);
}

CASE(find_all_lists_in_order_and_ends_with_null)
{
	tree = tree_load("interleaved");
	ck_assert_int_eq(cusb_find_all_interfaces(tree_configuration(tree, 0),
						  CUSB_MATCH(bInterfaceNumber, 3), &intfs),
			 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_eq(intfs[i], tree_interface(tree, 0, i));
	ck_assert_ptr_null(intfs[3]);
}

CASE(find_all_without_a_match_is_an_empty_list)
{
	tree = tree_load("two-configurations");
	ck_assert_int_eq(
		cusb_find_all_configurations(&tree->dev, CUSB_MATCH(bConfigurationValue, 9), &cfgs),
		0);
	ck_assert_ptr_null(cfgs[0]);
}

CASE(find_all_without_memory_is_enomem)
{
	ssize_t count;

	tree = tree_load("two-configurations");
	fail_alloc_start(1);
	count = cusb_find_all_configurations(&tree->dev, NULL, &cfgs);
	fail_alloc_stop();
	ck_assert_int_eq(count, -ENOMEM);
	ck_assert_ptr_null(cfgs);
}

static int refuse_interface(const struct cusb_interface *i, void *user)
{
	(void)i;
	return *(int *)user;
}

/* In all interfaces of the first configuration of "composite". */
static int find_endpoint_in(const struct cusb_match *match)
{
	tree = tree_load("composite");
	return cusb_find_endpoint_in(tree_configuration(tree, 0), match, &ep);
}

CASE(endpoint_of_a_configuration_is_found_by_class_direction_and_type)
{
	ck_assert_int_eq(find_endpoint_in(CUSB_MATCH(bInterfaceClass, CUSB_CLASS_DATA, direction,
						     CUSB_ENDPOINT_IN, transfer_type,
						     CUSB_ENDPOINT_TYPE_BULK)),
			 0);
	ck_assert_uint_eq(ep->bEndpointAddress, 0x83);
	ck_assert_uint_eq(ep->interface->bInterfaceNumber, 2);
}

CASE(endpoint_of_a_configuration_needs_all_pairs)
{
	ck_assert_int_eq(find_endpoint_in(CUSB_MATCH(bInterfaceClass, CUSB_CLASS_HID, transfer_type,
						     CUSB_ENDPOINT_TYPE_BULK)),
			 -ENOENT);
	ck_assert_ptr_null(ep);
}

CASE(first_endpoint_of_a_configuration_is_that_of_the_first_interface_with_one)
{
	ck_assert_int_eq(find_endpoint_in(NULL), 0);
	ck_assert_uint_eq(ep->bEndpointAddress, 0x81);
}

static const struct cusb_match *const not_for_one_of_both[] = {
	CUSB_MATCH(idVendor, 1),
	CUSB_MATCH(bLength, 7),
	CUSB_MATCH(bDescriptorType, 5),
	CUSB_MATCH(bConfigurationValue, 1),
};

CASE_PER_ROW(field_of_neither_or_of_both_is_einval, not_for_one_of_both)
{
	ck_assert_int_eq(find_endpoint_in(not_for_one_of_both[_i]), -EINVAL);
}

CASE(endpoint_of_no_configuration_is_einval)
{
	ck_assert_int_eq(cusb_find_endpoint_in(NULL, NULL, &ep), -EINVAL);
}

CASE(custom_match_of_the_interface_ends_the_search_for_an_endpoint)
{
	int result = -EIO;

	ck_assert_int_eq(
		find_endpoint_in(CUSB_MATCH(custom_interface, refuse_interface, user, &result)),
		-EIO);
	ck_assert_ptr_null(ep);
}
