/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/log.h>

#include "core/monitor/script_watch.h"
#include "unit.h"

static void look(void)
{
	sw_say("any");
}

/* Between looks there is nothing to be told of being configured. */
static void plug_unconfigured(const char *name, int address, uint64_t id)
{
	sw_plug(name, address, id)->configuration = 0;
}

FIXTURE(sw_begin, sw_end)

CASE(unchanged_device_gives_no_event)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	look();
	sw_expect_none();
}

CASE(another_id_is_another_device_at_the_same_address)
{
	struct cusb_device *old, *new;

	plug_unconfigured("1-1", 5, 100);
	sw_watch(NULL);
	plug_unconfigured("1-1", 5, 101);
	look();
	old = sw_take(CUSB_LEFT, "1-1");
	new = sw_take(CUSB_ARRIVED, "1-1");
	ck_assert(!cusb_same_device(old, new));
	sw_expect_none();
	cusb_device_free(old);
	cusb_device_free(new);
}

CASE(same_id_is_the_same_device)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw.devices[0].address = 6; /* it is not even asked for */
	look();
	sw_expect_none();
}

CASE(without_ids_another_address_is_another_device)
{
	sw_plug("1-1", 5, 0);
	sw_watch(NULL);
	plug_unconfigured("1-1", 6, 0);
	look();
	sw_expect("left 1-1, arrived 1-1");
}

CASE(without_ids_the_same_address_is_the_same_device)
{
	sw_plug("1-1", 5, 0);
	sw_watch(NULL);
	look();
	sw_expect_none();
}

CASE(device_that_left_cannot_be_opened_any_more)
{
	struct cusb_device *old;

	sw_plug("1-1", 5, 100);
	sw_watch(&(struct cusb_monitor_options){.existing = true});
	old = sw_take(CUSB_ARRIVED, "1-1");
	plug_unconfigured("1-1", 5, 101);
	look();
	sw_expect("left 1-1");
	ck_assert_int_eq(cusb_open(old), -ENODEV);
	cusb_device_free(old);
}

CASE(malformed_device_is_passed_over)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100)->malformed = true;
	plug_unconfigured("1-2", 6, 101);
	look();
	sw_expect("arrived 1-2");
	sw_unplug("1-1");
	look();
	sw_expect_none();
}

static int warnings;

static void count_warning(enum cusb_log_level level, const char *text, void *user)
{
	(void)text;
	(void)user;
	warnings += level == CUSB_LOG_WARNING;
}

CASE(malformed_device_is_warned_of_once)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100)->malformed = true;
	warnings = 0;
	cusb_set_log(CUSB_LOG_WARNING, count_warning, NULL);
	for (int i = 0; i < 3; i++) {
		look();
		sw_expect_none();
	}
	ck_assert_int_eq(warnings, 1);
}

CASE(device_that_goes_while_it_is_looked_at_is_looked_at_again)
{
	sw_watch(NULL);
	plug_unconfigured("1-1", -ENODEV, 100);
	look();
	sw_expect_none();
	sw.devices[0].address = 5;
	look();
	sw_expect("arrived 1-1");
}

CASE(shortage_is_returned_and_the_device_told_after)
{
	struct cusb_event event;

	sw_watch(NULL);
	plug_unconfigured("1-1", -EMFILE, 100);
	look();
	ck_assert_int_eq(sw_next(&event), -EMFILE);
	sw.devices[0].address = 5;
	sw_expect("arrived 1-1");
}

CASE(shortage_at_a_known_device_does_not_make_it_leave)
{
	struct cusb_event event;

	sw_plug("1-1", 5, 0);
	sw_watch(NULL);
	sw.devices[0].address = -ENFILE;
	look();
	ck_assert_int_eq(sw_next(&event), -ENFILE);
	sw.devices[0].address = 5;
	sw_expect_none();
}

CASE(failed_listing_is_returned_and_repeated)
{
	struct cusb_event event;

	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw_unplug("1-1");
	look();
	sw.list_err = -EIO;
	ck_assert_int_eq(sw_next(&event), -EIO);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), 0);
	sw_expect("left 1-1");
}

CASE(failed_look_at_a_name_is_repeated_as_a_whole_one)
{
	struct cusb_event event;

	sw_watch(NULL);
	plug_unconfigured("1-1", 5, 100);
	sw_say("added 1-1");
	sw.list_err = -EIO;
	ck_assert_int_eq(sw_next(&event), -EIO);
	sw_expect("arrived 1-1");
	ck_assert_str_eq(sw_calls(), "look 1-1, look, open 1-1, close, configuration 1-1");
}

CASE(kernel_without_usb_has_no_devices)
{
	sw.list_err = -ENOENT;
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw_expect_none();
	look();
	sw.devices[0].configuration = 0;
	sw_expect("arrived 1-1");
	look();
	sw.list_err = -ENOENT;
	sw_expect("left 1-1");
}

CASE(only_the_name_that_is_asked_for_is_looked_at)
{
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, name, "1-2"), NULL);
	plug_unconfigured("1-1", 5, 100);
	plug_unconfigured("1-2", 6, 101);
	look();
	sw_expect("arrived 1-2");
	ck_assert_str_eq(sw_calls(), "look 1-2, open 1-2, close, configuration 1-2");
}

static int questions;

static int count(struct cusb_device *dev, void *user)
{
	(void)user;
	questions++;
	return dev->idProduct == 9 ? -EXDEV : dev->idProduct == 1;
}

CASE(custom_match_is_asked_once_for_each_device)
{
	questions = 0;
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, custom_device, count), NULL);
	sw_plug("1-1", 5, 100);
	for (int i = 0; i < 3; i++) {
		look();
		sw_expect_none();
	}
	ck_assert_int_eq(questions, 1);
}

CASE(error_of_a_custom_match_is_returned_once_and_the_rest_told)
{
	struct cusb_event event;

	sw_watch_for(CUSB_MATCH(backend, &sw.backend, custom_device, count), NULL);
	sw_plug("1-1", 5, 100)->idProduct = 9;
	plug_unconfigured("1-2", 6, 101);
	sw.devices[1].idProduct = 1;
	look();
	ck_assert_int_eq(sw_next(&event), -EXDEV);
	sw_expect("arrived 1-2");
	sw_unplug("1-1");
	look();
	sw_expect_none();
}

CASE(error_of_a_custom_match_at_the_beginning_is_returned)
{
	sw_plug("1-1", 5, 100)->idProduct = 9;
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, &sw.backend, custom_device, count),
					  NULL, &sw_monitor),
			 -EXDEV);
	ck_assert_ptr_null(sw_monitor);
}
