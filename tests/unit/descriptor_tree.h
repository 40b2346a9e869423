/* SPDX-License-Identifier: MIT */
/* A descriptor tree from bytes, without a device behind it. A node that is missing fails the test. */
#ifndef TREE_H
#define TREE_H

#include <cusb/descriptor.h>

#include "hex.h"

struct tree {
	struct cusb_device dev;
	struct hex bytes;
	void *memory;
	size_t end; /* what descriptor_build_tree() returned */
};

/* Builds in memory of exactly the size asked for. Ends the program when there is none. */
struct tree *tree_load(const char *name);
/* The first `length` of the bytes. */
struct tree *tree_build(const uint8_t *bytes, size_t length);
void tree_free(struct tree *tree);

/* Nodes by position; the latter two in the first configuration, the last in its first interface. */
const struct cusb_configuration *tree_configuration(const struct tree *tree, size_t index);
const struct cusb_interface *tree_interface(const struct tree *tree, size_t index,
					    size_t alternate_index);
const struct cusb_endpoint *tree_endpoint(const struct tree *tree, size_t index);

#endif
