/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/hotplug/hotplug.h"
#include "backend/usbfs/script_listen.h"
#include "unit.h"

static const char added[] = "add@/devices/usb1/1-1\0ACTION=add\0DEVPATH=/devices/usb1/1-1\0"
			    "SUBSYSTEM=usb\0DEVTYPE=usb_device";
static const char other[] = "add@/devices/x\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=net";

static struct cusb_watch *watch;
static struct cusb_change change;

static void begin(void)
{
	sl_begin();
	watch = NULL;
	sl.buses = NULL;
	sl.root_err = -ENOENT;
}

static void end(void)
{
	if (watch)
		usbfs_unwatch(watch);
	sl_end();
}

static void start(void)
{
	ck_assert_int_eq(usbfs_watch(sl.backend, &watch), 0);
	ck_assert_int_eq(usbfs_watch_fd(watch), 3);
}

static int next(void)
{
	return usbfs_watch_next(watch, &change);
}

FIXTURE(begin, end)

CASE(socket_is_bound_to_the_kernels_group)
{
	start();
	ck_assert_str_eq(sl_calls(), "socket, bind 3");
}

CASE(without_a_message_there_is_nothing)
{
	start();
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(message_of_the_kernel_is_a_change)
{
	start();
	sl_message(added, sizeof added);
	ck_assert_int_eq(next(), 0);
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ADDED);
	ck_assert_str_eq(change.name, "1-1");
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(messages_of_other_subsystems_are_skipped)
{
	start();
	sl_message(other, sizeof other);
	sl_message(other, sizeof other);
	sl_message(added, sizeof added);
	ck_assert_int_eq(next(), 0);
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ADDED);
}

CASE(message_of_a_program_is_skipped)
{
	start();
	sl_message(added, sizeof added);
	sl.messages[0].port = 4711;
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(message_to_another_group_is_skipped)
{
	start();
	sl_message(added, sizeof added);
	sl_message(added, sizeof added);
	sl.messages[0].groups = 2;
	sl.messages[1].groups = 0;
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(message_without_a_proper_sender_is_skipped)
{
	start();
	sl_message(added, sizeof added);
	sl.messages[0].sender_size = 0;
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(lost_messages_may_have_been_anything)
{
	start();
	sl_message(added, sizeof added);
	sl.messages[0].err = -ENOBUFS;
	ck_assert_int_eq(next(), 0);
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(cut_message_may_be_anything)
{
	static char large[20000];

	start();
	memcpy(large, added, sizeof added);
	sl_message(large, sizeof large);
	ck_assert_int_eq(next(), 0);
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(cut_message_of_a_program_is_skipped)
{
	static char large[20000];

	start();
	sl_message(large, sizeof large);
	sl.messages[0].port = 4711;
	ck_assert_int_eq(next(), -EAGAIN);
}

CASE(signal_does_not_disturb_the_reading)
{
	start();
	sl_message(added, sizeof added);
	sl_message(added, sizeof added);
	sl.messages[0].err = -EINTR;
	ck_assert_int_eq(next(), 0);
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ADDED);
}

CASE(error_of_the_socket_is_returned)
{
	start();
	sl_message(added, sizeof added);
	sl.messages[0].err = -EIO;
	ck_assert_int_eq(next(), -EIO);
}

CASE(without_proc_the_namespace_is_taken_for_the_initial_one)
{
	sl.user_namespace = NULL;
	start();
}
