/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "core/monitor/script_watch.h"
#include "unit.h"

static const struct cusb_monitor_options soon = {.openable_ms = 60};

static struct sw_device *add(int open_err, unsigned int failures)
{
	struct sw_device *dev = sw_plug("1-1", 5, 100);

	dev->open_err = open_err;
	dev->open_failures = failures;
	sw_say("added 1-1");
	return dev;
}

static int openable_after(int timeout_ms)
{
	struct cusb_event event;

	ck_assert_int_eq(cusb_monitor_next(sw_monitor, timeout_ms, &event), 0);
	ck_assert_int_eq(event.type, CUSB_ARRIVED);
	cusb_device_free(event.dev);
	return event.openable;
}

FIXTURE(sw_begin, sw_end)

CASE_PER_NUMBER(arrival_waits_until_the_node_can_be_opened, 0, 4)
{
	static const int errors[] = {-EACCES, -EPERM, -ENOENT, -ENODEV};

	sw_watch(&(struct cusb_monitor_options){.openable_ms = 60000});
	add(errors[_i], 3);
	sw_expect_none();
	ck_assert_int_eq(openable_after(60000), 0);
	ck_assert_uint_eq(sw.devices[0].open_failures, 0);
}

CASE(arrival_that_waits_asks_for_another_try_soon)
{
	sw_watch(NULL);
	add(-EACCES, 1000);
	sw_expect_none();
	ck_assert_int_ge(cusb_monitor_poll_timeout(sw_monitor), 0);
	ck_assert_int_le(cusb_monitor_poll_timeout(sw_monitor), 10);
}

CASE(arrival_is_told_at_its_deadline_with_the_error)
{
	sw_watch(&soon);
	add(-EACCES, 1000000);
	ck_assert_int_eq(openable_after(60000), -EACCES);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

CASE(error_that_does_not_pass_is_told_at_once)
{
	sw_watch(NULL);
	add(-EIO, 1);
	ck_assert_int_eq(openable_after(CUSB_DONT_WAIT), -EIO);
}

CASE(shortage_while_opening_is_returned_and_the_arrival_told_after)
{
	struct cusb_event event;

	sw_watch(NULL);
	add(-EMFILE, 1);
	ck_assert_int_eq(sw_next(&event), -EMFILE);
	ck_assert_int_eq(openable_after(CUSB_DONT_WAIT), 0);
}

CASE(below_zero_opens_nothing)
{
	sw_watch(&(struct cusb_monitor_options){.openable_ms = -1});
	add(-EACCES, 1);
	ck_assert_int_eq(openable_after(CUSB_DONT_WAIT), 0);
	ck_assert_str_eq(sw_calls(), "look 1-1");
}

CASE(backend_that_cannot_open_says_so)
{
	sw.backend.open = NULL;
	sw_watch(NULL);
	add(0, 0);
	ck_assert_int_eq(openable_after(CUSB_DONT_WAIT), -ENOSYS);
}

CASE(device_that_leaves_while_it_waits_was_never_there)
{
	sw_watch(NULL);
	add(-EACCES, 1000);
	sw_expect_none();
	sw_unplug("1-1");
	sw_say("removed 1-1");
	sw_expect_none();
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

CASE(bound_while_it_waits_is_told_after_the_arrival)
{
	sw_watch(&(struct cusb_monitor_options){.openable_ms = 60000});
	add(-EACCES, 1);
	sw_say("bound 1-1");
	sw_expect_none();
	ck_assert_int_eq(openable_after(60000), 0);
	sw_expect("bound 1-1");
}

CASE(device_that_is_there_is_not_opened)
{
	sw_plug("1-1", 5, 100);
	sw_watch(&(struct cusb_monitor_options){.existing = true});
	sw_expect("arrived 1-1");
	ck_assert_str_eq(sw_calls(), "");
}

CASE(backend_that_knows_no_configuration_is_believed)
{
	sw.backend.configuration = NULL;
	sw_watch(NULL);
	add(0, 0);
	sw_say("bound 1-1");
	sw_expect("arrived 1-1, bound 1-1");
}

static int asked;

static ssize_t answer_one(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			  int timeout_ms)
{
	(void)handle;
	ck_assert_uint_eq(setup->bmRequestType, 0x80);
	ck_assert_uint_eq(setup->bRequest, CUSB_REQ_GET_CONFIGURATION);
	ck_assert_uint_eq(setup->wLength, 1);
	ck_assert_int_gt(timeout_ms, 0);
	asked++;
	*(uint8_t *)data = (uint8_t)(asked > 1);
	return 1;
}

/* A device that only its configuration, by a request, tells to be configured. */
static void watch_and_add(int open_err, unsigned int failures)
{
	asked = 0;
	sw.backend.control = answer_one;
	sw_watch(&(struct cusb_monitor_options){.openable_ms = 1, .interval_ms = 1});
	add(open_err, failures)->configuration = -ENOSYS;
	sw_say("any");
}

CASE(device_is_asked_whether_it_is_configured_when_the_backend_cannot_tell)
{
	struct cusb_event event;

	watch_and_add(0, 0);
	ck_assert_int_eq(openable_after(60000), 0);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_BOUND);
	ck_assert_int_eq(asked, 2);
	cusb_device_free(event.dev);
}

CASE(device_that_cannot_be_asked_is_not_looked_at_for_ever)
{
	struct cusb_event event;

	watch_and_add(-EACCES, 1000000);
	ck_assert_int_eq(openable_after(60000), -EACCES);
	while (cusb_monitor_poll_timeout(sw_monitor) >= 0)
		ck_assert_int_eq(cusb_monitor_next(sw_monitor, 5, &event), -ETIMEDOUT);
	ck_assert_int_eq(asked, 0);
}

CASE(shortage_while_asking_for_the_configuration_is_returned)
{
	struct cusb_event event;

	sw_watch(NULL);
	add(0, 0)->configuration = -EMFILE;
	sw_say("bound 1-1");
	ck_assert_int_eq(sw_next(&event), -EMFILE);
	sw.devices[0].configuration = 1;
	sw_expect("arrived 1-1, bound 1-1");
}

static bool tried_after(const struct cusb_monitor_options *options, bool before)
{
	struct cusb_event event;

	if (before)
		sw_plug("1-1", 5, 100);
	sw_watch(options);
	if (!before)
		add(0, 0);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, CUSB_DONT_WAIT, &event), 0);
	cusb_device_free(event.dev);
	return event.tried;
}

CASE(event_of_a_new_device_says_that_opening_was_tried)
{
	ck_assert(tried_after(NULL, false));
}

CASE(event_says_that_opening_was_not_tried_when_it_is_switched_off)
{
	ck_assert(!tried_after(&(struct cusb_monitor_options){.openable_ms = -1}, false));
}

CASE(event_of_a_device_that_is_there_says_that_opening_was_not_tried)
{
	ck_assert(!tried_after(&(struct cusb_monitor_options){.existing = true}, true));
}

/* ---- told at once ---------------------------------------------------------------------------- */

static struct cusb_event take(void)
{
	struct cusb_event event;

	ck_assert_int_eq(sw_next(&event), 0);
	cusb_device_free(event.dev);
	return event;
}

CASE(arrival_is_told_at_once_and_again_when_the_node_can_be_opened)
{
	struct cusb_event event;

	sw_watch(&(struct cusb_monitor_options){.at_once = true, .openable_ms = 60000});
	add(-EACCES, 2);
	sw_say("bound 1-1");
	event = take();
	ck_assert_int_eq(event.type, CUSB_ARRIVED);
	ck_assert_int_eq(event.openable, 0);
	ck_assert(!event.tried);
	sw_expect_none();
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_OPENABLE);
	ck_assert_int_eq(event.openable, 0);
	ck_assert(event.tried);
	cusb_device_free(event.dev);
	sw_expect_only("bound 1-1");
}

CASE(node_that_cannot_be_opened_is_told_after_an_arrival_at_once)
{
	struct cusb_event event;

	sw_watch(&(struct cusb_monitor_options){.at_once = true, .openable_ms = 40});
	add(-EACCES, 1000000);
	sw_expect_only("arrived 1-1");
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_OPENABLE);
	ck_assert_int_eq(event.openable, -EACCES);
	cusb_device_free(event.dev);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

/* The events wait, and keep their order. */
CASE(events_after_an_arrival_at_once_keep_their_order)
{
	sw_watch(&(struct cusb_monitor_options){.at_once = true});
	add(0, 0);
	sw_say("bound 1-1");
	sw_expect_only("arrived 1-1, openable 1-1, bound 1-1");
	sw_unplug("1-1");
	sw_say("removed 1-1");
	sw_expect_only("left 1-1");
}

CASE(device_that_leaves_before_it_could_be_opened_left_if_it_was_told)
{
	sw_watch(&(struct cusb_monitor_options){.at_once = true, .openable_ms = 60000});
	add(-EACCES, 1000000);
	sw_expect_only("arrived 1-1");
	sw_unplug("1-1");
	sw_say("removed 1-1");
	sw_expect_only("left 1-1");
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

CASE(arrival_at_once_without_a_try_to_open)
{
	sw_watch(&(struct cusb_monitor_options){.at_once = true, .openable_ms = -1});
	add(-EACCES, 1);
	sw_expect_only("arrived 1-1");
	ck_assert_int_eq(sw.open_handles, 0);
	ck_assert_uint_eq(sw.devices[0].open_failures, 1);
	sw_say("bound 1-1");
	sw_expect_only("bound 1-1");
}

CASE(existing_devices_are_told_without_a_try_also_at_once)
{
	sw_plug("1-1", 5, 100);
	sw_watch(&(struct cusb_monitor_options){.existing = true, .at_once = true});
	sw_expect_only("arrived 1-1");
}
