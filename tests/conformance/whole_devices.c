/* SPDX-License-Identifier: MIT */
/*
 * Real devices, from dumps of their descriptors: each is found, and all of it is in the tree,
 * without a complaint.
 */
#include <stdio.h>
#include <string.h>

#include "fixture.h"

#define HAVE_DRIVERS "the kernel's drivers would take these devices, and talk to them"

static const struct device_text {
	const char *name;
	unsigned int idVendor, idProduct;
	enum cusb_speed speed;
} texts[] = {
	{"blackfin-strings", 0x0456, 0xf001, CUSB_SPEED_HIGH},
	{"dell-bluetooth", 0x413c, 0x8160, CUSB_SPEED_FULL},
	{"every-class", 0xfffe, 0x0062, CUSB_SPEED_HIGH},
	{"framework-hdmi", 0x32ac, 0x0002, CUSB_SPEED_FULL},
	{"kindle-otg", 0x1949, 0x0004, CUSB_SPEED_HIGH},
	{"lenovo-hub", 0x17ef, 0x1005, CUSB_SPEED_HIGH},
	{"motorola-sbg900", 0x07b2, 0x0900, CUSB_SPEED_FULL},
	{"ms-travel-hub", 0x045e, 0x09bc, CUSB_SPEED_FULL},
	{"qemu-audio", 0x46f4, 0x0002, CUSB_SPEED_FULL},
	{"qemu-ccid", 0x08e6, 0x4433, CUSB_SPEED_FULL},
	{"qemu-mtp", 0x46f4, 0x0004, CUSB_SPEED_HIGH},
	{"qemu-uas", 0x46f4, 0x0003, CUSB_SPEED_SUPER},
	{"riot-empty", 0x0001, 0x1209, CUSB_SPEED_FULL},
	{"root-hub-31", 0x1d6b, 0x0003, CUSB_SPEED_SUPER},
	{"sandisk-uas", 0x0781, 0x55e8, CUSB_SPEED_SUPER_PLUS},
	{"stadia-pad", 0x18d1, 0x9400, CUSB_SPEED_HIGH},
	{"trust-webcam", 0x0c45, 0x6340, CUSB_SPEED_HIGH},
	{"via-hub-0822", 0x2109, 0x0822, CUSB_SPEED_SUPER},
	{"worlde-keyboard", 0x0218, 0x0401, CUSB_SPEED_FULL},
};

static void complain(enum cusb_log_level level, const char *line, void *user)
{
	(void)user;
	fprintf(stderr, "%d: %s\n", level, line);
	check_failed(__FILE__, __LINE__, "a complaint");
}

/* Descriptors of a type, by their lengths alone. */
static unsigned int count_descriptors(const struct cusb_virtual_model *model, uint8_t type)
{
	unsigned int count = 0;

	for (size_t at = 0; at < model->descriptors_length; at += model->descriptors[at]) {
		CHECK(model->descriptors[at] >= 2);
		count += model->descriptors[at + 1] == type;
	}
	return count;
}

static void check_tree(struct cusb_device *dev, const struct cusb_virtual_model *model)
{
	size_t settings = 0, endpoints = 0;
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	cusb_for_each_configuration (dev, cfg) {
		CHECK_INT(cfg->interface_count, cfg->bNumInterfaces);
		settings += cfg->altsetting_count;
		cusb_for_each_interface (cfg, intf) {
			CHECK_INT(intf->endpoint_count, intf->bNumEndpoints);
			endpoints += intf->endpoint_count;
		}
	}
	CHECK_INT(dev->configuration_count, dev->bNumConfigurations);
	CHECK_INT(dev->configuration_count, count_descriptors(model, CUSB_DESC_TYPE_CONFIG));
	CHECK_INT(settings, count_descriptors(model, CUSB_DESC_TYPE_INTERFACE));
	CHECK_INT(endpoints, count_descriptors(model, CUSB_DESC_TYPE_ENDPOINT));
}

/* As the text has it; NULL when the text does not tell. */
static const char *string_of(const struct cusb_virtual_model *model, unsigned int index)
{
	const char *const *string = model->strings;

	if (index == 0 || !string)
		return NULL;
	while (*string && --index > 0)
		string++;
	return *string && **string ? *string : NULL;
}

static void check_product(struct cusb_device *dev, const struct cusb_virtual_model *model)
{
	const char *want = string_of(model, dev->iProduct), *text = NULL;

	if (!want || !world_has(NEED_STRINGS))
		return;
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, want);
	CHECK(!cusb_is_open(dev));
}

CASE_PER_ROW(whole_device, texts, WORLD_ANY & ~WORLD_KERNEL, HAVE_DRIVERS, 0)
{
	const struct device_text *row = case_row;
	const struct cusb_virtual_model *model = fixture_load(row->name);
	const struct cusb_configuration *cfg = NULL;
	struct cusb_device *dev;
	char text[16384];

	cusb_set_log(CUSB_LOG_WARNING, complain, NULL);
	dev = find_name(world_plug_model(model));
	CHECK_INT(dev->idVendor, row->idVendor);
	CHECK_INT(dev->idProduct, row->idProduct);
	CHECK_INT(cusb_device_speed(dev), row->speed);
	check_tree(dev, model);
	check_product(dev, model);
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 0));
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	CHECK(cusb_describe_configuration(cfg, text, sizeof text) > 0);
	cusb_device_free(dev);
}
