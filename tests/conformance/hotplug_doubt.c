/* SPDX-License-Identifier: MIT */
/* Messages that are lost, doubled, cut, old or forged: the events are the same. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "hotplug.h"
#include "seam.h"

static const struct cusb_monitor_options often = {.interval_ms = 20};

/* Whoever cannot hear is told so, and looks; what is heard twice is told once. */
CASE(told_that_messages_were_lost)
{
	struct cusb_monitor *monitor = watch_ours(seam_begin(), &often);
	const char *name;

	for (int i = 0; i < 3; i++) {
		name = world_plug("loopback");
		seam_fail(VIRTUAL_RECVMSG, 0, 1, 1, -ENOBUFS);
		cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
		CHECK(seam_failed());
		cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
		expect_nothing(monitor);
		seam_fail(VIRTUAL_RECVMSG, 0, 1, 1, -ENOBUFS);
		world_unplug(name);
		cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
		expect_nothing(monitor);
	}
	cusb_monitor_free(monitor);
	seam_end();
}

static const char only_it[] = "a real kernel does not do this on demand";

CASE_ONLY(all_messages_lost, WORLD_VIRTUAL, only_it)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *names[2];

	virtual_kernel_lose_messages(world.kernel, 1000);
	names[0] = world_plug("loopback");
	names[1] = world_plug("stall");
	expect_each(monitor, CUSB_ARRIVED, CUSB_BOUND, names, 2);
	world_unplug(names[0]);
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), names[0]));
	cusb_device_free(expect_event(monitor, CUSB_LEFT, names[0]));
	expect_each(monitor, CUSB_ARRIVED, CUSB_BOUND, names, 1);
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE_ONLY(inotify_that_overflows, WORLD_VIRTUAL, only_it)
{
	struct cusb_monitor *monitor;
	const char *name;

	virtual_kernel_set_user_namespace(world.kernel, "user:[4026532999]");
	monitor = watch_ours(world.backend, &often);
	virtual_kernel_lose_messages(world.kernel, 1000);
	name = world_plug("loopback");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	virtual_kernel_lose_messages(world.kernel, 0);
	world_unplug(name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	cusb_monitor_free(monitor);
}

static const char removal[] =
	"remove@/devices/x/usb1/1-1\0ACTION=remove\0DEVPATH=/devices/x/usb1/1-1"
	"\0SUBSYSTEM=usb\0DEVTYPE=usb_device";
static const char change[] =
	"change@/devices/x/usb1/1-1\0ACTION=change\0DEVPATH=/devices/x/usb1/1-1"
	"\0SUBSYSTEM=usb\0DEVTYPE=usb_device";

CASE_ONLY(messages_that_are_not_the_kernels_are_not_believed, WORLD_VIRTUAL, only_it)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-1"));
	monitor = watch_ours(backend, NULL);
	virtual_kernel_send(world.kernel, change, sizeof change, 4711);
	expect_nothing(monitor);
	virtual_kernel_send(world.kernel, change, sizeof change, 0);
	cusb_device_free(expect_event(monitor, CUSB_CHANGED, "1-1"));
	cusb_monitor_free(monitor);
	seam_end();
}

CASE_ONLY(messages_of_the_kernel_are_only_hints, WORLD_VIRTUAL, only_it)
{
	static char large[20000];
	struct cusb_monitor *monitor = watch_ours(world.backend, &often);
	const char *name = world_plug("loopback");

	memset(large, 'x', sizeof large);
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	for (size_t length = 0; length <= sizeof removal; length++)
		virtual_kernel_send(world.kernel, removal, length, 0);
	virtual_kernel_send(world.kernel, large, sizeof large, 0);
	expect_nothing(monitor); /* it is still there, and was there all the time */
	world_unplug(name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	cusb_monitor_free(monitor);
}

CASE_ONLY(replugged_at_the_same_address, WORLD_VIRTUAL, only_it)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_device *old, *new;

	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-1"));
	old = expect_event(monitor, CUSB_ARRIVED, "1-1");
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-1"));
	/* The bus gives each address once before it gives one again. */
	for (int i = 0; i < 126; i++) {
		CHECK_OK(cusb_virtual_unplug(world.kernel, "1-1"));
		CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"),
					   "1-1"));
	}
	cusb_device_free(expect_event(monitor, CUSB_LEFT, "1-1"));
	new = expect_event(monitor, CUSB_ARRIVED, "1-1");
	CHECK_INT(new->address, old->address);
	CHECK(!cusb_same_device(new, old));
	CHECK_INT(cusb_open(old), -ENODEV);
	CHECK_OK(cusb_open(new));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-1"));
	expect_nothing(monitor);
	cusb_device_free(old);
	cusb_device_free(new);
	cusb_monitor_free(monitor);
}

/* As Linux before 4.14: a name has the same number as before. */
static ssize_t getdents_by_name(void *kernel, int fd, void *buf, size_t size)
{
	ssize_t n = virtual_syscalls.getdents64(kernel, fd, buf, size);
	uint16_t length;

	for (char *at = buf; at < (char *)buf + n; at += length) {
		uint64_t number = 1;

		for (const char *name = at + 19; *name; name++)
			number = number * 31 + (unsigned char)*name;
		memcpy(at, &number, sizeof number);
		memcpy(&length, at + 16, sizeof length);
	}
	return n;
}

CASE_ONLY(replugged_where_numbers_are_given_again, WORLD_VIRTUAL, only_it)
{
	struct cusb_syscalls calls = virtual_syscalls;
	const struct cusb_usbfs_options options = {.syscalls = &calls, .kernel = world.kernel};
	struct cusb_monitor *monitor;
	struct cusb_backend *backend;
	struct cusb_device *old, *new;

	calls.getdents64 = getdents_by_name;
	CHECK_OK(cusb_usbfs_new(&options, &backend));
	monitor = watch_ours(backend, NULL);
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-1"));
	old = expect_event(monitor, CUSB_ARRIVED, "1-1");
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-1"));
	CHECK_OK(cusb_virtual_unplug(world.kernel, "1-1"));
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-1"));
	cusb_device_free(expect_event(monitor, CUSB_LEFT, "1-1"));
	new = expect_event(monitor, CUSB_ARRIVED, "1-1");
	CHECK(!cusb_same_device(new, old));
	CHECK_INT(cusb_open(old), -ENODEV);
	CHECK_OK(cusb_open(new));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-1"));
	expect_nothing(monitor);
	cusb_device_free(old);
	cusb_device_free(new);
	cusb_monitor_free(monitor);
	cusb_usbfs_free(backend);
}

static void send(const char *action, int address)
{
	char text[256];
	int length = snprintf(text, sizeof text,
			      "%s@/devices/x/usb1/1-1%cACTION=%s%cDEVPATH=/devices/x/usb1/1-1%c"
			      "SUBSYSTEM=usb%cDEVTYPE=usb_device%cBUSNUM=001%cDEVNUM=%03d",
			      action, 0, action, 0, 0, 0, 0, 0, address);

	virtual_kernel_send(world.kernel, text, (size_t)length + 1, 0);
}

CASE_ONLY(old_messages_are_not_of_the_device_that_is_there, WORLD_VIRTUAL, only_it)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_device *dev;

	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-1"));
	dev = expect_event(monitor, CUSB_ARRIVED, "1-1");
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-1"));
	send("unbind", dev->address - 1);
	send("change", dev->address - 1);
	send("bind", dev->address + 1);
	send("change", dev->address + 1);
	expect_nothing(monitor);
	send("change", dev->address);
	cusb_device_free(expect_event(monitor, CUSB_CHANGED, "1-1"));
	expect_nothing(monitor);
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

static bool shows_something(int fd)
{
	struct pollfd one = {fd, POLLIN, 0};

	return poll(&one, 1, 0) != 0;
}

/* The limit max_user_watches, or no memory for a watch. */
static const int limits[] = {-ENOSPC, -ENOMEM};

CASE_ONLY(bus_that_cannot_be_watched_is_looked_at, WORLD_VIRTUAL, only_it)
{
	for (int i = 0; i < 2; i++) {
		static const char *const names[][2] = {{"2-1", "2-2"}, {"3-1", "3-2"}};
		const struct cusb_virtual_model *model = cusb_virtual_find_model("loopback");
		struct cusb_backend *backend = seam_begin();
		struct cusb_monitor *monitor;
		struct cusb_event event;
		int fd;

		CHECK_OK(cusb_virtual_plug(world.kernel, model, "1-1"));
		seam_refuse(VIRTUAL_SOCKET);
		monitor = watch_ours(backend, &often);
		fd = cusb_monitor_poll_fd(monitor);
		CHECK(fd >= 0);
		seam_fail(VIRTUAL_INOTIFY_ADD_WATCH, 0, 1, 100000, limits[i]);
		CHECK_OK(cusb_virtual_plug(world.kernel, model, names[i][0]));
		cusb_device_free(expect_event(monitor, CUSB_ARRIVED, names[i][0]));
		cusb_device_free(expect_event(monitor, CUSB_BOUND, names[i][0]));
		CHECK(seam_failed());
		CHECK_INT(cusb_monitor_poll_fd(monitor), -1);
		CHECK_OK(cusb_virtual_plug(world.kernel, model, names[i][1]));
		cusb_device_free(expect_event(monitor, CUSB_ARRIVED, names[i][1]));
		cusb_device_free(expect_event(monitor, CUSB_BOUND, names[i][1]));
		CHECK(!shows_something(fd));
		seam_reset();
		while (cusb_monitor_poll_fd(monitor) < 0)
			CHECK_INT(cusb_monitor_next(monitor, 20, &event), -ETIMEDOUT);
		CHECK_INT(cusb_monitor_poll_fd(monitor), fd);
		CHECK_OK(cusb_virtual_unplug(world.kernel, names[i][1]));
		cusb_device_free(expect_event(monitor, CUSB_LEFT, names[i][1]));
		cusb_monitor_free(monitor);
		CHECK_OK(cusb_virtual_unplug(world.kernel, "1-1"));
		seam_end();
	}
}

/* What is watched, and what a monitor is asked, however few resources there are. */
static void come_and_go_despite_errors(struct cusb_monitor *monitor, const char *name)
{
	static const enum cusb_event_type order[] = {CUSB_ARRIVED, CUSB_BOUND, CUSB_LEFT};

	for (int i = 0; i < 3; i++) {
		struct cusb_event event;
		int err;

		if (order[i] == CUSB_LEFT)
			world_unplug(name);
		for (int errors = 0; (err = cusb_monitor_next(monitor, GUARD_MS, &event)) < 0;
		     errors++)
			CHECK(errors < 20 && err != -ETIMEDOUT);
		CHECK_INT(event.type, order[i]);
		CHECK_INT(event.openable, 0);
		cusb_device_free(event.dev);
	}
}

CASE(nothing_is_lost_when_memory_is_short)
{
	struct cusb_backend *backend = seam_begin();
	bool failed = true;

	for (unsigned int nth = 1; failed; nth++) {
		struct cusb_monitor *monitor = watch_ours(backend, NULL);
		const char *name = world_plug("loopback");

		alloc_fail(nth);
		come_and_go_despite_errors(monitor, name);
		failed = alloc_failed();
		alloc_fail(0);
		cusb_monitor_free(monitor);
	}
	seam_end();
}

CASE(beginning_fails_cleanly_when_memory_is_short)
{
	struct cusb_backend *backend = seam_begin();
	const struct cusb_monitor_options options = {.existing = true};
	int err = -1;

	world_plug("loopback");
	for (unsigned int nth = 1; err < 0; nth++) {
		struct cusb_monitor *monitor = NULL;

		alloc_fail(nth);
		err = cusb_monitor_new(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &options,
				       &monitor);
		alloc_fail(0);
		CHECK_EITHER(err, 0, -ENOMEM);
		CHECK(!monitor == (err < 0));
		cusb_monitor_free(monitor);
	}
	seam_end();
}

static void fail_each_call(enum virtual_call call, int failure)
{
	struct cusb_backend *backend = seam_begin();
	bool failed = true;

	for (unsigned int nth = 1; failed; nth++) {
		struct cusb_monitor *monitor = watch_ours(backend, &often);
		const char *name = world_plug("loopback");

		seam_fail(call, 0, nth, 1, failure);
		come_and_go_despite_errors(monitor, name);
		failed = seam_failed();
		cusb_monitor_free(monitor);
		seam_reset();
	}
	seam_end();
}

CASE(nothing_is_lost_when_files_are_short)
{
	fail_each_call(VIRTUAL_OPENAT, -EMFILE);
}

CASE(nothing_is_lost_when_a_listing_fails)
{
	fail_each_call(VIRTUAL_GETDENTS64, -EIO);
}

CASE(nothing_is_lost_when_a_signal_ends_the_waiting)
{
	fail_each_call(VIRTUAL_PPOLL, -EINTR);
}

CASE(nothing_is_lost_when_messages_are)
{
	fail_each_call(VIRTUAL_RECVMSG, -ENOBUFS);
}

CASE(nothing_is_lost_when_the_socket_fails)
{
	fail_each_call(VIRTUAL_RECVMSG, -EIO);
}
