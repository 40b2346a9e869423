/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "json_class.h"
#include "json_device.h"
#include "strings.h"

struct json_tree {
	struct json *json;
	struct strings strings;
	struct class_context context;
	int failed;	/* -errno: the device cannot be asked */
	size_t present; /* the bytes of the configuration that are descriptors */
};

/* Null when there is none, or the device does not answer. */
static void string_at(struct json_tree *tree, const char *key, unsigned int index)
{
	char text[CUSB_STRING_SIZE + 1];

	json_string(tree->json, key,
		    strings_read(&tree->strings, index, text, sizeof text) ? text : NULL);
}

static void extras(struct json_tree *tree, const uint8_t *extra, size_t length)
{
	json_class_descriptors(tree->json, "descriptors", &tree->context, extra, length);
}

static void companion(struct json_tree *tree, const struct cusb_ss_endpoint_companion *companion)
{
	if (companion->bLength == 0) {
		json_null(tree->json, "ss_companion");
		return;
	}
	json_object_begin(tree->json, "ss_companion");
	json_fields(tree->json, companion);
	json_meaning(tree->json, &tree->context, companion);
	json_object_end(tree->json);
}

static void endpoint(struct json_tree *tree, const struct cusb_endpoint *ep)
{
	json_object_begin(tree->json, NULL);
	json_fields(tree->json, ep);
	tree->present += ep->bLength + ep->extra_length;
	json_bytes(tree->json, "extra", ep->extra, ep->extra_length);
	tree->context.transfer_type = ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK;
	json_meaning(tree->json, &tree->context, ep);
	json_bandwidth(tree->json, ep);
	extras(tree, ep->extra, ep->extra_length);
	companion(tree, &ep->ss_companion);
	json_object_end(tree->json);
}

static void interface(struct json_tree *tree, const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;

	json_object_begin(tree->json, NULL);
	json_fields(tree->json, intf);
	tree->present += intf->bLength + intf->extra_length;
	string_at(tree, "interface", intf->iInterface);
	json_bytes(tree->json, "extra", intf->extra, intf->extra_length);
	tree->context.class = intf->bInterfaceClass;
	tree->context.subclass = intf->bInterfaceSubClass;
	tree->context.protocol = intf->bInterfaceProtocol;
	json_meaning(tree->json, &tree->context, intf);
	extras(tree, intf->extra, intf->extra_length);
	if (intf->alternate_index == 0 && intf->bInterfaceClass == CUSB_CLASS_HID)
		json_report(tree->json, tree->strings.bus, intf, &tree->failed);
	json_blocks(tree->json, &tree->context, intf, &tree->failed);
	json_array_begin(tree->json, "endpoints");
	cusb_for_each_endpoint (intf, ep)
		endpoint(tree, ep);
	json_array_end(tree->json);
	json_object_end(tree->json);
}

static void association(struct json_tree *tree, const struct cusb_interface_association *iad)
{
	json_object_begin(tree->json, NULL);
	json_fields(tree->json, iad);
	string_at(tree, "function", iad->iFunction);
	json_meaning(tree->json, &tree->context, iad);
	json_object_end(tree->json);
}

static void configuration(struct json_tree *tree, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	json_object_begin(tree->json, NULL);
	json_fields(tree->json, cfg);
	tree->present = cfg->bLength + cfg->extra_length;
	string_at(tree, "configuration", cfg->iConfiguration);
	json_bytes(tree->json, "extra", cfg->extra, cfg->extra_length);
	json_meaning(tree->json, &tree->context, cfg);
	extras(tree, cfg->extra, cfg->extra_length);
	json_array_begin(tree->json, "associations");
	for (size_t i = 0; i < cfg->association_count; i++)
		association(tree, &cfg->associations[i]);
	json_array_end(tree->json);
	json_array_begin(tree->json, "interfaces");
	cusb_for_each_interface (cfg, intf)
		interface(tree, intf);
	json_array_end(tree->json);
	json_number(tree->json, "present", tree->present);
	json_object_end(tree->json);
}

void json_descriptors(struct json *json, const struct cli_bus *bus, struct cusb_device *dev,
		      bool ask)
{
	struct json_tree tree = {.json = json, .strings = {bus, dev, false}};
	const struct cusb_configuration *cfg;
	struct class_context context = strings_context(&tree.strings);

	json_object_begin(json, NULL);
	json_device_fields(json, dev);
	string_at(&tree, "manufacturer", dev->iManufacturer);
	string_at(&tree, "product", dev->iProduct);
	string_at(&tree, "serial_number", dev->iSerialNumber);
	json_meaning(json, &context, dev);
	json_array_begin(json, "configurations");
	cusb_for_each_configuration (dev, cfg) {
		tree.context = context;
		configuration(&tree, cfg);
	}
	json_array_end(json);
	if (ask)
		json_answers(json, &context, dev);
	json_object_end(json);
}
