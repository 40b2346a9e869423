/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/bus/topology.h"
#include "unit.h"

/* In no order. A root hub on each of two buses; on the first a hub at port 2, and what is behind
 * it. */
static struct cusb_device devices[] = {
	{.name = "usb1", .bus = 1},
	{.name = "1-2.3", .bus = 1, .port_count = 2, .port_numbers = {2, 3}},
	{.name = "usb2", .bus = 2},
	{.name = "1-1", .bus = 1, .port_count = 1, .port_numbers = {1}},
	{.name = "1-2", .bus = 1, .port_count = 1, .port_numbers = {2}},
	{.name = "1-2.1", .bus = 1, .port_count = 2, .port_numbers = {2, 1}},
	/* Its hub, 2-5, is not in the list. */
	{.name = "2-5.4", .bus = 2, .port_count = 2, .port_numbers = {5, 4}},
	/* Their ports are not known. */
	{.name = "001/009", .bus = 1, .address = 9},
	{.name = "001/001", .bus = 1, .address = 1},
	/* The bus has no root hub in the list. */
	{.name = "3-1", .bus = 3, .port_count = 1, .port_numbers = {1}},
	{.name = "003/001", .bus = 3, .address = 1},
};

#define COUNT ARRAY_SIZE(devices)

static struct cusb_device *list[COUNT + 1];

static void begin(void)
{
	for (size_t i = 0; i < COUNT; i++)
		list[i] = &devices[i];
	list[COUNT] = NULL;
	topology_sort(list);
}

FIXTURE(begin, NULL)

static struct cusb_device *const *named(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(list[i]->name, name) == 0)
			return &list[i];
	ck_abort_msg("no device %s", name);
	return NULL;
}

static const struct {
	const char *hub;
	const char *below[7];
} hubs[] = {
	{NULL, {"usb1", "001/001", "001/009", "usb2", "3-1", "003/001"}},
	{"usb1", {"1-1", "1-2"}},
	{"usb2", {"2-5.4"}},
	{"1-2", {"1-2.1", "1-2.3"}},
	{"1-1", {NULL}},
	{"001/001", {NULL}},
};

CASE_PER_ROW(devices_below_a_hub_come_in_order_of_their_ports, hubs)
{
	struct cusb_device *const *hub = hubs[_i].hub ? named(hubs[_i].hub) : NULL;
	struct cusb_device *const *dev = hub ? topology_below(hub) : list;

	for (size_t i = 0; hubs[_i].below[i]; i++) {
		ck_assert_ptr_nonnull(dev);
		ck_assert_str_eq((*dev)->name, hubs[_i].below[i]);
		dev = topology_next(dev, hub ? *hub : NULL);
	}
	ck_assert_ptr_null(dev);
}

static const struct {
	const char *hub;
	const char *dev;
	const char *path;
} paths[] = {
	{NULL, "usb1", "0"},   {NULL, "1-2.3", "2.3"},	 {"usb1", "1-2", "2"},
	{"1-2", "1-2.3", "3"}, {"usb2", "2-5.4", "5.4"},
};

CASE_PER_ROW(path_has_the_ports_from_the_hub, paths)
{
	char text[40];

	topology_path(paths[_i].hub ? *named(paths[_i].hub) : NULL, *named(paths[_i].dev), text,
		      sizeof text);
	ck_assert_str_eq(text, paths[_i].path);
}

static const struct {
	const char *one, *other;
	bool in_line;
} lines[] = {
	{"1-2.3", "1-2.3", true}, {"1-2", "1-2.3", true},   {"1-2.3", "usb1", true},
	{"1-2", "2-5.4", false},  {"usb2", "1-2.3", false},
};

CASE_PER_ROW(devices_are_in_line_along_their_ports, lines)
{
	ck_assert_int_eq(topology_in_line(*named(lines[_i].one), *named(lines[_i].other)),
			 lines[_i].in_line);
}
