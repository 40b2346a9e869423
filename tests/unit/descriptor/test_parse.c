/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "descriptor/parse.h"
#include "descriptor_tree.h"
#include "unit.h"

static struct tree *tree;

static void end(void)
{
	if (tree)
		tree_free(tree);
	tree = NULL;
}

FIXTURE(NULL, end)

/* A descriptor of the tree; all but configurations are of the first of these. */
static const void *node(const char *path)
{
	size_t i, alternate, n;

	if (strcmp(path, "device") == 0)
		return &tree->dev;
	if (sscanf(path, "configuration %zu", &n) == 1)
		return tree_configuration(tree, n);
	if (sscanf(path, "association %zu", &n) == 1)
		return &tree_configuration(tree, 0)->associations[n];
	if (sscanf(path, "interface %zu.%zu", &i, &alternate) == 2)
		return tree_interface(tree, i, alternate);
	if (sscanf(path, "endpoint %zu.%zu.%zu", &i, &alternate, &n) == 3)
		return cusb_endpoint_at(tree_interface(tree, i, alternate), n);
	ck_assert_int_eq(sscanf(path, "companion %zu.%zu.%zu", &i, &alternate, &n), 3);
	return &cusb_endpoint_at(tree_interface(tree, i, alternate), n)->ss_companion;
}

static unsigned int value_of(const void *descriptor, const char *name)
{
	const char *at;
	unsigned int value;

	for (size_t i = 0; (at = cusb_field_at(descriptor, i, &value)); i++)
		if (strcmp(at, name) == 0)
			return value;
	ck_abort_msg("no field %s", name);
	return 0;
}

static const struct {
	const char *fixture;
	const char *path;
	const char *field;
	unsigned int value;
} values[] = {
	{"uas", "device", "bLength", 18},
	{"uas", "device", "bcdUSB", 0x0310},
	{"uas", "device", "bMaxPacketSize0", 9},
	{"uas", "device", "idVendor", 0xfffe},
	{"uas", "device", "idProduct", 0x0106},
	{"uas", "device", "iSerialNumber", 3},
	{"uas", "device", "bNumConfigurations", 1},
	/* taken as 18 bytes */
	{"device-length", "device", "bLength", 8},
	{"device-length", "device", "idVendor", 0xfffe},
	{"two-configurations", "configuration 1", "bLength", 9},
	{"two-configurations", "configuration 1", "wTotalLength", 34},
	{"two-configurations", "configuration 1", "bNumInterfaces", 2},
	{"two-configurations", "configuration 1", "bConfigurationValue", 1},
	{"two-configurations", "configuration 1", "iConfiguration", 5},
	{"two-configurations", "configuration 1", "bmAttributes", 0xa0},
	{"two-configurations", "configuration 1", "bMaxPower", 250},
	/* equal values, and 0 */
	{"configuration-values", "configuration 1", "bConfigurationValue", 1},
	{"configuration-values", "configuration 2", "bConfigurationValue", 0},
	{"keyboard", "interface 0.0", "bInterfaceNumber", 0},
	{"keyboard", "interface 0.0", "bNumEndpoints", 1},
	{"keyboard", "interface 0.0", "bInterfaceClass", CUSB_CLASS_HID},
	{"keyboard", "interface 0.0", "bInterfaceSubClass", 1},
	{"keyboard", "interface 0.0", "bInterfaceProtocol", 1},
	/* numbers that are no positions stay in descriptor order */
	{"composite", "interface 0.0", "bInterfaceNumber", 4},
	{"composite", "interface 1.0", "bInterfaceNumber", 0},
	{"composite", "interface 2.0", "bInterfaceNumber", 2},
	/* settings that repeat or lack zero */
	{"alternate-missing", "interface 0.0", "bAlternateSetting", 1},
	{"alternate-missing", "interface 0.1", "bAlternateSetting", 2},
	{"alternate-missing", "interface 0.2", "bAlternateSetting", 2},
	{"keyboard", "endpoint 0.0.0", "bEndpointAddress", 0x81},
	{"keyboard", "endpoint 0.0.0", "bmAttributes", 3},
	{"keyboard", "endpoint 0.0.0", "wMaxPacketSize", 8},
	{"keyboard", "endpoint 0.0.0", "bInterval", 10},
	/* of the audio form, and of 8 bytes */
	{"audio", "endpoint 1.1.0", "bRefresh", 3},
	{"audio", "endpoint 1.1.0", "bSynchAddress", 0x82},
	{"audio", "endpoint 1.1.1", "bRefresh", 5},
	{"long-standard", "endpoint 0.0.0", "bSynchAddress", 2},
	{"endpoint-short", "endpoint 0.0.1", "bLength", 8},
	{"endpoint-short", "endpoint 0.0.1", "bEndpointAddress", 0x83},
	/* out of the ordinary */
	{"endpoint-values", "endpoint 0.0.0", "wMaxPacketSize", 0},
	{"endpoint-values", "endpoint 0.0.0", "bInterval", 0},
	{"endpoint-values", "endpoint 0.0.1", "wMaxPacketSize", 0xffff},
	/* equal addresses, and 0 */
	{"endpoint-addresses", "endpoint 0.0.1", "bEndpointAddress", 0x81},
	{"endpoint-addresses", "endpoint 0.0.1", "bmAttributes", 3},
	{"endpoint-addresses", "endpoint 0.0.2", "bEndpointAddress", 0x00},
	{"endpoint-addresses", "endpoint 0.0.3", "bEndpointAddress", 0x80},
	{"uas", "companion 0.1.0", "bLength", 6},
	{"uas", "companion 0.1.0", "bDescriptorType", CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION},
	{"uas", "companion 0.1.0", "bMaxBurst", 15},
	{"uas", "companion 0.1.0", "bmAttributes", 5},
	/* the first good one within its endpoint */
	{"companions", "companion 0.0.1", "bMaxBurst", 1},
	{"companions", "companion 0.0.2", "bMaxBurst", 4},
	{"companions", "companion 0.0.3", "bMaxBurst", 5},
	{"companions", "companion 0.0.3", "wBytesPerInterval", 0x0400},
	{"webcam", "association 0", "bLength", 8},
	{"webcam", "association 0", "bFirstInterface", 0},
	{"webcam", "association 0", "bInterfaceCount", 2},
	{"webcam", "association 0", "bFunctionClass", CUSB_CLASS_VIDEO},
	{"webcam", "association 0", "bFunctionSubClass", 3},
	{"webcam", "association 0", "iFunction", 2},
	/* anywhere in the configuration */
	{"associations", "association 1", "bFirstInterface", 200},
	{"associations", "association 1", "bInterfaceCount", 100},
	{"associations", "association 2", "iFunction", 7},
};

CASE_PER_ROW(field_is_as_sent_in_the_byte_order_of_the_host, values)
{
	tree = tree_load(values[_i].fixture);
	ck_assert_uint_eq(value_of(node(values[_i].path), values[_i].field), values[_i].value);
}

CASE(endpoint_that_is_not_of_the_audio_form_has_zeros_for_its_fields)
{
	tree = tree_load("endpoint-short");
	ck_assert_uint_eq(tree_endpoint(tree, 1)->bRefresh, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 1)->bSynchAddress, 0);
	end();
	tree = tree_load("keyboard");
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bRefresh, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 0)->bSynchAddress, 0);
}

CASE(endpoint_without_a_companion_has_one_of_zeros)
{
	tree = tree_load("companions");
	ck_assert_uint_eq(tree_endpoint(tree, 0)->ss_companion.bLength, 0);
	ck_assert_uint_eq(tree_endpoint(tree, 4)->ss_companion.bLength, 0);
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

CASE(device_without_configurations_has_an_empty_tree)
{
	tree = tree_load("device-alone");
	ck_assert_uint_eq(descriptor_tree_size(tree->bytes.bytes, tree->bytes.length), 0);
	ck_assert_uint_eq(tree->dev.configuration_count, 0);
	ck_assert_ptr_null(cusb_configuration_at(&tree->dev, 0));
	ck_assert_uint_eq(tree->end, 18);
}

CASE(every_node_points_to_its_parent)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	tree = tree_load("interleaved");
	cfg = tree_configuration(tree, 0);
	ck_assert_ptr_eq(cfg->device, &tree->dev);
	cusb_for_each_interface (cfg, intf) {
		ck_assert_ptr_eq(intf->configuration, cfg);
		cusb_for_each_endpoint (intf, ep)
			ck_assert_ptr_eq(ep->interface, intf);
	}
}

static const struct {
	const char *fixture;
	size_t configurations, interfaces, altsettings, endpoints; /* the latter in the first */
} counts[] = {
	{"total-length-small", 1, 1, 1, 1},  {"total-length-large", 1, 1, 1, 1},
	{"total-length-inside", 2, 1, 1, 1}, {"configurations-fewer", 1, 1, 1, 1},
	{"configurations-more", 1, 1, 1, 1}, {"configuration-values", 3, 1, 1, 0},
	{"interfaces-fewer", 1, 2, 2, 0},    {"interfaces-more", 1, 1, 1, 1},
	{"endpoints-fewer", 1, 1, 1, 2},     {"endpoints-more", 1, 1, 1, 1},
	{"endpoint-addresses", 1, 1, 1, 4},  {"interface-short", 1, 1, 1, 1},
	{"long-standard", 1, 1, 1, 1},	     {"length-zero", 1, 1, 1, 1},
	{"length-past-end", 1, 1, 1, 1},     {"device-again", 1, 1, 1, 1},
	{"device-length", 1, 1, 1, 1},	     {"alternate-missing", 1, 1, 3, 1},
	{"composite", 1, 3, 3, 1},	     {"webcam", 1, 2, 4, 1},
	{"interleaved", 1, 2, 5, 1},
};

CASE_PER_ROW(counts_are_what_is_there_not_what_is_claimed, counts)
{
	tree = tree_load(counts[_i].fixture);
	ck_assert_uint_eq(tree->dev.configuration_count, counts[_i].configurations);
	ck_assert_uint_eq(tree_configuration(tree, 0)->interface_count, counts[_i].interfaces);
	ck_assert_uint_eq(tree_configuration(tree, 0)->altsetting_count, counts[_i].altsettings);
	ck_assert_uint_eq(tree_interface(tree, 0, 0)->endpoint_count, counts[_i].endpoints);
}

CASE(configuration_without_interfaces_is_kept)
{
	const struct cusb_configuration *cfg;

	tree = tree_load("interfaces-none");
	cfg = tree_configuration(tree, 0);
	ck_assert_uint_eq(cfg->interface_count, 0);
	ck_assert_ptr_null(cusb_interface_next(cfg, NULL));
	ck_assert_uint_eq(cfg->extra_length, 4);
}

CASE(configuration_with_the_value_of_another_has_interfaces_of_its_own)
{
	tree = tree_load("configuration-values");
	ck_assert_uint_eq(tree_configuration(tree, 1)->altsetting_count, 1);
}

CASE(configuration_that_is_too_short_leaves_no_tree)
{
	tree = tree_load("configuration-short");
	ck_assert_uint_eq(tree->dev.configuration_count, 0);
	ck_assert_uint_eq(tree->end, tree->bytes.length);
}
