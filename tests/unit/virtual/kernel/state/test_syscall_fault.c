/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static __u32 caps;

static int get_capabilities(void)
{
	return world_ioctl(USBDEVFS_GET_CAPABILITIES, &caps);
}

static void fail_ioctl(unsigned long request, unsigned int nth, unsigned int times, int err)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_IOCTL, request, nth, times, err);
}

FIXTURE_WORLD("loopback")

CASE(next_call_fails_once)
{
	fail_ioctl(0, 1, 1, EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

CASE(errno_may_have_either_sign)
{
	fail_ioctl(0, 1, 1, -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
}

CASE(nth_call_fails_as_often_as_wanted)
{
	fail_ioctl(0, 3, 2, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

CASE(one_ioctl_can_fail_alone)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 2, 1, ENOMEM);
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(world_claim(1), -ENOMEM);
	ck_assert_int_eq(world_claim(1), 0);
}

CASE(faults_of_several_calls_are_kept_apart)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, ENOMEM);
	fail_ioctl(USBDEVFS_GET_CAPABILITIES, 1, 1, ENOTTY);
	ck_assert_int_eq(get_capabilities(), -ENOTTY);
	ck_assert_int_eq(world_claim(0), -ENOMEM);
}

CASE(call_that_fails_does_nothing)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, EIO);
	ck_assert_int_eq(world_claim(0), -EIO);
	ck_assert_str_eq(world_driver(0), "");
}

CASE(nothing_fails_for_a_zeroth_call_or_no_times)
{
	fail_ioctl(0, 0, 1, EIO);
	fail_ioctl(0, 1, 0, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

static int make_call(enum virtual_call call)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	struct sockaddr address = {0};
	struct msghdr message = {0};
	char buf[64];
	void *memory = buf;

	switch (call) {
	case VIRTUAL_OPENAT:
		return world_open(WORLD_NODE, O_RDWR);
	case VIRTUAL_CLOSE:
		return CALL(close, -1);
	case VIRTUAL_PREAD:
		return (int)CALL(pread, world.fd, buf, 18, 0);
	case VIRTUAL_GETDENTS64:
		return (int)CALL(getdents64, world.fd, buf, sizeof buf);
	case VIRTUAL_IOCTL:
		return get_capabilities();
	case VIRTUAL_PPOLL:
		return CALL(ppoll, &fd, 1, NULL);
	case VIRTUAL_READ:
		return (int)CALL(read, world.fd, buf, 18);
	case VIRTUAL_READLINKAT:
		return (int)CALL(readlinkat, AT_FDCWD, WORLD_SYSFS "1-1/driver", buf, sizeof buf);
	case VIRTUAL_MKNODAT:
		return CALL(mknodat, AT_FDCWD, "/dev/mine", 0600, 0);
	case VIRTUAL_UNLINKAT:
		return CALL(unlinkat, AT_FDCWD, "/dev/mine", 0);
	case VIRTUAL_MMAP:
		return CALL(mmap, world.fd, 100, &memory);
	case VIRTUAL_MUNMAP:
		return CALL(munmap, memory, 100);
	case VIRTUAL_SOCKET:
		return CALL(socket, AF_INET, SOCK_RAW, 0);
	case VIRTUAL_BIND:
		return CALL(bind, world.fd, &address, sizeof address);
	case VIRTUAL_RECVMSG:
		return (int)CALL(recvmsg, world.fd, &message, 0);
	case VIRTUAL_INOTIFY_INIT1:
		return CALL(inotify_init1, 0);
	case VIRTUAL_INOTIFY_ADD_WATCH:
		return CALL(inotify_add_watch, world.fd, "/dev", 0);
	default:
		return 0;
	}
}

/* The one of poll() does not wait either. */
CASE_PER_NUMBER(each_call_is_counted_and_can_fail, 0, VIRTUAL_CALLS)
{
	virtual_kernel_fail(world.kernel, (enum virtual_call)_i, 0, 1, 1, EXDEV);
	ck_assert_int_eq(make_call((enum virtual_call)_i), -EXDEV);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, (enum virtual_call)_i, 0), 1);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 1);
}

CASE(close_that_fails_closes)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_CLOSE, 0, 1, 1, EINTR);
	ck_assert_int_eq(CALL(close, world.fd), -EINTR);
	ck_assert_uint_eq(virtual_kernel_open_fds(world.kernel), 0);
	world.fd = -1;
}

CASE(calls_are_counted)
{
	get_capabilities();
	get_capabilities();
	world_claim(9);
	world_text(WORLD_SYSFS "1-1/serial");
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 3);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 2);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE), 1);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_RESET), 0);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_OPENAT, 0), 1);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 6);
}

CASE(call_that_is_made_to_fail_counts)
{
	fail_ioctl(0, 1, 1, EIO);
	get_capabilities();
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 1);
}

CASE(counts_can_be_reset)
{
	get_capabilities();
	virtual_kernel_reset_counts(world.kernel);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 0);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 0);
}
