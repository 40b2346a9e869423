/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"
#include "virtual/kernel/kernel.h"

#define PATH_SIZE 384

/* This machine's device of the same name is another one. -ENOENT, -ENAMETOOLONG, or 0. */
static int place(const struct cli_bus *bus, char whole[PATH_SIZE], const char *path)
{
	int length =
		snprintf(whole, PATH_SIZE, "%s%s", path[0] == '/' ? "" : ATTRIBUTE_DEVICES, path);

	if (bus->place == BUS_REMOTE)
		return -ENOENT;
	return length < PATH_SIZE ? 0 : -ENAMETOOLONG;
}

static ssize_t read_here(const char *path, void *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, bytes, size);
	if (n < 0)
		n = -errno;
	close(fd);
	return n;
}

static ssize_t read_virtual(struct cusb_virtual_kernel *kernel, const char *path, void *bytes,
			    size_t size)
{
	int fd = virtual_syscalls.openat(kernel, AT_FDCWD, path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = virtual_syscalls.pread(kernel, fd, bytes, size, 0);
	virtual_syscalls.close(kernel, fd);
	return n;
}

ssize_t attribute_read(const struct cli_bus *bus, const char *path, void *bytes, size_t size)
{
	char whole[PATH_SIZE];
	int err = place(bus, whole, path);

	if (err)
		return err;
	return bus->kernel ? read_virtual(bus->kernel, whole, bytes, size)
			   : read_here(whole, bytes, size);
}

int attribute_text(const struct cli_bus *bus, const char *path, char text[ATTRIBUTE_SIZE])
{
	ssize_t n = attribute_read(bus, path, text, ATTRIBUTE_SIZE - 1);

	if (n < 0)
		return (int)n;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

int attribute_number(const struct cli_bus *bus, const char *path, long *number)
{
	char text[ATTRIBUTE_SIZE], *end;
	int err = attribute_text(bus, path, text);
	long value;

	if (err)
		return err;
	value = strtol(text, &end, 10);
	if (end == text)
		return -ENODATA;
	*number = value;
	return 0;
}

static int write_here(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int attribute_write(const struct cli_bus *bus, const char *path, const char *text)
{
	char whole[PATH_SIZE];
	int err = place(bus, whole, path);

	if (err)
		return err;
	return bus->kernel ? virtual_kernel_write(bus->kernel, whole, text)
			   : write_here(whole, text);
}

int attribute_link(const struct cli_bus *bus, const char *path, char name[ATTRIBUTE_SIZE])
{
	char whole[PATH_SIZE], target[PATH_SIZE];
	const char *last;
	ssize_t n = place(bus, whole, path);

	if (n == 0 && bus->kernel)
		n = virtual_syscalls.readlinkat(bus->kernel, AT_FDCWD, whole, target,
						sizeof target - 1);
	else if (n == 0 && (n = readlink(whole, target, sizeof target - 1)) < 0)
		n = -errno;
	if (n < 0)
		return (int)n;
	target[n] = '\0';
	last = strrchr(target, '/');
	last = last ? last + 1 : target;
	if (strlen(last) >= ATTRIBUTE_SIZE)
		return -ENAMETOOLONG;
	memcpy(name, last, strlen(last) + 1);
	return 0;
}
