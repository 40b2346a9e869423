/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "core/device.h"
#include "core/monitor/monitor.h"
#include "core/monitor/script_watch.h"
#include "unit.h"

static void arrive(void)
{
	sw_plug("1-1", 5, 100);
	sw_say("added 1-1");
	sw_expect("arrived 1-1");
	sw_forget();
}

FIXTURE(sw_begin, sw_end)

CASE(added_device_is_looked_at_alone)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100);
	sw_plug("1-2", 6, 101);
	sw_say("added 1-1");
	sw_expect_only("arrived 1-1");
	ck_assert_str_eq(sw_calls(), "look 1-1, open 1-1, close");
}

/* Device 1-1 has arrived; then the kernel says each, and that is told. */
static const struct {
	struct {
		const char *said, *told;
	} words[3];
	const char *calls;
} words_of_one[] = {
	/* device added twice arrives once */
	{{{"added 1-1", ""}}, "look 1-1"},
	/* removed device that is there has not left */
	{{{"removed 1-1", ""}}, "look 1-1"},
	/* bound device is told when it is configured */
	{{{"bound 1-1", "bound 1-1"}}, "configuration 1-1"},
	/* bound twice is told once */
	{{{"bound 1-1", "bound 1-1"}, {"bound 1-1", ""}}, "configuration 1-1"},
	/* bound anew is told again */
	{{{"bound 1-1", "bound 1-1"}, {"unbound 1-1", ""}, {"bound 1-1", "bound 1-1"}},
	 "configuration 1-1, configuration 1-1"},
	/* change is told without a look */
	{{{"bound 1-1", "bound 1-1"}, {"changed 1-1", "changed 1-1"}}, "configuration 1-1"},
	/* messages of the device that had the name before, or has it next, change nothing */
	{{{"bound 1-1@5", "bound 1-1"}, {"unbound 1-1@4", ""}, {"changed 1-1@5", "changed 1-1"}},
	 "configuration 1-1"},
	{{{"bound 1-1@5", "bound 1-1"}, {"changed 1-1@4", ""}}, "configuration 1-1, look 1-1"},
	{{{"bound 1-1@5", "bound 1-1"}, {"bound 1-1@6", ""}}, "configuration 1-1, look 1-1"},
	/* change between arriving and being bound is part of both */
	{{{"changed 1-1", ""}}, ""},
};

CASE_PER_ROW(word_of_a_device_that_arrived_is_told_once, words_of_one)
{
	sw_watch(NULL);
	arrive();
	for (size_t i = 0; i < 3 && words_of_one[_i].words[i].said; i++) {
		sw_say(words_of_one[_i].words[i].said);
		sw_expect_only(words_of_one[_i].words[i].told);
	}
	ck_assert_str_eq(sw_calls(), words_of_one[_i].calls);
}

CASE(removed_device_leaves_once)
{
	sw_watch(NULL);
	arrive();
	sw_unplug("1-1");
	sw_say("removed 1-1, removed 1-1");
	sw_expect_only("left 1-1");
}

CASE(old_messages_of_a_replugged_device_are_no_events)
{
	sw_watch(NULL);
	arrive();
	sw_say("bound 1-1, unbound 1-1, removed 1-1, added 1-1, bound 1-1");
	sw_plug("1-1", 5, 101);
	sw_expect_only("left 1-1, arrived 1-1, bound 1-1");
}

CASE(bound_device_without_a_configuration_is_not_told)
{
	sw_watch(NULL);
	arrive();
	sw.devices[0].configuration = 0;
	sw_say("bound 1-1");
	sw_expect_none();
	sw.devices[0].configuration = 2;
	sw_say("bound 1-1");
	sw_expect("bound 1-1");
}

CASE(device_that_was_there_is_told_bound_on_the_kernels_word_only)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw_say("any");
	sw_expect_none();
	sw_say("bound 1-1");
	sw_expect("bound 1-1");
}

CASE(change_of_a_device_that_does_not_match_is_not_told)
{
	sw_plug("1-1", 5, 100);
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, idProduct, 7), NULL);
	sw_say("changed 1-1, bound 1-1");
	sw_expect_none();
	ck_assert_str_eq(sw_calls(), "");
}

CASE(change_before_the_arrival_is_part_of_it)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100);
	sw_say("added 1-1, changed 1-1");
	sw_expect_only("arrived 1-1");
}

CASE(change_of_a_device_that_was_there_is_told)
{
	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw_say("changed 1-1");
	sw_expect("changed 1-1");
}

static const char *const acts[] = {"changed 1-1", "bound 1-1", "unbound 1-1"};

CASE_PER_ROW(word_of_a_device_puts_its_claims_in_doubt, acts)
{
	struct settings *settings;
	struct cusb_event event;
	struct cusb_device *dev;

	sw_plug("1-1", 5, 100);
	sw_watch(NULL);
	sw_say("changed 1-1");
	dev = sw_take(CUSB_CHANGED, "1-1");
	settings = &device_of(dev)->settings;
	settings_call_begins(settings);
	settings_claimed(settings, 3);
	sw_say(acts[_i]);
	while (sw_next(&event) == 0)
		cusb_device_free(event.dev);
	settings_call_begins(settings);
	ck_assert(!settings_is_claimed(settings, 3));
	cusb_device_free(dev);
}

CASE(word_of_an_unknown_device_leads_to_a_look_at_it)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100);
	sw_say("changed 1-1");
	sw_expect_only("arrived 1-1");
}

CASE(unbound_unknown_device_leads_nowhere)
{
	sw_watch(NULL);
	sw_say("unbound 1-1");
	sw_expect_none();
	ck_assert_str_eq(sw_calls(), "");
}

CASE(lost_messages_lead_to_one_whole_look)
{
	sw_watch(NULL);
	sw_plug("1-1", 5, 100);
	sw_say("added 1-7, any, added 1-1, any");
	sw_expect("arrived 1-1, bound 1-1");
	ck_assert_str_eq(sw_calls(), "look 1-7, look, open 1-1, close, configuration 1-1");
}

/* At once, and after 10, 20 and 40 ms. */
CASE(more_looks_follow_lost_messages_for_a_while)
{
	struct cusb_event event;
	int looks = 0;

	sw_watch(&(struct cusb_monitor_options){.interval_ms = 40});
	sw_say("any");
	sw_expect_none();
	while (cusb_monitor_poll_timeout(sw_monitor) >= 0)
		ck_assert_int_lt(cusb_monitor_next(sw_monitor, 10, &event), 0);
	for (const char *at = sw_calls(); (at = strstr(at, "look")); at++)
		looks++;
	ck_assert_int_eq(looks, 4);
}

CASE(device_configured_late_is_told_bound_after_lost_messages)
{
	struct cusb_event event;

	sw_watch(&(struct cusb_monitor_options){.interval_ms = 20});
	sw_plug("1-1", 5, 100)->configuration = 0;
	sw_say("any");
	sw_expect("arrived 1-1");
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 100, &event), -ETIMEDOUT);
	sw.devices[0].configuration = 1;
	ck_assert_int_eq(cusb_monitor_next(sw_monitor, 60000, &event), 0);
	ck_assert_int_eq(event.type, CUSB_BOUND);
	cusb_device_free(event.dev);
}

CASE(other_names_are_not_looked_at_when_one_is_asked_for)
{
	sw_watch_for(CUSB_MATCH(backend, &sw.backend, name, "1-2"), NULL);
	sw_plug("1-1", 5, 100);
	sw_say("added 1-1");
	sw_expect_none();
	ck_assert_str_eq(sw_calls(), "");
}

CASE(watch_that_fails_is_replaced_by_the_time)
{
	sw_watch(&(struct cusb_monitor_options){.interval_ms = 600000});
	sw.next_err = -EIO;
	sw_plug("1-1", 5, 100);
	sw_expect_only("arrived 1-1, bound 1-1");
	ck_assert_int_gt(cusb_monitor_poll_timeout(sw_monitor), 0);
	ck_assert_int_eq(cusb_monitor_poll_fd(sw_monitor), -1);
}

CASE(watch_that_fails_leads_to_one_look)
{
	sw_watch(&(struct cusb_monitor_options){.interval_ms = 600000});
	sw.next_err = -ENOMEM;
	for (int i = 0; i < 3; i++)
		sw_expect_none();
	ck_assert_str_eq(sw_calls(), "look");
}

CASE(watch_that_fails_is_read_and_its_messages_are_used)
{
	sw_watch(&(struct cusb_monitor_options){.interval_ms = 600000});
	sw.next_err = -ENOSPC;
	sw_expect_none();
	sw_plug("1-1", 5, 100)->configuration = 0;
	sw_say("added 1-1");
	sw_expect_only("arrived 1-1");
	ck_assert_uint_eq(sw.change_count, 0);
	ck_assert_int_eq(cusb_monitor_poll_fd(sw_monitor), -1);
}

/* What happened before it recovered was not told. */
CASE(watch_that_recovers_is_waited_for_again)
{
	sw_watch(&(struct cusb_monitor_options){.interval_ms = 600000});
	sw.next_err = -ENOMEM;
	sw_expect_none();
	sw_plug("1-1", 5, 100);
	sw.next_err = 0;
	sw_expect_only("arrived 1-1, bound 1-1");
	ck_assert_int_eq(cusb_monitor_poll_timeout(sw_monitor), -1);
	ck_assert_int_eq(cusb_monitor_poll_fd(sw_monitor), 77);
}

/* The time between looks doubles up to the interval, however long that is. */
CASE(looks_at_a_device_that_is_not_configured_never_end)
{
	sw_watch(&(struct cusb_monitor_options){.interval_ms = INT_MAX});
	sw_plug("1-1", 5, 100)->configuration = 0;
	sw_say("any");
	sw_expect_only("arrived 1-1");
	sw_monitor->step_ms = 1 << 30;
	for (int i = 0; i < 3; i++) {
		sw_monitor->must_look = true;
		sw_expect_none();
		ck_assert_int_gt(cusb_monitor_poll_timeout(sw_monitor), 0);
	}
}

/* The backend's two words for a device that is not configured. */
static const int not_configured[] = {0, -EHOSTUNREACH};

CASE_PER_ROW(device_that_is_not_configured_is_told_bound_later, not_configured)
{
	struct sw_device *dev;

	sw_watch(NULL);
	dev = sw_plug("1-1", 5, 100);
	dev->configuration = not_configured[_i];
	sw_say("any");
	sw_expect_only("arrived 1-1");
	sw_say("bound 1-1");
	sw_expect_none();
	sw_say("changed 1-1");
	sw_expect_none();
	dev->configuration = 1;
	sw_say("any");
	sw_expect_only("bound 1-1");
}

CASE(device_in_its_configuration_0_is_told_bound)
{
	struct sw_device *dev;

	sw_watch(NULL);
	dev = sw_plug("1-1", 5, 100);
	dev->has_configuration_0 = true;
	dev->configuration = 0;
	sw_say("any");
	sw_expect_only("arrived 1-1, bound 1-1");
}
