/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/hotplug/script_listen.h"
#include "unit.h"

#define INOTIFY 4 /* its file */
#define ROOT	1 /* watches */
#define BUS	2

static void begin(void)
{
	sl_begin();
	sl.socket_err = -EPERM;
}

/* Past what it says of the time before. */
static void start_and_skip(void)
{
	sl_begin_watch_on(INOTIFY);
	ck_assert_int_eq(sl_next(), 0);
	sl_calls();
}

FIXTURE(begin, sl_end)

CASE(root_and_buses_are_watched)
{
	sl_begin_watch_on(INOTIFY);
	ck_assert_str_eq(sl_calls(), "socket, inotify, add root, open /dev/bus/usb, add 001, "
				     "add 002, close 5");
}

CASE(what_was_going_on_when_it_began_may_be_going_on)
{
	sl_begin_watch_on(INOTIFY);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(event_of_a_bus_may_be_anything)
{
	start_and_skip();
	sl_inotify(BUS, IN_CREATE, "005");
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_str_eq(sl_calls(), "");
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(new_bus_is_watched)
{
	start_and_skip();
	sl.buses = "001 002 003";
	sl_inotify(ROOT, IN_CREATE | IN_ISDIR, "003");
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_str_eq(sl_calls(), "open /dev/bus/usb, add 001, add 002, add 003, close 5");
}

CASE(overflow_may_have_hidden_a_new_bus)
{
	start_and_skip();
	sl_inotify(-1, IN_Q_OVERFLOW, NULL);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_str_eq(sl_calls(), "open /dev/bus/usb, add 001, add 002, close 5");
}

CASE(bus_that_goes_meanwhile_does_no_harm)
{
	sl.bus_err = -ENOENT;
	start_and_skip();
}

CASE(watch_on_a_bus_that_ended_does_no_harm)
{
	start_and_skip();
	sl_inotify(BUS, IN_IGNORED, NULL);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(without_a_device_root_it_is_of_no_use)
{
	start_and_skip();
	sl.root_err = -ENOENT;
	sl_inotify(ROOT, IN_IGNORED, NULL);
	ck_assert_int_eq(sl_next(), -ENOENT);
	ck_assert_str_eq(sl_calls(), "add root");
	ck_assert_int_eq(sl_next(), -ENOENT);
}

CASE(device_root_that_comes_back_is_watched_again)
{
	start_and_skip();
	sl.root_err = -ENOENT;
	sl_inotify(ROOT, IN_IGNORED, NULL);
	ck_assert_int_eq(sl_next(), -ENOENT);
	sl.root_err = 0;
	sl_calls();
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_str_eq(sl_calls(), "add root, open /dev/bus/usb, add 001, add 002, close 5");
	ck_assert_int_eq(sl_next(), -EAGAIN);
	ck_assert_str_eq(sl_calls(), "");
}

static const int limits[] = {-ENOSPC, -ENOMEM};

/* Nothing is left to be read, so a loop that polls its descriptor does not spin. */
CASE_PER_ROW(bus_that_cannot_be_watched_is_tried_again, limits)
{
	start_and_skip();
	sl.bus_err = limits[_i];
	sl_inotify(ROOT, IN_CREATE | IN_ISDIR, "003");
	ck_assert_int_eq(sl_next(), limits[_i]);
	sl_inotify(BUS, IN_CREATE, "005");
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_int_eq(sl_next(), limits[_i]);
	ck_assert_uint_eq(sl.message_count, 0);
	sl.bus_err = 0;
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(listing_that_fails_is_returned)
{
	start_and_skip();
	sl.list_err = -EIO;
	sl_inotify(ROOT, IN_CREATE | IN_ISDIR, "003");
	ck_assert_int_eq(sl_next(), -EIO);
}
