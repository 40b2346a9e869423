/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/util.h>

#include "fail_alloc.h"
#include "sysfs_fixture.h"
#include "unit.h"

CASE(configuration_is_found_by_its_fields)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration *cfg;

	ck_assert_int_eq(
		cusb_find_configuration(&tree->dev, CUSB_MATCH(bConfigurationValue, 1), &cfg), 0);
	ck_assert_ptr_eq(cfg, tree_configuration(tree, 1));
	tree_free(tree);
}

CASE(interface_is_found_among_all_alternate_settings)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_interface *intf;

	ck_assert_int_eq(cusb_find_interface(tree_configuration(tree, 0),
					     CUSB_MATCH(bInterfaceNumber, 1, bAlternateSetting, 1),
					     &intf),
			 0);
	ck_assert_ptr_eq(intf, tree_interface(tree, 1, 1));
	tree_free(tree);
}

CASE(endpoint_is_found_by_direction_and_type)
{
	struct tree *tree = tree_load("endpoint-addresses");
	const struct cusb_endpoint *ep;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(direction, CUSB_ENDPOINT_IN, transfer_type,
						       CUSB_ENDPOINT_TYPE_INTR),
					    &ep),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 1));
	tree_free(tree);
}

CASE(first_of_several_is_found)
{
	struct tree *tree = tree_load("endpoint-addresses");
	const struct cusb_endpoint *ep;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(bEndpointAddress, 0x81), &ep),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 0));
	tree_free(tree);
}

CASE(null_match_finds_the_first_of_all)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration *cfg;

	ck_assert_int_eq(cusb_find_configuration(&tree->dev, NULL, &cfg), 0);
	ck_assert_ptr_eq(cfg, tree_configuration(tree, 0));
	tree_free(tree);
}

CASE(nothing_found_is_enoent_and_leaves_the_result_alone)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_endpoint *untouched = tree_endpoint(tree, 1), *ep = untouched;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(bEndpointAddress, 0x83), &ep),
			 -ENOENT);
	ck_assert_ptr_eq(ep, untouched);
	tree_free(tree);
}

CASE(field_of_another_level_is_einval_even_when_there_is_nothing_to_search)
{
	struct tree *tree = tree_load("device-alone");
	const struct cusb_configuration *cfg, **list;

	ck_assert_int_eq(cusb_find_configuration(&tree->dev, CUSB_MATCH(bInterval, 1), &cfg),
			 -EINVAL);
	ck_assert_int_eq(cusb_find_configuration(&tree->dev, CUSB_MATCH(idVendor, 1), &cfg),
			 -EINVAL);
	ck_assert_int_eq(cusb_find_all_configurations(&tree->dev, CUSB_MATCH(name, "x"), &list),
			 -EINVAL);
	tree_free(tree);
}

CASE(searching_null_is_einval)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep, **list;

	ck_assert_int_eq(cusb_find_configuration(NULL, NULL, &cfg), -EINVAL);
	ck_assert_int_eq(cusb_find_interface(NULL, NULL, &intf), -EINVAL);
	ck_assert_int_eq(cusb_find_endpoint(NULL, NULL, &ep), -EINVAL);
	ck_assert_int_eq(cusb_find_all_endpoints(NULL, NULL, &list), -EINVAL);
}

static int is_big(const struct cusb_endpoint *ep, void *user)
{
	unsigned int *asked = user;

	++*asked;
	return ep->wMaxPacketSize >= 512 ? 2 : 0;
}

CASE(custom_match_decides_with_its_user_pointer)
{
	struct tree *tree = tree_load("endpoint-addresses");
	const struct cusb_endpoint **list;
	unsigned int asked = 0;
	ssize_t count =
		cusb_find_all_endpoints(tree_interface(tree, 0, 0),
					CUSB_MATCH(custom_endpoint, is_big, user, &asked), &list);

	ck_assert_int_eq(count, 3);
	ck_assert_uint_eq(asked, 4);
	free(list);
	tree_free(tree);
}

CASE(custom_match_is_asked_only_about_what_passed_the_fields)
{
	struct tree *tree = tree_load("endpoint-addresses");
	const struct cusb_endpoint *ep;
	unsigned int asked = 0;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(custom_endpoint, is_big, bEndpointAddress,
						       0x80, user, &asked),
					    &ep),
			 0);
	ck_assert_ptr_eq(ep, tree_endpoint(tree, 3));
	ck_assert_uint_eq(asked, 1);
	tree_free(tree);
}

CASE(of_two_custom_matches_both_must_hold)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_endpoint *ep;
	unsigned int asked = 0;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(custom_endpoint, is_big, custom_endpoint,
						       is_big, user, &asked),
					    &ep),
			 0);
	ck_assert_uint_eq(asked, 2);
	tree_free(tree);
}

CASE(no_custom_function_is_no_condition)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_interface *intf;

	ck_assert_int_eq(cusb_find_interface(tree_configuration(tree, 0),
					     CUSB_MATCH(custom_interface, NULL), &intf),
			 0);
	tree_free(tree);
}

static int refuse_configuration(const struct cusb_configuration *cfg, void *user)
{
	(void)user;
	return cfg->index == 1 ? -EOWNERDEAD : 0;
}

static int take_interface(const struct cusb_interface *intf, void *user)
{
	(void)user;
	return intf->bAlternateSetting == 2 ? 7 : 0;
}

CASE(custom_match_below_zero_stops_the_search_with_it)
{
	struct tree *tree = tree_load("configuration-values");
	const struct cusb_match *match = CUSB_MATCH(custom_configuration, refuse_configuration);
	const struct cusb_configuration *cfg, **list = NULL;

	ck_assert_int_eq(cusb_find_configuration(&tree->dev, match, &cfg), -EOWNERDEAD);
	ck_assert_int_eq(cusb_find_all_configurations(&tree->dev, match, &list), -EOWNERDEAD);
	ck_assert_ptr_null(list);
	tree_free(tree);
}

CASE(custom_match_of_interfaces_may_return_any_positive_number)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_interface *intf;

	ck_assert_int_eq(cusb_find_interface(tree_configuration(tree, 0),
					     CUSB_MATCH(custom_interface, take_interface), &intf),
			 0);
	ck_assert_ptr_eq(intf, tree_interface(tree, 0, 2));
	tree_free(tree);
}

CASE(custom_match_of_another_level_is_einval)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_endpoint *ep;

	ck_assert_int_eq(cusb_find_endpoint(tree_interface(tree, 0, 0),
					    CUSB_MATCH(custom_interface, take_interface), &ep),
			 -EINVAL);
	tree_free(tree);
}

CASE(find_all_lists_in_order_and_ends_with_null)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_interface **list;

	ck_assert_int_eq(cusb_find_all_interfaces(tree_configuration(tree, 0),
						  CUSB_MATCH(bInterfaceNumber, 3), &list),
			 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_eq(list[i], tree_interface(tree, 0, i));
	ck_assert_ptr_null(list[3]);
	free(list);
	tree_free(tree);
}

CASE(find_all_without_a_match_is_an_empty_list)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration **list;

	ck_assert_int_eq(
		cusb_find_all_configurations(&tree->dev, CUSB_MATCH(bConfigurationValue, 9), &list),
		0);
	ck_assert_ptr_null(list[0]);
	free(list);
	tree_free(tree);
}

CASE(find_all_without_memory_is_enomem)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration **list = NULL;
	ssize_t count;

	fail_alloc_start(1);
	count = cusb_find_all_configurations(&tree->dev, NULL, &list);
	fail_alloc_stop();
	ck_assert_int_eq(count, -ENOMEM);
	ck_assert_ptr_null(list);
	tree_free(tree);
}
