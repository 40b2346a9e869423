/* SPDX-License-Identifier: MIT */
/* The rows hold what Linux does; the conformance suite asks Linux itself for some of them. */
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define VENDOR	   0xff, 0, 0
#define CLASS	   0xfe, 0x77, 0
#define RNDIS	   0x02, 2, 0xff
#define ACTIVESYNC 0xef, 1, 1
#define AUDIO	   0x01, 1, 0
#define UAC3	   0x01, 1, 0x30

#define CONFIGURATIONS_MAX 9

struct configuration {
	uint8_t value, max_power; /* bMaxPower */
	uint8_t triple[3];
	bool empty;
};

static const struct row {
	const char *active; /* bConfigurationValue in sysfs */
	uint8_t bDeviceClass;
	unsigned int count;
	struct configuration configurations[CONFIGURATIONS_MAX];
} rows[] = {
	{"1\n", 0, 1, {{1, 50, {VENDOR}, false}}},
	{"1\n", 0, 2, {{1, 50, {VENDOR}, false}, {2, 50, {VENDOR}, false}}},
	{"7\n", 0, 2, {{9, 50, {VENDOR}, false}, {7, 50, {CLASS}, false}}},
	{"1\n", 0, 2, {{1, 50, {CLASS}, false}, {2, 50, {CLASS}, false}}},
	/* in a device of vendor class the interfaces do not matter */
	{"1\n", 0xff, 2, {{1, 50, {VENDOR}, false}, {2, 50, {CLASS}, false}}},
	/* without interfaces */
	{"2\n", 0, 2, {{1, 50, {0}, true}, {2, 50, {CLASS}, false}}},
	{"1\n", 0, 2, {{1, 50, {0}, true}, {2, 50, {VENDOR}, false}}},
	/* RNDIS gives way to any class, but only in the first, and not to vendors */
	{"2\n", 0, 2, {{1, 50, {RNDIS}, false}, {2, 50, {CLASS}, false}}},
	{"1\n", 0, 2, {{1, 50, {RNDIS}, false}, {2, 50, {VENDOR}, false}}},
	{"1\n", 0, 1, {{1, 50, {RNDIS}, false}}},
	{"2\n", 0, 2, {{1, 50, {ACTIVESYNC}, false}, {2, 50, {CLASS}, false}}},
	{"2\n", 0, 3, {{1, 50, {VENDOR}, false}, {2, 50, {RNDIS}, false}, {3, 50, {CLASS}, false}}},
	/* audio: UAC3 wherever it is, else only the first */
	{"2\n", 0, 2, {{1, 50, {AUDIO}, false}, {2, 50, {UAC3}, false}}},
	{"1\n", 0, 2, {{1, 50, {AUDIO}, false}, {2, 50, {AUDIO}, false}}},
	{"2\n", 0, 2, {{1, 50, {AUDIO}, false}, {2, 50, {CLASS}, false}}},
	{"1\n", 0, 2, {{1, 50, {VENDOR}, false}, {2, 50, {AUDIO}, false}}},
	{"2\n", 0xff, 2, {{1, 50, {VENDOR}, false}, {2, 50, {UAC3}, false}}},
	/* a root port feeds 500 mA */
	{"1\n", 0, 2, {{1, 250, {CLASS}, false}, {2, 50, {CLASS}, false}}},
	{"2\n", 0, 2, {{1, 251, {CLASS}, false}, {2, 50, {VENDOR}, false}}},
	{"", 0, 2, {{1, 251, {CLASS}, false}, {2, 255, {VENDOR}, false}}},
	/* the value 0 is one like any other */
	{"0\n", 0, 1, {{0, 50, {VENDOR}, false}}},
	{"0\n", 0, 2, {{1, 50, {VENDOR}, false}, {0, 50, {CLASS}, false}}},
	/* the kernel looks at eight */
	{"1\n",
	 0,
	 9,
	 {{1, 50, {VENDOR}, false},
	  {2, 50, {VENDOR}, false},
	  {3, 50, {VENDOR}, false},
	  {4, 50, {VENDOR}, false},
	  {5, 50, {VENDOR}, false},
	  {6, 50, {VENDOR}, false},
	  {7, 50, {VENDOR}, false},
	  {8, 50, {VENDOR}, false},
	  {9, 50, {CLASS}, false}}},
};

static uint8_t bytes[18 + CONFIGURATIONS_MAX * 18];
static struct cusb_virtual_model model = {.name = "choice", .descriptors = bytes};

static size_t put_configuration(uint8_t *at, const struct configuration *configuration)
{
	const uint8_t *triple = configuration->triple;
	const uint8_t length = configuration->empty ? 9 : 18;
	const uint8_t desc[] = {9,
				2,
				length,
				0,
				!configuration->empty,
				configuration->value,
				0,
				0x80,
				configuration->max_power,
				9,
				4,
				0,
				0,
				0,
				triple[0],
				triple[1],
				triple[2],
				0};

	memcpy(at, desc, length);
	return length;
}

static void make_model(const struct row *row, enum cusb_speed speed)
{
	const uint8_t device[] = {18,
				  1,
				  0,
				  2,
				  row->bDeviceClass,
				  0,
				  0,
				  speed < CUSB_SPEED_SUPER ? 64 : 9,
				  0xfe,
				  0xff,
				  1,
				  0,
				  0,
				  1,
				  0,
				  0,
				  0,
				  (uint8_t)row->count};

	memcpy(bytes, device, sizeof device);
	model.speed = speed;
	model.descriptors_length = sizeof device;
	for (unsigned int i = 0; i < row->count; i++)
		model.descriptors_length += put_configuration(bytes + model.descriptors_length,
							      &row->configurations[i]);
}

static void plug_row(const struct row *row, enum cusb_speed speed, const char *name)
{
	make_model(row, speed);
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, name), 0);
}

FIXTURE(world_start_empty, world_end)

CASE_PER_ROW(configuration_is_the_one_that_linux_chooses, rows)
{
	plug_row(&rows[_i], CUSB_SPEED_HIGH, "1-1");
	world_expect("1-1/bConfigurationValue", rows[_i].active);
}

static const struct row hungry = {"", 0, 2, {{1, 51, {CLASS}, false}, {2, 50, {VENDOR}, false}}};

CASE(hub_without_power_of_its_own_feeds_100_ma)
{
	static struct cusb_virtual_model hub;
	static uint8_t copy[128];

	hub = *cusb_virtual_find_model("hub");
	memcpy(copy, hub.descriptors, hub.descriptors_length);
	copy[18 + 7] = 0x80; /* bmAttributes */
	hub.descriptors = copy;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &hub, "1-2"), 0);
	plug_row(&hungry, CUSB_SPEED_HIGH, "1-2.1");
	world_expect("1-2.1/bConfigurationValue", "2\n");
}

CASE(hub_with_power_of_its_own_feeds_500_ma)
{
	world_plug("hub", "1-2");
	plug_row(&hungry, CUSB_SPEED_HIGH, "1-2.1");
	world_expect("1-2.1/bConfigurationValue", "1\n");
}

CASE(port_of_super_speed_feeds_900_ma)
{
	struct row row = hungry;

	row.configurations[0].max_power = 112; /* 896 mA */
	plug_row(&row, CUSB_SPEED_SUPER, "2-1");
	world_expect("2-1/bConfigurationValue", "1\n");
	row.configurations[0].max_power = 113;
	plug_row(&row, CUSB_SPEED_SUPER, "2-2");
	world_expect("2-2/bConfigurationValue", "2\n");
}
