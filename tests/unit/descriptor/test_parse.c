/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "descriptor/parse.h"
#include "sysfs_fixture.h"
#include "unit.h"

CASE(device_descriptor_fields_are_host_endian)
{
	struct tree *tree = tree_load("uas");

	ck_assert_uint_eq(tree->dev.bLength, 18);
	ck_assert_uint_eq(tree->dev.bcdUSB, 0x0310);
	ck_assert_uint_eq(tree->dev.bMaxPacketSize0, 9);
	ck_assert_uint_eq(tree->dev.idVendor, 0xfffe);
	ck_assert_uint_eq(tree->dev.idProduct, 0x0106);
	ck_assert_uint_eq(tree->dev.iSerialNumber, 3);
	ck_assert_uint_eq(tree->dev.bNumConfigurations, 1);
	tree_free(tree);
}

static const char *const deviceless[] = {"empty", "device-short", "device-type"};

CASE_PER_ROW(bytes_without_a_device_descriptor_are_a_bad_message, deviceless)
{
	struct hex hex = hex_load(deviceless[_i]);
	struct cusb_device dev = {0};

	ck_assert_int_eq(descriptor_parse_device(&dev, hex.bytes, hex.length), -EBADMSG);
	ck_assert_uint_eq(dev.idVendor, 0);
	hex_free(&hex);
}

CASE(device_descriptor_with_a_wrong_length_is_taken_as_18_bytes)
{
	struct tree *tree = tree_load("device-length");

	ck_assert_uint_eq(tree->dev.bLength, 8);
	ck_assert_uint_eq(tree->dev.idVendor, 0xfffe);
	ck_assert_uint_eq(tree->dev.configuration_count, 1);
	tree_free(tree);
}

CASE(device_without_configurations_has_an_empty_tree)
{
	struct tree *tree = tree_load("device-alone");

	ck_assert_uint_eq(descriptor_tree_size(tree->bytes.bytes, tree->bytes.length), 0);
	ck_assert_uint_eq(tree->dev.configuration_count, 0);
	ck_assert_ptr_null(cusb_configuration_at(&tree->dev, 0));
	ck_assert_uint_eq(tree->end, 18);
	tree_free(tree);
}

CASE(configuration_fields_are_as_sent)
{
	struct tree *tree = tree_load("two-configurations");
	const struct cusb_configuration *cfg = tree_configuration(tree, 1);

	ck_assert_uint_eq(cfg->bLength, 9);
	ck_assert_uint_eq(cfg->wTotalLength, 34);
	ck_assert_uint_eq(cfg->bNumInterfaces, 2);
	ck_assert_uint_eq(cfg->bConfigurationValue, 1);
	ck_assert_uint_eq(cfg->iConfiguration, 5);
	ck_assert_uint_eq(cfg->bmAttributes, 0xa0);
	ck_assert_uint_eq(cfg->bMaxPower, 250);
	tree_free(tree);
}

CASE(interface_fields_are_as_sent)
{
	struct tree *tree = tree_load("keyboard");
	const struct cusb_interface *intf = tree_interface(tree, 0, 0);

	ck_assert_uint_eq(intf->bInterfaceNumber, 0);
	ck_assert_uint_eq(intf->bNumEndpoints, 1);
	ck_assert_uint_eq(intf->bInterfaceClass, CUSB_CLASS_HID);
	ck_assert_uint_eq(intf->bInterfaceSubClass, 1);
	ck_assert_uint_eq(intf->bInterfaceProtocol, 1);
	tree_free(tree);
}

CASE(endpoint_fields_are_as_sent)
{
	struct tree *tree = tree_load("keyboard");
	const struct cusb_endpoint *ep = tree_endpoint(tree, 0);

	ck_assert_uint_eq(ep->bEndpointAddress, 0x81);
	ck_assert_uint_eq(ep->bmAttributes, 3);
	ck_assert_uint_eq(ep->wMaxPacketSize, 8);
	ck_assert_uint_eq(ep->bInterval, 10);
	ck_assert_uint_eq(ep->bRefresh, 0);
	ck_assert_uint_eq(ep->bSynchAddress, 0);
	tree_free(tree);
}

CASE(audio_endpoint_has_refresh_and_synch_address)
{
	struct tree *tree = tree_load("audio");
	const struct cusb_interface *intf = tree_interface(tree, 1, 1);

	ck_assert_uint_eq(cusb_endpoint_at(intf, 0)->bRefresh, 3);
	ck_assert_uint_eq(cusb_endpoint_at(intf, 0)->bSynchAddress, 0x82);
	ck_assert_uint_eq(cusb_endpoint_at(intf, 1)->bRefresh, 5);
	tree_free(tree);
}

CASE(endpoint_of_eight_bytes_is_not_of_the_audio_form)
{
	struct tree *tree = tree_load("endpoint-short");
	const struct cusb_endpoint *ep = tree_endpoint(tree, 1);

	ck_assert_uint_eq(ep->bLength, 8);
	ck_assert_uint_eq(ep->bEndpointAddress, 0x83);
	ck_assert_uint_eq(ep->bRefresh, 0);
	tree_free(tree);
}

CASE(every_node_points_to_its_parent)
{
	struct tree *tree = tree_load("interleaved");
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	ck_assert_ptr_eq(cfg->device, &tree->dev);
	cusb_for_each_interface (cfg, intf) {
		ck_assert_ptr_eq(intf->configuration, cfg);
		cusb_for_each_endpoint (intf, ep)
			ck_assert_ptr_eq(ep->interface, intf);
	}
	tree_free(tree);
}

CASE(values_out_of_the_ordinary_are_kept_as_they_are)
{
	struct tree *tree = tree_load("endpoint-values");

	ck_assert_uint_eq(tree_endpoint(tree, 0)->wMaxPacketSize, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bInterval, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 1)->wMaxPacketSize, 0xffff);
	tree_free(tree);
}

CASE(endpoints_with_equal_or_zero_addresses_are_all_kept)
{
	struct tree *tree = tree_load("endpoint-addresses");

	ck_assert_uint_eq(tree_interface(tree, 0, 0)->endpoint_count, 4);
	ck_assert_uint_eq(tree_endpoint(tree, 1)->bEndpointAddress, 0x81);
	ck_assert_uint_eq(tree_endpoint(tree, 1)->bmAttributes, 3);
	ck_assert_uint_eq(tree_endpoint(tree, 2)->bEndpointAddress, 0x00);
	ck_assert_uint_eq(tree_endpoint(tree, 3)->bEndpointAddress, 0x80);
	tree_free(tree);
}

CASE(configurations_with_equal_or_zero_values_are_all_kept)
{
	struct tree *tree = tree_load("configuration-values");

	ck_assert_uint_eq(tree->dev.configuration_count, 3);
	ck_assert_uint_eq(tree_configuration(tree, 1)->bConfigurationValue, 1);
	ck_assert_uint_eq(tree_configuration(tree, 1)->altsetting_count, 1);
	ck_assert_uint_eq(tree_configuration(tree, 2)->bConfigurationValue, 0);
	tree_free(tree);
}

static const struct {
	const char *fixture;
	size_t configurations, interfaces, altsettings, endpoints; /* the latter in the first */
} counts[] = {
	{"total-length-small", 1, 1, 1, 1},
	{"total-length-large", 1, 1, 1, 1},
	{"total-length-inside", 2, 1, 1, 1},
	{"configurations-fewer", 1, 1, 1, 1},
	{"configurations-more", 1, 1, 1, 1},
	{"interfaces-fewer", 1, 2, 2, 0},
	{"interfaces-more", 1, 1, 1, 1},
	{"endpoints-fewer", 1, 1, 1, 2},
	{"endpoints-more", 1, 1, 1, 1},
	{"interface-short", 1, 1, 1, 1},
	{"long-standard", 1, 1, 1, 1},
	{"length-zero", 1, 1, 1, 1},
	{"length-past-end", 1, 1, 1, 1},
	{"device-again", 1, 1, 1, 1},
	{"alternate-missing", 1, 1, 3, 1},
	{"composite", 1, 3, 3, 1},
	{"webcam", 1, 2, 4, 1},
	{"interleaved", 1, 2, 5, 1},
};

CASE_PER_ROW(counts_are_what_is_there_not_what_is_claimed, counts)
{
	struct tree *tree = tree_load(counts[_i].fixture);

	ck_assert_uint_eq(tree->dev.configuration_count, counts[_i].configurations);
	ck_assert_uint_eq(tree_configuration(tree, 0)->interface_count, counts[_i].interfaces);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, counts[_i].altsettings);
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->endpoint_count, counts[_i].endpoints);
	tree_free(tree);
}

CASE(configuration_without_interfaces_is_kept)
{
	struct tree *tree = tree_load("interfaces-none");
	const struct cusb_configuration *cfg = tree_configuration(tree, 0);

	ck_assert_uint_eq(cfg->interface_count, 0);
	ck_assert_ptr_null(cusb_interface_next(cfg, NULL));
	ck_assert_uint_eq(cfg->extra_length, 4);
	tree_free(tree);
}

CASE(configuration_that_is_too_short_leaves_no_tree)
{
	struct tree *tree = tree_load("configuration-short");

	ck_assert_uint_eq(tree->dev.configuration_count, 0);
	ck_assert_uint_eq(tree->end, tree->bytes.length);
	tree_free(tree);
}
