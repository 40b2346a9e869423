/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "descriptor/parse.h"
#include "descriptor_tree.h"
#include "unit.h"

struct tree *tree_build(const uint8_t *bytes, size_t length)
{
	struct tree *tree = calloc(1, sizeof *tree);
	size_t size = descriptor_tree_size(bytes, length);

	if (!tree)
		abort();
	tree->bytes = hex_copy(bytes, length);
	tree->memory = malloc(size);
	if (!tree->memory && size > 0)
		abort();
	descriptor_parse_device(&tree->dev, tree->bytes.bytes, length);
	tree->end = descriptor_build_tree(&tree->dev, tree->memory, tree->bytes.bytes, length);
	return tree;
}

struct tree *tree_load(const char *name)
{
	struct hex hex = hex_load(name);
	struct tree *tree = tree_build(hex.bytes, hex.length);

	hex_free(&hex);
	return tree;
}

void tree_free(struct tree *tree)
{
	free(tree->memory);
	hex_free(&tree->bytes);
	free(tree);
}

const struct cusb_configuration *tree_configuration(const struct tree *tree, size_t index)
{
	const struct cusb_configuration *cfg = cusb_configuration_at(&tree->dev, index);

	ck_assert_ptr_nonnull(cfg);
	return cfg;
}

const struct cusb_interface *tree_interface(const struct tree *tree, size_t index,
					    size_t alternate_index)
{
	const struct cusb_interface *intf =
		cusb_interface_at(tree_configuration(tree, 0), index, alternate_index);

	ck_assert_ptr_nonnull(intf);
	return intf;
}

const struct cusb_endpoint *tree_endpoint(const struct tree *tree, size_t index)
{
	const struct cusb_endpoint *ep = cusb_endpoint_at(tree_interface(tree, 0, 0), index);

	ck_assert_ptr_nonnull(ep);
	return ep;
}
