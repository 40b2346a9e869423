/* SPDX-License-Identifier: MIT */
#include "cli/print/json_device.h"
#include "descriptor_tree.h"
#include "unit.h"

static const void *association(const struct tree *tree)
{
	return tree_configuration(tree, 0)->associations;
}

static const void *endpoint(const struct tree *tree)
{
	return tree_endpoint(tree, 0);
}

static const void *companion(const struct tree *tree)
{
	return &tree_endpoint(tree, 0)->ss_companion;
}

static const struct {
	const char *fixture;
	const void *(*descriptor)(const struct tree *tree);
	const char *json;
} descriptors[] = {
	{"webcam", association,
	 "{\"bLength\": 8, \"bDescriptorType\": 11, \"bFirstInterface\": 0, \"bInterfaceCount\": 2, "
	 "\"bFunctionClass\": 14, \"bFunctionSubClass\": 3, \"bFunctionProtocol\": 0, "
	 "\"iFunction\": 2}\n"},
	{"storage", endpoint,
	 "{\"bLength\": 7, \"bDescriptorType\": 5, \"bEndpointAddress\": 129, \"bmAttributes\": 2, "
	 "\"wMaxPacketSize\": 512, \"bInterval\": 0}\n"},
	{"long-standard", endpoint,
	 "{\"bLength\": 11, \"bDescriptorType\": 5, \"bEndpointAddress\": 129, \"bmAttributes\": 3, "
	 "\"wMaxPacketSize\": 64, \"bInterval\": 4, \"bRefresh\": 1, \"bSynchAddress\": 2}\n"},
	{"uas", companion,
	 "{\"bLength\": 6, \"bDescriptorType\": 48, \"bMaxBurst\": 15, \"bmAttributes\": 0, "
	 "\"wBytesPerInterval\": 0}\n"},
	{"storage", companion, "{}\n"}, /* there is none */
};

CASE_PER_ROW(fields_are_numbers_under_their_names, descriptors)
{
	struct tree *tree = tree_load(descriptors[_i].fixture);
	static struct output out;
	struct json json;

	out.used = 0;
	json_begin(&json, &out, false);
	json_object_begin(&json, NULL);
	json_fields(&json, descriptors[_i].descriptor(tree));
	json_object_end(&json);
	json_end(&json);
	out.buffer[out.used] = '\0';
	ck_assert_str_eq(out.buffer, descriptors[_i].json);
	tree_free(tree);
}
