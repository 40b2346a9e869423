/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <cusb/log.h>

#include "fail_alloc.h"
#include "backend/usbfs/usbfs_fixture.h"

#define NODE "/dev/bus/usb/001/005"
#define DEV  "/sys/bus/usb/devices/1-2/dev"

static int open_it(void)
{
	return backend->open(backend, &sk_device, -1, &handle);
}

FIXTURE(usbfs_begin, usbfs_end)

CASE(open_costs_2_calls)
{
	ck_assert_int_eq(open_it(), 0);
	ck_assert_str_eq(sk_trace(sk), "or");
	backend->close(handle);
	ck_assert_str_eq(sk_trace(sk), "orc");
}

CASE(open_is_for_writing_and_close_on_exec)
{
	sk_open(sk);
	ck_assert_int_eq(sk_open_flags(sk), O_RDWR | O_CLOEXEC);
}

static const struct {
	uint16_t ids[3]; /* idVendor, idProduct, bcdDevice, in host byte order */
	size_t length;
} others[] = {
	{{0xfffe, 0x0103, 0x0304}, 18}, /* open of another device at the address is enodev */
	{{0xfffe, 0x0102, 0x0305}, 18}, /* open of another release at the address is enodev */
	{{0xfeff, 0x0201, 0x0403}, 18}, /* open of a node with swapped numbers is enodev */
	{{0xfffe, 0x0102, 0x0304}, 17}, /* open of a node that is too short is enodev */
};

CASE_PER_ROW(node_with_another_descriptor_is_enodev, others)
{
	uint8_t bytes[CUSB_DEVICE_DESC_SIZE] = {CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE};

	memcpy(bytes + 8, others[_i].ids, sizeof others[_i].ids);
	sk_file(sk, NODE, bytes, others[_i].length);
	ck_assert_int_eq(open_it(), -ENODEV);
	ck_assert_ptr_null(handle);
}

/* It tells nothing of its device, and neither that it is another one. */
CASE(empty_node_is_opened)
{
	sk_file(sk, NODE, "", 0);
	ck_assert_int_eq(open_it(), 0);
	backend->close(handle);
}

CASE(open_of_a_device_that_leaves_meanwhile_is_enodev)
{
	sk_unreadable(sk, NODE, -ENODEV);
	ck_assert_int_eq(open_it(), -ENODEV);
}

CASE(open_without_node_and_without_device_is_enodev)
{
	sk_remove(sk, NODE);
	sk_remove(sk, DEV);
	ck_assert_int_eq(open_it(), -ENODEV);
}

CASE(open_without_node_but_with_another_device_is_enodev)
{
	sk_remove(sk, NODE);
	sk_text(sk, DEV, "189:5\n");
	ck_assert_int_eq(open_it(), -ENODEV);
}

CASE(open_without_node_but_with_the_device_is_enoent)
{
	sk_remove(sk, NODE);
	ck_assert_int_eq(open_it(), -ENOENT);
}

/* Found by its node, so there is nothing else to tell whether it is there. */
CASE(open_without_node_and_without_sysfs_is_enodev)
{
	sk_remove(sk, NODE);
	sk_remove(sk, DEV);
	sk_remove(sk, "/sys/bus/usb/devices");
	ck_assert_int_eq(open_it(), -ENODEV);
}

CASE(lent_descriptor_is_used_and_left_open)
{
	int fd = sys_openat(usbfs_of(backend), AT_FDCWD, NODE, O_RDWR);

	sk_forget(sk);
	ck_assert_int_eq(backend->open(backend, &sk_device, fd, &handle), 0);
	ck_assert_int_eq(backend->claim(handle, 0), 0);
	backend->close(handle);
	ck_assert_str_eq(sk_trace(sk), "ri");
	sys_close(usbfs_of(backend), fd);
}

CASE(lent_descriptor_of_another_device_is_enodev_and_left_open)
{
	struct cusb_device other = sk_device;
	int fd = sys_openat(usbfs_of(backend), AT_FDCWD, NODE, O_RDWR);

	other.idProduct++;
	ck_assert_int_eq(backend->open(backend, &other, fd, &handle), -ENODEV);
	sys_close(usbfs_of(backend), fd);
}

/* Two handles would reap each other's URBs. */
CASE(descriptor_that_another_handle_uses_is_ebusy)
{
	struct cusb_handle *second = NULL;
	int fd;

	ck_assert_int_eq(open_it(), 0);
	fd = backend->queue->poll_fd(handle);
	ck_assert_int_eq(backend->open(backend, &sk_device, fd, &second), -EBUSY);
	backend->close(handle);
	fd = sys_openat(usbfs_of(backend), AT_FDCWD, NODE, O_RDWR);
	ck_assert_int_eq(backend->open(backend, &sk_device, fd, &handle), 0);
	ck_assert_int_eq(backend->open(backend, &sk_device, fd, &second), -EBUSY);
	ck_assert_ptr_null(second);
	backend->close(handle);
	ck_assert_int_eq(backend->open(backend, &sk_device, fd, &second), 0);
	backend->close(second);
	sys_close(usbfs_of(backend), fd);
}

CASE(descriptor_of_another_kernel_is_another)
{
	struct script_kernel *other = sk_new();
	struct cusb_backend *on_other = sk_backend(other);
	struct cusb_handle *second = NULL;
	int fd = sys_openat(usbfs_of(on_other), AT_FDCWD, NODE, O_RDWR);

	ck_assert_int_eq(open_it(), 0);
	ck_assert_int_eq(handle->fd, fd);
	ck_assert_int_eq(on_other->open(on_other, &sk_device, fd, &second), 0);
	on_other->close(second);
	backend->close(handle);
	sys_close(usbfs_of(on_other), fd);
	sk_free(other);
}

CASE(open_without_permission_is_eacces)
{
	sk_unopenable(sk, NODE, -EACCES);
	ck_assert_int_eq(open_it(), -EACCES);
}

static char logged[256];

static void keep_line(enum cusb_log_level level, const char *line, void *user)
{
	(void)user;
	if (level == CUSB_LOG_INFO)
		snprintf(logged, sizeof logged, "%s", line);
}

static const struct {
	int err;
	const char *reason;
} refusals[] = {{-EACCES, "nodev"}, {-EPERM, "control group"}, {-EIO, NULL}};

CASE_PER_ROW(refused_open_names_what_may_refuse_it, refusals)
{
	logged[0] = '\0';
	sk_unopenable(sk, NODE, refusals[_i].err);
	cusb_set_log(CUSB_LOG_INFO, keep_line, NULL);
	ck_assert_int_eq(open_it(), refusals[_i].err);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	if (refusals[_i].reason)
		ck_assert_ptr_nonnull(strstr(logged, refusals[_i].reason));
	else
		ck_assert_str_eq(logged, "");
}

CASE(open_that_a_signal_interrupts_is_repeated)
{
	sk_fail(sk, 'o', 1, 2, -EINTR);
	sk_open(sk);
}

CASE(open_without_memory_is_enomem)
{
	int err;

	fail_alloc_start(1);
	err = open_it();
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_str_eq(sk_trace(sk), "");
}

CASE(close_that_a_signal_interrupts_is_not_repeated)
{
	ck_assert_int_eq(open_it(), 0);
	sk_fail(sk, 'c', 1, 1, -EINTR);
	backend->close(handle);
	ck_assert_str_eq(sk_trace(sk), "orc");
}
