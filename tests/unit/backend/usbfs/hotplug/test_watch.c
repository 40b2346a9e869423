/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/log.h>

#include "fail_alloc.h"
#include "backend/usbfs/hotplug/script_listen.h"
#include "unit.h"

static char logged[512];

static void keep(enum cusb_log_level level, const char *text, void *user)
{
	(void)user;
	if (level == CUSB_LOG_INFO)
		strncpy(logged, text, sizeof logged - 1);
}

static void begin(void)
{
	sl_begin();
	cusb_set_log(CUSB_LOG_INFO, keep, NULL);
}

FIXTURE(begin, sl_end)

CASE(uevents_are_the_first_choice)
{
	sl_begin_watch_on(3);
	ck_assert_str_eq(logged, "hotplug: by the kernel's uevents");
}

CASE_PER_NUMBER(refused_socket_leads_to_inotify, 0, 5)
{
	static const int errors[] = {-EPERM, -EACCES, -EAFNOSUPPORT, -EPROTONOSUPPORT, -ENOSYS};

	sl.socket_err = errors[_i];
	sl_begin_watch_on(4);
	ck_assert_ptr_nonnull(strstr(logged, "by inotify on /dev/bus/usb"));
}

CASE(refused_bind_leads_to_inotify_and_closes_the_socket)
{
	sl.bind_err = -EPERM;
	sl_begin_watch_on(4);
	ck_assert_int_eq(sl.open_files, 1);
}

CASE(foreign_namespace_leads_to_inotify_without_a_socket)
{
	sl.user_namespace = "user:[4026532171]";
	ck_assert_int_eq(sl_begin_watch(), 0);
	ck_assert_ptr_null(strstr(sl_calls(), "socket"));
	ck_assert_int_eq(usbfs_watch_fd(sl.watch), 4);
}

CASE(nothing_that_can_be_had_is_the_error_of_inotify)
{
	sl.socket_err = -EPERM;
	sl.init_err = -EMFILE;
	ck_assert_int_eq(sl_begin_watch(), -EMFILE);
	ck_assert_ptr_nonnull(strstr(logged, "neither"));
}

CASE(missing_device_root_is_closed_and_told)
{
	sl.socket_err = -EPERM;
	sl.root_err = -ENOENT;
	ck_assert_int_eq(sl_begin_watch(), -ENOENT);
	ck_assert_int_eq(sl.open_files, 0);
}

CASE(bus_that_cannot_be_watched_is_closed_and_told)
{
	sl.socket_err = -EPERM;
	sl.bus_err = -ENOSPC;
	ck_assert_int_eq(sl_begin_watch(), -ENOSPC);
	ck_assert_int_eq(sl.open_files, 0);
}

CASE(no_memory_is_enomem)
{
	int err;

	fail_alloc_start(1);
	err = sl_begin_watch();
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
}

CASE(wait_is_for_the_watchs_file)
{
	ck_assert_int_eq(sl_begin_watch(), 0);
	sl_calls();
	sl.poll_events = POLLIN;
	ck_assert_int_eq(usbfs_watch_wait(sl.backend, sl.watch, 250), 0);
	ck_assert_str_eq(sl_calls(), "poll 3 250");
}

CASE(wait_without_a_watch_only_sleeps)
{
	ck_assert_int_eq(usbfs_watch_wait(sl.backend, NULL, 20), -ETIMEDOUT);
	ck_assert_str_eq(sl_calls(), "poll -1 20");
}

CASE(wait_without_a_limit)
{
	ck_assert_int_eq(sl_begin_watch(), 0);
	sl_calls();
	sl.poll_events = POLLERR;
	ck_assert_int_eq(usbfs_watch_wait(sl.backend, sl.watch, 0), 0);
	ck_assert_str_eq(sl_calls(), "poll 3 -1");
}

CASE(signal_ends_the_wait)
{
	sl.poll_err = -EINTR;
	ck_assert_int_eq(usbfs_watch_wait(sl.backend, NULL, 20), -EINTR);
}
