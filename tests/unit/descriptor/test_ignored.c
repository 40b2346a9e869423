/* SPDX-License-Identifier: MIT */
/* Which endpoints Linux does not have. The tree has them all. */
#include <string.h>

#include "descriptor/ignored.h"
#include "descriptor_tree.h"
#include "unit.h"

#define LE16(value)			(value) & 0xff, (value) >> 8
#define DEVICE				18, 1, LE16(0x0200), 0, 0, 0, 64, LE16(0xfffe), LE16(1), LE16(1), 0, 0, 0, 1
#define CONFIGURATION			9, 2, LE16(200), 3, 1, 0, 0x80, 50
#define INTERFACE(number, alternate, n) 9, 4, number, alternate, n, 0xff, 0, 0, 0
#define ENDPOINT(address, type)		7, 5, address, type, LE16(64), 1
#define BULK(address)			ENDPOINT(address, CUSB_ENDPOINT_TYPE_BULK)
#define CONTROL(address)		ENDPOINT(address, CUSB_ENDPOINT_TYPE_CTRL)

#define BYTES_MAX 160

/* For each endpoint, in the order of the bytes: y for one that Linux has, n for an ignored one. */
static const struct {
	uint8_t bytes[BYTES_MAX];
	const char *accepted;
} devices[] = {
	/* both directions of a number; one address in two settings */
	{{INTERFACE(0, 0, 2), BULK(0x01), BULK(0x81), INTERFACE(0, 1, 1), BULK(0x01)}, "yyy"},
	/* the same address in another interface, whatever its setting */
	{{INTERFACE(0, 0, 1), BULK(0x01), INTERFACE(1, 0, 1), BULK(0x01), INTERFACE(1, 1, 1),
	  BULK(0x01)},
	 "ynn"},
	/* the first interface has it in a later setting */
	{{INTERFACE(0, 0, 0), INTERFACE(0, 1, 1), BULK(0x01), INTERFACE(1, 0, 2), BULK(0x01),
	  BULK(0x02)},
	 "yny"},
	/* an ignored endpoint excludes no other one */
	{{INTERFACE(0, 0, 1), BULK(0x01), INTERFACE(1, 0, 1), BULK(0x01), INTERFACE(0, 1, 1),
	  BULK(0x01)},
	 "yny"},
	/* twice in one setting */
	{{INTERFACE(0, 0, 3), BULK(0x81), BULK(0x81), BULK(0x82)}, "yny"},
	/* earlier is by the bytes: interface 1 comes first, and interface 0 has two places */
	{{INTERFACE(0, 0, 0), INTERFACE(1, 0, 1), BULK(0x01), INTERFACE(0, 1, 1), BULK(0x01)},
	 "yn"},
	/* a setting that was there already, with all its endpoints */
	{{INTERFACE(0, 0, 1), BULK(0x01), INTERFACE(0, 0, 2), BULK(0x02), BULK(0x82)}, "ynn"},
	/* a control endpoint has both directions */
	{{INTERFACE(0, 0, 1), CONTROL(0x01), INTERFACE(1, 0, 2), BULK(0x81), BULK(0x82)}, "yny"},
	{{INTERFACE(0, 0, 1), BULK(0x81), INTERFACE(1, 0, 2), CONTROL(0x01), BULK(0x01)}, "yny"},
	{{INTERFACE(0, 0, 1), CONTROL(0x01), INTERFACE(0, 1, 1), BULK(0x81)}, "yy"},
	/* more endpoints than bNumEndpoints; an ignored one does not count */
	{{INTERFACE(0, 0, 1), BULK(0x01), BULK(0x02)}, "yn"},
	{{INTERFACE(0, 0, 2), BULK(0x01), BULK(0x01), BULK(0x02), BULK(0x03)}, "ynyn"},
	{{INTERFACE(0, 0, 0), BULK(0x01)}, "n"},
	/* number 0 and reserved bits, which exclude no other endpoint */
	{{INTERFACE(0, 0, 5), BULK(0x00), BULK(0x80), BULK(0x91), BULK(0x11), BULK(0x81)}, "nnnny"},
	{{INTERFACE(0, 0, 0)}, ""},
};

static size_t length_of(const uint8_t *descriptors)
{
	size_t length = 0;

	while (length < BYTES_MAX && descriptors[length])
		length += descriptors[length];
	return length;
}

/* The endpoints in the order of the bytes, whose structs are in this order too. */
static void judge(const struct cusb_configuration *cfg, char *accepted)
{
	const struct cusb_endpoint *first = NULL, *ep;
	const struct cusb_interface *intf;
	size_t count = 0;

	cusb_for_each_interface (cfg, intf) {
		cusb_for_each_endpoint (intf, ep) {
			if (!first || ep < first)
				first = ep;
			count++;
		}
	}
	for (size_t i = 0; i < count; i++)
		accepted[i] = endpoint_is_ignored(&first[i]) ? 'n' : 'y';
	accepted[count] = '\0';
}

CASE_PER_ROW(endpoint_is_judged_as_linux_does, devices)
{
	uint8_t bytes[27 + BYTES_MAX] = {DEVICE, CONFIGURATION};
	size_t length = length_of(devices[_i].bytes);
	struct tree *tree;
	char accepted[16];

	memcpy(bytes + 27, devices[_i].bytes, length);
	tree = tree_build(bytes, 27 + length);
	judge(tree_configuration(tree, 0), accepted);
	ck_assert_str_eq(accepted, devices[_i].accepted);
	tree_free(tree);
}

/* Each configuration is judged alone. */
CASE(another_configuration_may_have_the_same_addresses)
{
	static const uint8_t bytes[] = {DEVICE,	    CONFIGURATION, INTERFACE(0, 0, 1),
					BULK(0x01), CONFIGURATION, INTERFACE(1, 0, 1),
					BULK(0x01)};
	struct tree *tree = tree_build(bytes, sizeof bytes);
	char accepted[16];

	judge(tree_configuration(tree, 1), accepted);
	ck_assert_str_eq(accepted, "y");
	tree_free(tree);
}
