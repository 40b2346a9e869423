/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "fail_alloc.h"
#include "core/monitor/script_watch.h"
#include "unit.h"

static void plug_one(void)
{
	sw_plug("1-1", 5, 100);
	sw_say("added 1-1, bound 1-1");
}

FIXTURE(sw_begin, sw_end)

CASE(watch_begins_before_the_first_look)
{
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, &sw.backend), NULL, &sw_monitor), 0);
	ck_assert_str_eq(sw_calls(), "watch, look");
}

CASE(what_happens_during_the_first_look_is_told)
{
	sw_plug("1-1", 5, 100);
	sw_say("added 1-2");
	sw_watch(NULL);
	sw_plug("1-2", 6, 101);
	sw_say("added 1-2");
	sw_expect("arrived 1-2");
}

CASE(event_that_comes_during_the_wait_is_given)
{
	struct cusb_event event;

	sw_watch(NULL);
	sw.on_wait = plug_one;
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, CUSB_NO_TIMEOUT, &event), 0);
	ck_assert_int_eq(event.type, CUSB_ARRIVED);
	ck_assert_int_eq(sw.waited_ms, 0);
	cusb_device_free(event.dev);
}

CASE(events_of_one_device_come_in_their_order)
{
	sw_watch(NULL);
	plug_one();
	sw_expect("arrived 1-1, bound 1-1");
	sw_say("changed 1-1, changed 1-1");
	sw_unplug("1-1");
	sw_say("removed 1-1");
	sw_expect_only("changed 1-1, left 1-1");
}

CASE(event_that_is_due_is_given_before_the_next_message_is_read)
{
	sw_watch(NULL);
	sw_plug("1-2", 6, 101);
	sw_say("added 1-2");
	plug_one();
	sw_expect("arrived 1-2");
	sw_unplug("1-1");
	sw_say("removed 1-1");
	sw_expect("arrived 1-1, bound 1-1, left 1-1");
}

CASE(same_object_from_arrival_to_leaving)
{
	struct cusb_device *arrived, *left;

	sw_watch(NULL);
	plug_one();
	arrived = sw_take(CUSB_ARRIVED, "1-1");
	sw_expect("bound 1-1");
	sw_unplug("1-1");
	sw_say("removed 1-1");
	left = sw_take(CUSB_LEFT, "1-1");
	ck_assert_ptr_eq(arrived, left);
	cusb_device_free(arrived);
	cusb_device_free(left);
}

CASE(device_outlives_the_monitor)
{
	struct cusb_device *dev;

	sw_watch(NULL);
	plug_one();
	dev = sw_take(CUSB_ARRIVED, "1-1");
	cusb_monitor_free(sw_monitor);
	sw_monitor = NULL;
	ck_assert_str_eq(dev->name, "1-1");
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_device_free(dev);
}

CASE(monitor_is_freed_with_events_due)
{
	sw_plug("1-2", 6, 101);
	sw_plug("1-3", 7, 102);
	sw_watch(NULL);
	plug_one();
	sw_unplug("1-2");
	sw_unplug("1-3");
	sw_say("any");
	sw_expect("left 1-2");
}

CASE(signal_during_the_wait_is_returned)
{
	struct cusb_event event;

	sw_watch(NULL);
	sw.wait_err = -EINTR;
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, CUSB_NO_TIMEOUT, &event), -EINTR);
}

CASE(timeouts_that_are_none_are_einval)
{
	struct cusb_event event;

	sw_watch(NULL);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, CUSB_DEFAULT_TIMEOUT, &event), -EINVAL);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, -3, &event), -EINVAL);
}

CASE(time_that_is_over_is_etimedout)
{
	struct cusb_event event;

	sw_watch(NULL);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 20, &event), -ETIMEDOUT);
	ck_assert_int_le(sw.waited_ms, 20);
}

CASE(poll_fd_is_the_watchs)
{
	sw_watch(NULL);
	ck_assert_int_eq(cusb_monitor_poll_fd(sw_monitor), 77);
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

CASE(event_that_is_due_leaves_a_loop_no_time_to_wait)
{
	sw_plug("1-1", 5, 100);
	sw_watch(&(struct cusb_monitor_options){.existing = true});
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), 0);
	sw_expect("arrived 1-1");
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
}

static void check_looking(void)
{
	struct cusb_event event;

	sw_watch(&(struct cusb_monitor_options){.interval_ms = 10});
	ck_assert_int_eq(cusb_monitor_poll_fd(sw_monitor), -1);
	ck_assert_int_ge(cusb_monitor_poll_timeout(sw_monitor), 0);
	ck_assert_int_le(cusb_monitor_poll_timeout(sw_monitor), 10);
	sw_plug("1-1", 5, 100);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_ARRIVED);
	cusb_device_free(event.dev);
	sw_expect("bound 1-1");
}

CASE(backend_without_a_watch_is_looked_at_every_so_often)
{
	sw.backend.watch = NULL;
	check_looking();
}

CASE(watch_that_cannot_begin_is_replaced_by_looking)
{
	sw.watch_err = -EPERM;
	check_looking();
}

CASE(nothing_but_enumerate_is_needed)
{
	struct cusb_backend bare = {.version = CUSB_BACKEND_VERSION,
				    .enumerate = sw.backend.enumerate};
	struct cusb_event event;

	sw_watch_for(CUSB_MATCH(backend, &bare), &(struct cusb_monitor_options){.interval_ms = 10});
	sw_plug("1-1", 5, 100);
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.openable, -ENOSYS);
	cusb_device_free(event.dev);
	cusb_monitor_free(sw_monitor);
	sw_monitor = NULL;
}

CASE(match_is_copied)
{
	struct cusb_match match[] = {{CUSB_FIELD_idProduct, {.number = 1}},
				     {CUSB_FIELD_backend, {.backend = &sw.backend}},
				     {CUSB_FIELD_END, {0}}};

	sw_watch_for(match, NULL);
	match[0].is.number = 2;
	sw_plug("1-1", 5, 100)->idProduct = 1;
	sw_say("added 1-1");
	sw_expect("arrived 1-1");
}

CASE(null_match_watches_the_default_backend)
{
	cusb_set_default_backend(&sw.backend);
	sw_watch_for(NULL, NULL);
	cusb_set_default_backend(NULL);
	plug_one();
	sw_expect("arrived 1-1");
}

CASE(no_memory_is_enomem_and_leaves_nothing)
{
	int err = -ENOMEM;

	sw_plug("1-1", 5, 100);
	for (int nth = 1; err == -ENOMEM; nth++) {
		fail_alloc_start((unsigned int)nth);
		err = cusb_monitor_new(CUSB_MATCH(backend, &sw.backend), NULL, &sw_monitor);
		fail_alloc_stop();
	}
	ck_assert_int_eq(err, 0);
}
