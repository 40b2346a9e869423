/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/hotplug/script_listen.h"
#include "unit.h"

#define SOCKET 3

static const char added[] = "add@/devices/usb1/1-1\0ACTION=add\0DEVPATH=/devices/usb1/1-1\0"
			    "SUBSYSTEM=usb\0DEVTYPE=usb_device";
static const char other[] = "add@/devices/x\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=net";

static void begin(void)
{
	sl_begin();
	sl.buses = NULL;
	sl.root_err = -ENOENT;
	sl_begin_watch_on(SOCKET);
}

FIXTURE(begin, sl_end)

CASE(socket_is_bound_to_the_kernels_group)
{
	ck_assert_str_eq(sl_calls(), "socket, bind 3");
}

CASE(without_a_message_there_is_nothing)
{
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(message_of_the_kernel_is_a_change)
{
	sl_message(added, sizeof added);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ADDED);
	ck_assert_str_eq(sl.change.name, "1-1");
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

static const int no_sysfs[] = {-ENOENT, -EACCES};

/* Devices are then listed under other names, and their nodes come and go at other times. */
CASE_PER_ROW(without_sysfs_a_message_may_be_of_any_device, no_sysfs)
{
	sl.sysfs_err = no_sysfs[_i];
	sl_message(added, sizeof added);
	sl_message(other, sizeof other);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
	ck_assert_str_eq(sl.change.name, "");
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(messages_of_other_subsystems_are_skipped)
{
	sl_message(other, sizeof other);
	sl_message(other, sizeof other);
	sl_message(added, sizeof added);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ADDED);
}

CASE(message_of_a_program_is_skipped)
{
	sl_message(added, sizeof added);
	sl.messages[0].port = 4711;
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(message_to_another_group_is_skipped)
{
	sl_message(added, sizeof added);
	sl_message(added, sizeof added);
	sl.messages[0].groups = 2;
	sl.messages[1].groups = 0;
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(message_without_a_proper_sender_is_skipped)
{
	sl_message(added, sizeof added);
	sl.messages[0].sender_size = 0;
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(lost_messages_may_have_been_anything)
{
	sl_message(added, sizeof added);
	sl.messages[0].err = -ENOBUFS;
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
}

CASE(cut_message_may_be_anything)
{
	static char large[20000];

	memcpy(large, added, sizeof added);
	sl_message(large, sizeof large);
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ANY);
}

CASE(cut_message_of_a_program_is_skipped)
{
	static char large[20000];

	sl_message(large, sizeof large);
	sl.messages[0].port = 4711;
	ck_assert_int_eq(sl_next(), -EAGAIN);
}

CASE(signal_does_not_disturb_the_reading)
{
	sl_message(added, sizeof added);
	sl_message(added, sizeof added);
	sl.messages[0].err = -EINTR;
	ck_assert_int_eq(sl_next(), 0);
	ck_assert_int_eq(sl.change.kind, CUSB_CHANGE_ADDED);
}

CASE(error_of_the_socket_is_returned)
{
	sl_message(added, sizeof added);
	sl.messages[0].err = -EIO;
	ck_assert_int_eq(sl_next(), -EIO);
}

CASE(without_proc_the_namespace_is_taken_for_the_initial_one)
{
	sl_end();
	sl_begin();
	sl.user_namespace = NULL;
	sl_begin_watch_on(SOCKET);
}
