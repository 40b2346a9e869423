/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <cusb/virtual.h>

#include "cli/traffic/filter.h"
#include "unit.h"

static struct cusb_virtual_kernel *kernel;
static struct cli_bus bus;
static struct filter *filter;
static struct device_arg wanted[1];
static char taken[64]; /* the first byte of each event that was taken */

static void take(void *user, const struct pcapng_event *event)
{
	size_t length = strlen(taken);

	(void)user;
	ck_assert_uint_eq(event->length, 1);
	taken[length] = *(const char *)event->data;
	taken[length + 1] = '\0';
}

static void setup(void)
{
	taken[0] = '\0';
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1"), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("stall"), "1-2"), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &bus.backend), 0);
	bus.kernel = kernel;
	filter = calloc(1, sizeof *filter);
	filter->take = take;
}

static void teardown(void)
{
	filter_end(filter);
	free(filter);
	cusb_usbfs_free(bus.backend);
	cusb_virtual_kernel_free(kernel);
}

static void begin(const char *text)
{
	ck_assert_int_eq(device_arg_parse(text, &wanted[0]), 0);
	ck_assert_int_eq(filter_begin(filter, &bus, wanted, 1), 0);
}

static void put(uint16_t busnum, uint8_t devnum, char name)
{
	const struct usbmon_packet packet = {
		.type = USBMON_SUBMIT, .busnum = busnum, .devnum = devnum, .len_cap = 1};

	filter_put(filter, &(struct pcapng_event){.packet = &packet, .data = &name, .length = 1});
}

FIXTURE(setup, teardown)

CASE(without_a_device_all_events_are_taken)
{
	ck_assert_int_eq(filter_begin(filter, &bus, NULL, 0), 0);
	put(1, 2, 'a');
	put(7, 99, 'b');
	put(1, 0, 'c');
	ck_assert_str_eq(taken, "abc");
}

CASE(the_events_of_a_known_device_are_taken_and_of_others_dropped)
{
	begin("fffe:0001");
	put(1, 2, 'a');
	put(1, 3, 'b');
	put(1, 2, 'c');
	put(1, 1, 'd');
	ck_assert_str_eq(taken, "ac");
}

CASE(the_first_events_of_a_device_wait_until_it_is_known)
{
	begin("fffe:0003");
	put(1, 0, 'a');
	put(1, 4, 'b');
	put(1, 2, 'x');
	ck_assert_str_eq(taken, "");
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-3"), 0);
	filter_look(filter);
	ck_assert_str_eq(taken, "ab");
	put(1, 4, 'c');
	ck_assert_str_eq(taken, "abc");
}

CASE(the_first_events_of_another_device_are_dropped)
{
	begin("fffe:0001");
	put(1, 0, 'x');
	put(1, 4, 'y');
	put(2, 4, 'z');
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-3"), 0);
	filter_look(filter);
	put(1, 4, 'w');
	put(1, 2, 'a');
	ck_assert_str_eq(taken, "a");
	ck_assert_uint_gt(filter->held_length, 0); /* of bus 2 */
}

CASE(what_has_no_room_to_wait_is_counted)
{
	begin("fffe:0001");
	for (unsigned int i = 0; i < 100000; i++)
		put(5, 5, 'x');
	ck_assert_uint_gt(filter->overflowed, 0);
	ck_assert_uint_lt(filter->overflowed, 100000);
	put(1, 2, 'a');
	ck_assert_str_eq(taken, "a");
}
