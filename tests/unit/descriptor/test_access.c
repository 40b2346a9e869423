/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "descriptor_tree.h"
#include "unit.h"

CASE(configuration_at_counts_positions_not_values)
{
	struct tree *tree = tree_load("two-configurations");

	ck_assert_uint_eq(cusb_configuration_at(&tree->dev, 0)->bConfigurationValue, 2);
	ck_assert_uint_eq(cusb_configuration_at(&tree->dev, 1)->bConfigurationValue, 1);
	tree_free(tree);
}

CASE(positions_past_the_end_give_null)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_configuration *cfg = cusb_configuration_at(&tree->dev, 0);
	const struct cusb_interface *intf = cusb_interface_at(cfg, 0, 0);

	ck_assert_ptr_null(cusb_configuration_at(&tree->dev, 1));
	ck_assert_ptr_null(cusb_configuration_at(&tree->dev, SIZE_MAX));
	ck_assert_ptr_null(cusb_interface_at(cfg, 1, 0));
	ck_assert_ptr_null(cusb_interface_at(cfg, 0, 1));
	ck_assert_ptr_null(cusb_endpoint_at(intf, 2));
	ck_assert_ptr_null(cusb_endpoint_at(intf, SIZE_MAX));
	tree_free(tree);
}

CASE(null_parents_give_null)
{
	ck_assert_ptr_null(cusb_configuration_at(NULL, 0));
	ck_assert_ptr_null(cusb_interface_at(NULL, 0, 0));
	ck_assert_ptr_null(cusb_endpoint_at(NULL, 0));
	ck_assert_ptr_null(cusb_configuration_next(NULL, NULL));
	ck_assert_ptr_null(cusb_interface_next(NULL, NULL));
	ck_assert_ptr_null(cusb_endpoint_next(NULL, NULL));
}

CASE(interface_at_takes_positions_of_interface_and_setting)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_configuration *cfg = cusb_configuration_at(&tree->dev, 0);
	const struct cusb_interface *intf = cusb_interface_at(cfg, 1, 1);

	ck_assert_uint_eq(intf->bInterfaceNumber, 1);
	ck_assert_uint_eq(intf->bAlternateSetting, 1);
	ck_assert_uint_eq(cusb_interface_at(cfg, 0, 2)->bInterfaceNumber, 3);
	ck_assert_ptr_null(cusb_interface_at(cfg, 1, 2));
	tree_free(tree);
}

CASE(endpoint_at_takes_the_position)
{
	struct tree *tree = tree_load("storage");
	const struct cusb_interface *intf = cusb_interface_at(tree->dev.configurations, 0, 0);

	ck_assert_uint_eq(cusb_endpoint_at(intf, 0)->bEndpointAddress, 0x81);
	ck_assert_uint_eq(cusb_endpoint_at(intf, 1)->bEndpointAddress, 0x02);
	tree_free(tree);
}

CASE(stepping_visits_all_of_a_level_in_order)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;
	char seen[64] = "";

	cusb_for_each_configuration (&tree->dev, cfg) {
		strcat(seen, "c");
		cusb_for_each_interface (cfg, intf) {
			strcat(seen, "i");
			cusb_for_each_endpoint (intf, ep)
				strcat(seen, "e");
		}
	}
	ck_assert_str_eq(seen, "cieieeiiie");
	tree_free(tree);
}

CASE(stepping_from_another_configurations_interface_ends)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration *one = cusb_configuration_at(&tree->dev, 0);
	const struct cusb_configuration *two = cusb_configuration_at(&tree->dev, 1);

	ck_assert_ptr_null(cusb_interface_next(two, cusb_interface_next(one, NULL)));
	tree_free(tree);
}

CASE(extra_steps_descriptor_by_descriptor)
{
	static const uint8_t extra[] = {3, 0x24, 1, 2, 0x25, 4, 0x30, 7, 8};
	const uint8_t *desc = cusb_extra_next(extra, sizeof extra, NULL);

	ck_assert_ptr_eq(desc, extra);
	desc = cusb_extra_next(extra, sizeof extra, desc);
	ck_assert_ptr_eq(desc, extra + 3);
	desc = cusb_extra_next(extra, sizeof extra, desc);
	ck_assert_ptr_eq(desc, extra + 5);
	ck_assert_ptr_null(cusb_extra_next(extra, sizeof extra, desc));
}

CASE(extra_of_nothing_has_no_descriptor)
{
	static const uint8_t extra[] = {2, 0x24};

	ck_assert_ptr_null(cusb_extra_next(NULL, 0, NULL));
	ck_assert_ptr_null(cusb_extra_next(NULL, 4, NULL));
	ck_assert_ptr_null(cusb_extra_next(extra, 0, NULL));
}

static const struct {
	uint8_t bytes[4];
	size_t length;
} bad_extra[] = {
	{{0, 0x24, 2, 0x24}, 4},
	{{1, 0x24, 2, 0x24}, 4},
	{{5, 0x24, 2, 0x24}, 4},
	{{2}, 1},
};

CASE_PER_ROW(extra_ends_where_a_length_is_malformed, bad_extra)
{
	struct hex hex = hex_copy(bad_extra[_i].bytes, bad_extra[_i].length);

	ck_assert_ptr_null(cusb_extra_next(hex.bytes, hex.length, NULL));
	hex_free(&hex);
}

CASE(extra_from_a_malformed_one_does_not_go_past_the_end)
{
	static const uint8_t extra[] = {2, 0x24, 9, 0x24};

	ck_assert_ptr_null(cusb_extra_next(extra, sizeof extra, extra + 2));
}
