/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "backend/usbfs/script_kernel_internal.h"
#include "backend/usbfs/usbfs_fixture.h"

#define NODE "/dev/bus/usb/001/005"
#define DEV  "/sys/bus/usb/devices/1-2/dev"

static void begin(void)
{
	usbfs_begin();
	((struct usbfs *)backend)->private_nodes = "/run";
	sk_remove(sk, NODE);
}

static int open_it(void)
{
	return backend->open(backend, &sk_device, -1, &handle);
}

FIXTURE(begin, usbfs_end)

CASE(node_is_made_opened_and_removed)
{
	ck_assert_int_eq(open_it(), 0);
	/* The node; whether the device is there; its number; the node of our own. */
	ck_assert_str_eq(sk_trace(sk), "oorcorckoxr");
	ck_assert_uint_eq(sk_made_mode(sk), S_IFCHR | 0600);
	ck_assert_uint_eq(sk_made_dev(sk), makedev(189, 4));
	ck_assert_int_eq(sk_open_flags(sk) & O_ACCMODE, O_RDWR);
	backend->close(handle);
	ck_assert_int_eq(sys_openat(usbfs_of(backend), AT_FDCWD, "/run/cusb-1-2.0", O_RDONLY),
			 -ENOENT);
}

CASE(node_that_exists_is_used)
{
	sk_add_node(sk, NODE);
	ck_assert_int_eq(open_it(), 0);
	ck_assert_str_eq(sk_trace(sk), "or");
	backend->close(handle);
}

CASE(name_that_is_taken_is_left_alone)
{
	int fd;

	sk_text(sk, "/run/cusb-1-2.0", "another program's");
	ck_assert_int_eq(open_it(), 0);
	backend->close(handle);
	fd = sys_openat(usbfs_of(backend), AT_FDCWD, "/run/cusb-1-2.0", O_RDONLY);
	ck_assert_int_ge(fd, 0);
	sys_close(usbfs_of(backend), fd);
}

CASE(too_many_names_taken_is_eexist)
{
	sk_fail(sk, 'k', 1, 1000, -EEXIST);
	ck_assert_int_eq(open_it(), -EEXIST);
}

static const int refusals[] = {-EPERM, -EROFS, -ENOENT, -ENOSYS, -ENOSPC};

CASE_PER_ROW(node_that_cannot_be_made_is_told, refusals)
{
	sk_fail(sk, 'k', 1, 1, refusals[_i]);
	ck_assert_int_eq(open_it(), refusals[_i]);
	ck_assert_str_eq(sk_trace(sk), "oorcorck");
}

/* As on a file system mounted with nodev. */
CASE(node_that_cannot_be_opened_is_removed)
{
	sk_fail(sk, 'o', 4, 1, -EACCES);
	ck_assert_int_eq(open_it(), -EACCES);
	ck_assert_str_eq(sk_trace(sk), "oorcorckox");
}

CASE(device_that_left_gets_no_node)
{
	sk_remove(sk, DEV);
	ck_assert_int_eq(open_it(), -ENODEV);
}

CASE(device_that_leaves_meanwhile_gets_no_node)
{
	sk_fail(sk, 'r', 2, 1, -ENODEV);
	ck_assert_int_eq(open_it(), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "oorcorc");
}

CASE(without_the_option_there_is_no_node)
{
	((struct usbfs *)backend)->private_nodes = "";
	ck_assert_int_eq(open_it(), -ENOENT);
}
