/* SPDX-License-Identifier: MIT */
/* parse.c: the order of interfaces and their alternate settings. */
#include <stdlib.h>
#include <string.h>

#include "descriptor_tree.h"
#include "unit.h"

static struct tree *tree;

static void end(void)
{
	tree_free(tree);
}

FIXTURE(NULL, end)

CASE(interleaved_settings_are_grouped_in_order_of_first_appearance)
{
	static const uint8_t want[][4] = {
		/* number, setting, index, alternate_index */
		{3, 0, 0, 0}, {3, 1, 0, 1}, {3, 2, 0, 2}, {1, 0, 1, 0}, {1, 1, 1, 1},
	};
	const struct cusb_configuration *cfg;

	tree = tree_load("interleaved");
	cfg = tree_configuration(tree, 0);
	for (size_t i = 0; i < cfg->altsetting_count; i++) {
		const struct cusb_interface *intf = &cfg->altsettings[i];

		ck_assert_uint_eq(intf->bInterfaceNumber, want[i][0]);
		ck_assert_uint_eq(intf->bAlternateSetting, want[i][1]);
		ck_assert_uint_eq(intf->index, want[i][2]);
		ck_assert_uint_eq(intf->alternate_index, want[i][3]);
	}
}

CASE(interleaved_settings_keep_their_own_endpoints)
{
	const struct cusb_interface *intf;

	tree = tree_load("interleaved");
	intf = tree_interface(tree, 0, 1);
	ck_assert_uint_eq(intf->endpoint_count, 2);
	ck_assert_uint_eq(intf->endpoints[0].bEndpointAddress, 0x82);
	ck_assert_uint_eq(intf->endpoints[1].bEndpointAddress, 0x83);
	ck_assert_uint_eq(tree_interface(tree, 1, 1)->endpoints[0].bEndpointAddress, 0x04);
	ck_assert_uint_eq(tree_interface(tree, 1, 0)->endpoint_count, 0);
}

CASE(setting_that_repeats_keeps_its_endpoints)
{
	tree = tree_load("alternate-missing");
	ck_assert_uint_eq(tree_interface(tree, 0, 2)->endpoint_count, 1);
}

/* A device whose configuration has `count` interface descriptors made by `fill`. */
static struct tree *many_interfaces(size_t count, void (*fill)(uint8_t *desc, size_t i))
{
	struct hex hex = hex_load("device-alone");
	struct tree *built;
	uint8_t *bytes = calloc(1, 27 + 9 * count);

	ck_assert_ptr_nonnull(bytes);
	memcpy(bytes, hex.bytes, 18);
	memcpy(bytes + 18, "\x09\x02\xff\xff\xff\x01\x00\x80", 8);
	for (size_t i = 0; i < count; i++) {
		memcpy(bytes + 27 + 9 * i, "\x09\x04", 2);
		fill(bytes + 27 + 9 * i, i);
	}
	built = tree_build(bytes, 27 + 9 * count);
	free(bytes);
	hex_free(&hex);
	return built;
}

static void fill_setting(uint8_t *desc, size_t i)
{
	desc[3] = (uint8_t)i;
}

static void fill_number(uint8_t *desc, size_t i)
{
	desc[2] = (uint8_t)i;
	desc[3] = (uint8_t)(i / 256);
}

CASE(more_settings_than_numbers_for_them_are_kept)
{
	tree = many_interfaces(300, fill_setting);
	ck_assert_uint_eq(tree_configuration(tree, 0)->interface_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, 300);
	ck_assert_uint_eq(tree_interface(tree, 0, 299)->bAlternateSetting, 299 & 0xff);
}

CASE(all_interface_numbers_interleaved_are_grouped)
{
	tree = many_interfaces(768, fill_number);
	ck_assert_uint_eq(tree_configuration(tree, 0)->interface_count, 256);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, 768);
	ck_assert_uint_eq(tree_interface(tree, 255, 2)->bInterfaceNumber, 255);
	ck_assert_uint_eq(tree_interface(tree, 255, 2)->bAlternateSetting, 2);
	ck_assert_ptr_eq(tree_interface(tree, 1, 0), tree_configuration(tree, 0)->altsettings + 3);
}
