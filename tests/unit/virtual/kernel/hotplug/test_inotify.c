/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define MASK (IN_CREATE | IN_DELETE | IN_ATTRIB)

static int fd, root, bus;
static char buffer[4096];
static size_t filled, used;

static int add_watch(const char *path)
{
	return CALL(inotify_add_watch, fd, path, MASK);
}

static void setup(void)
{
	world_start("stall");
	fd = CALL(inotify_init1, IN_NONBLOCK);
	root = add_watch("/dev/bus/usb");
	bus = add_watch("/dev/bus/usb/001");
	filled = used = 0;
}

static void teardown(void)
{
	world_close(fd);
	world_end();
}

static ssize_t read_events(size_t size)
{
	return CALL(read, fd, buffer, size);
}

static void expect(int watch, uint32_t mask, const char *name)
{
	struct inotify_event event;

	if (used == filled) {
		ssize_t n = read_events(sizeof buffer);

		ck_assert_int_gt(n, 0);
		filled = (size_t)n;
		used = 0;
	}
	memcpy(&event, buffer + used, sizeof event);
	ck_assert_int_eq(event.wd, watch);
	ck_assert_uint_eq(event.mask, mask);
	ck_assert_str_eq(event.len ? buffer + used + sizeof event : "", name);
	used += sizeof event + event.len;
}

static void expect_none(void)
{
	ck_assert_uint_eq(used, filled);
	ck_assert_int_eq(read_events(sizeof buffer), -EAGAIN);
}

static void plug(const char *name)
{
	world_plug("stall", name);
}

FIXTURE(setup, teardown)

CASE(node_is_created_and_deleted)
{
	plug("1-9");
	cusb_virtual_unplug(world.kernel, "1-9");
	expect(bus, IN_CREATE, "003");
	expect(bus, IN_DELETE, "003");
	expect_none();
}

CASE(bus_comes_with_its_first_node)
{
	plug("2-1");
	expect(root, IN_CREATE | IN_ISDIR, "002");
	expect_none();
}

CASE(bus_goes_with_its_last_node_and_the_watch_on_it)
{
	cusb_virtual_unplug(world.kernel, "usb1");
	expect(bus, IN_DELETE, "002");
	expect(bus, IN_DELETE, "001");
	expect(root, IN_DELETE | IN_ISDIR, "001");
	expect(bus, IN_IGNORED, "");
	expect_none();
}

CASE(permission_is_an_attribute)
{
	cusb_virtual_set_access(world.kernel, "1-1", EACCES);
	expect(bus, IN_ATTRIB, "002");
	expect_none();
	cusb_virtual_set_access(world.kernel, "1-1", 0);
	expect(bus, IN_ATTRIB, "002");
}

CASE(events_that_do_not_fit_stay)
{
	plug("1-9");
	cusb_virtual_unplug(world.kernel, "1-9");
	ck_assert_int_eq(read_events(8), -EINVAL);
	ck_assert_int_eq(read_events(40), 32);
	ck_assert_int_eq(read_events(40), 32);
	expect_none();
}

CASE(lost_events_are_an_overflow)
{
	virtual_kernel_lose_messages(world.kernel, 1);
	plug("1-9");
	expect(-1, IN_Q_OVERFLOW, "");
	expect_none();
}

CASE(watch_added_again_is_the_same)
{
	ck_assert_int_eq(add_watch("/dev/bus/usb"), root);
	ck_assert_int_eq(add_watch("/dev/bus/usb/001"), bus);
	ck_assert_int_ne(root, bus);
}

CASE(watch_on_nothing_is_an_error)
{
	ck_assert_int_eq(add_watch("/dev/bus/usb/009"), -ENOENT);
	ck_assert_int_eq(add_watch("/dev/bus/usb/001/002"), -ENOTDIR);
	ck_assert_int_eq(CALL(inotify_add_watch, world.fd, "/dev", MASK), -EINVAL);
	ck_assert_int_eq(CALL(inotify_add_watch, world.fd, "/dev/none", MASK), -EINVAL);
	ck_assert_int_eq(CALL(inotify_add_watch, -1, "/dev", MASK), -EBADF);
}

CASE(poll_shows_events)
{
	struct pollfd pollfd = {fd, POLLIN, 0};

	ck_assert_int_eq(poll(&pollfd, 1, 0), 0);
	plug("1-9");
	ck_assert_int_eq(poll(&pollfd, 1, 0), 1);
	expect(bus, IN_CREATE, "003");
	ck_assert_int_eq(poll(&pollfd, 1, 0), 0);
}

CASE(read_of_an_attribute_goes_on_where_it_was)
{
	int file = world_open(WORLD_SYSFS "1-1/idVendor", O_RDONLY);

	ck_assert_int_eq(CALL(read, file, buffer, 2), 2);
	ck_assert_int_eq(CALL(read, file, buffer + 2, 16), 3);
	ck_assert_int_eq(CALL(read, file, buffer + 5, 16), 0);
	buffer[5] = '\0';
	ck_assert_str_eq(buffer, "fffe\n");
	world_close(file);
}
