/* SPDX-License-Identifier: MIT */
#include "other_program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/usbfs/usbfs.h"

static const struct cusb_syscalls *calls(void)
{
	return world.kernel ? &virtual_syscalls : &real_syscalls;
}

static int open_path(const char *path, int flags)
{
	return calls()->openat(world.kernel, AT_FDCWD, path, flags | O_CLOEXEC);
}

int other_open(const struct cusb_device *dev)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", dev->bus, dev->address);
	fd = open_path(path, O_RDWR);
	CHECK(fd >= 0);
	return fd;
}

void other_close(int fd)
{
	CHECK_OK(calls()->close(world.kernel, fd));
}

int other_ioctl(int fd, unsigned long request, void *arg)
{
	return calls()->ioctl(world.kernel, fd, request, arg);
}

int other_ioctl_number(int fd, unsigned long request, unsigned int number)
{
	return other_ioctl(fd, request, &number);
}

int other_set_altsetting(int fd, unsigned int number, unsigned int alternate)
{
	struct usbdevfs_setinterface set = {number, alternate};

	return other_ioctl(fd, USBDEVFS_SETINTERFACE, &set);
}

int other_disconnect(int fd, unsigned int number)
{
	struct usbdevfs_ioctl inner = {(int)number, (int)USBDEVFS_DISCONNECT, NULL};

	return other_ioctl(fd, USBDEVFS_IOCTL, &inner);
}

int other_attribute(const char *name, const char *attribute, char *text, size_t size)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/%s", name, attribute);
	fd = open_path(path, O_RDONLY);
	if (fd < 0)
		return fd;
	n = calls()->pread(world.kernel, fd, text, size - 1, 0);
	calls()->close(world.kernel, fd);
	if (n < 0)
		return (int)n;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

int other_write(const char *path, const char *text)
{
	int fd, err = 0;

	if (world.kernel)
		return virtual_kernel_write(world.kernel, path, text);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}
