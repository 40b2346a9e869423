/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/log.h>

#include "core/monitor/monitor.h"
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

static int warnings;

static void count_warning(enum cusb_log_level level, const char *text, void *user)
{
	(void)text;
	(void)user;
	warnings += level == CUSB_LOG_WARNING;
}

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

CASE(same_id_and_address_are_the_same_device)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	look();
	sw_expect_none();
}

/* Linux before 4.14 gives the number of a file in sysfs again at once. */
CASE(same_id_at_another_address_is_another_device)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	plug_unconfigured("1-1", 6, 100);
	look();
	sw_expect_only("left 1-1, arrived 1-1");
}

/*
 * 1-1 was replaced while it was looked at, so the listing had the old id with the new device. The
 * messages come after the look.
 */
CASE(id_of_the_device_before_is_corrected_by_the_next_message)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	plug_unconfigured("1-1", 6, 100);
	look();
	sw_expect("left 1-1, arrived 1-1");
	sw.devices[0].id = 101;
	sw_say("removed 1-1@5, added 1-1@6");
	sw_expect_none();
	look();
	sw_expect_none();
}

static void wait_for_looks(int wanted)
{
	struct cusb_event event;

	for (int looks = 0; looks < wanted;) {
		sw_forget();
		ck_assert_int_eq(cusb_monitor_next(sw_monitor, 5, &event), -ETIMEDOUT);
		for (const char *at = sw_calls(); (at = strstr(at, "look")); at++)
			looks++;
	}
}

CASE(id_of_the_device_before_is_corrected_by_the_next_look_without_a_watch)
{
	struct cusb_event event;

	sw.watch_err = -EPERM;
	sw_plug("1-1", 5, 100);
	sw_watch(&(struct cusb_monitor_options){.interval_ms = 1});
	plug_unconfigured("1-1", 6, 100);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	cusb_device_free(event.dev);
	sw_expect("arrived 1-1");
	sw.devices[0].id = 101;
	wait_for_looks(2);
	plug_unconfigured("1-1", 6, 102);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_LEFT);
	cusb_device_free(event.dev);
}

static void plug_node(const char *name, int address)
{
	struct sw_device *dev = sw_plug(name, address, 0);

	dev->configuration = 0;
	dev->node = true;
}

/* A node that may only be read gives its name to the device, until it may be written. */
static const struct {
	const char *first, *then;
} renamings[] = {{"001/005", "1-1"}, {"1-1", "001/005"}};

CASE_PER_ROW(device_that_gets_its_other_name_is_the_same, renamings)
{
	char left[32];

	plug_node("1-2", 6);
	plug_node(renamings[_i].first, 5);
	sw_watch(NULL);
	for (int i = 0; i < 2; i++) {
		sw_unplug(renamings[_i].first);
		plug_node(renamings[_i].then, 5);
		look();
		sw_expect_none();
		sw_unplug(renamings[_i].then);
		plug_node(renamings[_i].first, 5);
		look();
		sw_expect_none();
	}
	sw_unplug(renamings[_i].first);
	look();
	snprintf(left, sizeof left, "left %s", renamings[_i].first);
	sw_expect_only(left);
}

CASE(device_that_matches_under_its_other_name_arrives)
{
	plug_node("001/005", 5);
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, port_numbers, "1"), NULL);
	sw_unplug("001/005");
	plug_node("1-1", 5);
	look();
	sw_expect_only("arrived 1-1");
}

CASE(other_device_at_the_address_is_not_the_same_under_a_lasting_name)
{
	plug_node("1-1", 5);
	sw_watch(NULL);
	sw_unplug("1-1");
	plug_node("1-2", 5);
	look();
	sw_expect_only("left 1-1, arrived 1-2");
}

static const int no_addresses[] = {128, 255, -EBADMSG};

CASE_PER_ROW(device_without_a_proper_address_is_warned_of_once, no_addresses)
{
	sw_plug("1-1", no_addresses[_i], 100)->node = no_addresses[_i] > 0;
	warnings = 0;
	cusb_set_log(CUSB_LOG_WARNING, count_warning, NULL);
	sw_watch(NULL);
	for (int i = 0; i < 3; i++) {
		look();
		sw_expect_none();
	}
	ck_assert_int_eq(warnings, 1);
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

CASE(error_that_lasts_is_repeated_later_and_later)
{
	struct cusb_event event;
	int64_t before, step_ms = 10;

	sw_watch(&(struct cusb_monitor_options){.interval_ms = 40});
	look();
	sw.list_err = -EIO;
	ck_assert_int_eq(sw_next(&event), -EIO);
	for (int i = 0; i < 4; i++) {
		before = monitor_now();
		sw.list_err = -EIO;
		ck_assert_int_eq(sw_next(&event), -EIO);
		ck_assert_int_ge(monitor_next_time(sw_monitor), before + step_ms);
		step_ms = step_ms < 40 ? 2 * step_ms : 40;
	}
	ck_assert_int_le(monitor_next_time(sw_monitor), monitor_now() + 40);
	sw_expect_none();
	sw.list_err = -EIO;
	look();
	ck_assert_int_eq(sw_next(&event), -EIO);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), 0);
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

/* None means "no devices": the device does not leave. */
static const int list_errors[] = {-ENOENT, -ENODEV, -EIO, -EACCES};

CASE_PER_ROW(error_of_the_list_is_the_result_whatever_its_number, list_errors)
{
	struct cusb_event event;

	sw_watch(NULL);
	sw_plug("1-1", 5, 100);
	look();
	sw.devices[0].configuration = 0;
	sw_expect("arrived 1-1");
	look();
	sw.list_err = list_errors[_i];
	ck_assert_int_eq(sw_next(&event), list_errors[_i]);
	sw.list_err = 0;
	look();
	sw_expect_none();
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

/* These numbers mean something else when a backend returns them. */
static const int numbers[] = {-ENOENT, -ENODEV, -EAGAIN, -EBADMSG, -ENOMEM, -EMFILE, -ETIMEDOUT};

static int fail_for_9(struct cusb_device *dev, void *user)
{
	return dev->idProduct == 9 ? *(const int *)user : 1;
}

CASE_PER_ROW(error_of_a_custom_match_means_nothing_else, numbers)
{
	struct cusb_event event;
	int err = numbers[_i];

	sw_plug("1-1", 5, 100);
	sw_plug("1-2", 6, 101);
	sw_plug("1-3", 7, 102);
	sw_unplug("1-1"); /* so that 1-3 is the first of the list */
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, custom_device, fail_for_9, user, &err), NULL);
	sw_plug("1-4", 8, 103)->idProduct = 9;
	sw_plug("1-5", 9, 104)->configuration = 0;
	look();
	ck_assert_int_eq(sw_next(&event), err);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), 0);
	sw_expect_only("arrived 1-5");
	sw_unplug("1-2");
	look();
	sw_expect_only("left 1-2");
}

CASE_PER_ROW(error_of_a_custom_match_at_the_beginning_is_returned_whatever_it_is, numbers)
{
	int err = numbers[_i];

	sw_plug("1-1", 5, 100)->idProduct = 9;
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, &sw.backend, custom_device,
						     fail_for_9, user, &err),
					  NULL, &sw_monitor),
			 err);
	ck_assert_ptr_null(sw_monitor);
}

CASE(error_of_a_custom_match_at_the_beginning_is_returned)
{
	sw_plug("1-1", 5, 100)->idProduct = 9;
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, &sw.backend, custom_device, count),
					  NULL, &sw_monitor),
			 -EXDEV);
	ck_assert_ptr_null(sw_monitor);
}
