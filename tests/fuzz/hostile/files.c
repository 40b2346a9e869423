/* SPDX-License-Identifier: MIT */
/* Open files, and their bytes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

#define FIRST_FD	 3
#define DEVICES_PER_BUS	 128
#define MORE_THAN_A_PAGE 5000

struct hostile_file *hostile_file(struct hostile *kernel, int fd)
{
	demand(fd >= FIRST_FD && fd < HOSTILE_FILES);
	demand(kernel->files[fd].kind != HOSTILE_CLOSED);
	return &kernel->files[fd];
}

int hostile_new_file(struct hostile *kernel, enum hostile_kind kind)
{
	for (int fd = FIRST_FD; fd < HOSTILE_FILES; fd++)
		if (kernel->files[fd].kind == HOSTILE_CLOSED) {
			kernel->files[fd] = (struct hostile_file){.kind = kind};
			return fd;
		}
	return -EMFILE;
}

static bool ends_with(const char *path, const char *end)
{
	size_t length = strlen(path), end_length = strlen(end);

	return length >= end_length && strcmp(path + length - end_length, end) == 0;
}

static enum hostile_kind kind_of(const char *path, int flags)
{
	if (ends_with(path, "/bus/usb/devices"))
		return HOSTILE_DEVICES;
	if (flags & O_DIRECTORY)
		return HOSTILE_NODES;
	if (ends_with(path, "/descriptors"))
		return HOSTILE_DESCRIPTORS;
	if (ends_with(path, "/dev"))
		return HOSTILE_NUMBER;
	return strncmp(path, "/sys/", 5) == 0 || path[0] != '/' ? HOSTILE_TEXT : HOSTILE_NODE;
}

/* The number of the bus in ".../usb2/dev" and ".../2-1/dev"; otherwise 1. */
static unsigned int bus_of(const char *path)
{
	const char *last = strrchr(path, '/');
	unsigned int bus;

	while (last && last > path && last[-1] != '/')
		last--;
	if (last && (sscanf(last, "usb%u", &bus) == 1 || sscanf(last, "%u-", &bus) == 1))
		return bus;
	return 1;
}

int hostile_openat(void *user, int dirfd, const char *path, int flags)
{
	struct hostile *kernel = user;
	int err = hostile_trouble(kernel), fd;

	if (path[0] != '/')
		demand(hostile_file(kernel, dirfd)->kind == HOSTILE_DEVICES);
	if (err)
		return err;
	fd = hostile_new_file(kernel, kind_of(path, flags));
	if (fd >= 0)
		kernel->files[fd].bus = bus_of(path);
	return fd;
}

int hostile_close(void *user, int fd)
{
	struct hostile *kernel = user;

	demand(fd != kernel->lent);
	demand(hostile_pending(kernel, fd) == 0);
	hostile_file(kernel, fd)->kind = HOSTILE_CLOSED;
	return 0;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* The node shows four fields of the device descriptor in the byte order of the host. */
static void to_host_order(uint8_t *bytes)
{
	static const uint8_t fields[] = {2, 8, 10, 12};

	for (size_t i = 0; i < sizeof fields; i++) {
		uint16_t value = (uint16_t)(bytes[fields[i]] | bytes[fields[i] + 1] << 8);

		memcpy(bytes + fields[i], &value, sizeof value);
	}
}

/* Changes, cuts or lengthens what was read. Returns the new length. */
static size_t spoil(uint8_t *bytes, size_t length, size_t size)
{
	uint8_t how = input_byte();

	if (how & 0x80 && length > 0)
		for (unsigned int i = how & 15; i > 0; i--)
			input_fill(bytes + input_word() % length, 1);
	if (how & 0x40 && length > 0)
		length -= input_word() % length;
	if (how & 0x20 && size > length) {
		size = size < MORE_THAN_A_PAGE || how & 0x10 ? size : MORE_THAN_A_PAGE;
		memset(bytes + length, how & 15, size - length);
		length = size;
	}
	return length;
}

static size_t read_descriptors(const struct hostile *kernel, bool node, void *buf, size_t size,
			       uint64_t offset)
{
	const struct cusb_virtual_model *model = kernel->model;
	size_t length = model->descriptors_length;

	if (offset > 0)
		return input_says(8) ? spoil(buf, 0, size) : 0;
	if (length > size)
		length = size;
	memcpy(buf, model->descriptors, length);
	if (node && length >= 18)
		to_host_order(buf);
	return input_says(64) ? spoil(buf, length, size) : length;
}

static size_t any_text(char *buf, size_t size)
{
	size_t length = input_byte() & 63;

	if (length > size)
		length = size;
	input_fill(buf, length);
	return length;
}

/* A number as text; sometimes any text. */
static size_t read_text(const struct hostile_file *file, char *buf, size_t size)
{
	bool any = input_says(48);
	unsigned int number = input_byte() & 15;
	char text[32];
	size_t length;

	if (any)
		return any_text(buf, size);
	if (file->kind == HOSTILE_NUMBER)
		snprintf(text, sizeof text, "189:%u\n", (file->bus - 1) * DEVICES_PER_BUS + number);
	else
		snprintf(text, sizeof text, "%u\n", number & 3);
	length = strlen(text) < size ? strlen(text) : size;
	memcpy(buf, text, length);
	return length;
}

ssize_t hostile_pread(void *user, int fd, void *buf, size_t size, uint64_t offset)
{
	struct hostile *kernel = user;
	const struct hostile_file *file = hostile_file(kernel, fd);
	int err = hostile_trouble(kernel);

	if (file->kind == HOSTILE_NODE && err == -ENODEV)
		kernel->unplugged = true;
	if (err)
		return err;
	if (file->kind == HOSTILE_NODE || file->kind == HOSTILE_DESCRIPTORS)
		return (ssize_t)read_descriptors(kernel, file->kind == HOSTILE_NODE, buf, size,
						 offset);
	demand(file->kind == HOSTILE_TEXT || file->kind == HOSTILE_NUMBER);
	return (ssize_t)read_text(file, buf, size);
}

static size_t copy_text(char *buf, size_t size, const char *text)
{
	size_t length = strlen(text) < size ? strlen(text) : size;

	memcpy(buf, text, length);
	return length;
}

ssize_t hostile_readlinkat(void *user, int dirfd, const char *path, char *buf, size_t size)
{
	int err = hostile_trouble(user);

	(void)dirfd;
	if (err)
		return err;
	if (input_says(64))
		return (ssize_t)any_text(buf, size);
	if (ends_with(path, "/ns/user"))
		return (ssize_t)copy_text(buf, size, "user:[4026531837]");
	if (ends_with(path, "/driver"))
		return (ssize_t)copy_text(buf, size, "../../bus/usb/drivers/usbhid");
	return (ssize_t)copy_text(buf, size, "/dev/bus/usb/001/002");
}

int hostile_mknodat(void *user, int dirfd, const char *path, unsigned int mode, uint64_t dev)
{
	(void)dirfd;
	(void)path;
	(void)mode;
	(void)dev;
	return hostile_trouble(user);
}

int hostile_unlinkat(void *user, int dirfd, const char *path, int flags)
{
	(void)dirfd;
	(void)path;
	(void)flags;
	return hostile_trouble(user);
}
