/* SPDX-License-Identifier: MIT */
/*
 * The walk over sysfs: one listing of bus/usb/devices, then three calls for a device (openat,
 * pread, close of `descriptors`), and four more when its address is asked for.
 *
 * Kernel facts: neither `descriptors` nor `dev` takes the device lock or wakes the device; a read
 * gives at most a page, so a shorter one is the last; a file that is open when its device is
 * removed gives -ENODEV from then on. That last one ties `dev` to the bytes read before it: reading
 * a byte of `descriptors` again succeeds only while the device of that file is still there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/error.h>

#include "backend/usbfs/usbfs.h"
#include "core/log.h"

#define LISTING_SIZE	 32768
#define DESCRIPTORS_SIZE (18 + 65535) /* the kernel's limit for the file */
#define PAGE_MIN	 4096

/* The candidate being visited. */
struct visited {
	struct cusb_candidate candidate; /* first */
	int dirfd;
	int fd; /* its `descriptors` */
};

struct places {
	struct place *list;
	size_t count, room;
};

static int add_place(struct places *places, const char *name)
{
	struct place place;

	if (!place_parse(name, &place))
		return 0; /* an interface, or nothing of ours */
	if (places->count == places->room) {
		size_t room = places->room ? 2 * places->room : 32;
		struct place *list = realloc(places->list, room * sizeof *list);

		if (!list)
			return -ENOMEM;
		places->list = list;
		places->room = room;
	}
	places->list[places->count++] = place;
	return 0;
}

/* struct linux_dirent64: inode and offset of 8 bytes each, length of 2, type of 1, the name. */
static int add_entries(struct places *places, const char *buf, size_t size)
{
	const size_t length_at = 16, name_at = 19;

	for (size_t at = 0; at + name_at < size;) {
		uint16_t length;
		int err;

		memcpy(&length, buf + at + length_at, sizeof length);
		if (length <= name_at || length > size - at)
			return -EIO;
		err = add_place(places, buf + at + name_at);
		if (err < 0)
			return err;
		at += length;
	}
	return 0;
}

static int list_places(const struct usbfs *fs, int dirfd, struct places *places)
{
	char *buf = malloc(LISTING_SIZE);
	ssize_t n;
	int err = buf ? 0 : -ENOMEM;

	while (err == 0) {
		n = sys_getdents64(fs, dirfd, buf, LISTING_SIZE);
		if (n <= 0) {
			err = (int)n;
			break;
		}
		err = add_entries(places, buf, (size_t)n);
	}
	free(buf);
	return err;
}

static ssize_t read_descriptors(const struct usbfs *fs, int fd, uint8_t *bytes)
{
	size_t length = 0;

	while (length < DESCRIPTORS_SIZE) {
		ssize_t n = sys_pread(fs, fd, bytes + length, DESCRIPTORS_SIZE - length, length);

		if (n < 0)
			return n;
		length += (size_t)n;
		if (n < PAGE_MIN)
			break;
	}
	return (ssize_t)length;
}

/* What the process or the system is short of is no fault of the device that was to be read. */
static bool is_shortage(ssize_t err)
{
	return err == -EMFILE || err == -ENFILE || err == -ENOMEM;
}

static int visit_place(const struct usbfs *fs, int dirfd, const struct place *place, uint8_t *bytes,
		       cusb_visit_fn visit, void *user)
{
	struct visited visited = {.dirfd = dirfd};
	struct cusb_candidate *candidate = &visited.candidate;
	char path[NAME_SIZE + sizeof "/descriptors"];
	ssize_t length;
	int result;

	snprintf(path, sizeof path, "%s/descriptors", place->name);
	visited.fd = sys_openat(fs, dirfd, path, O_RDONLY);
	length = visited.fd < 0 ? visited.fd : read_descriptors(fs, visited.fd, bytes);
	if (is_shortage(length)) {
		result = (int)length;
	} else if (length < 0) {
		log_line(CUSB_LOG_INFO, "%s: passed over: %s", place->name,
			 cusb_strerror((int)length));
		result = 0;
	} else {
		candidate->name = place->name;
		candidate->bus = place->bus;
		candidate->port_count = place->port_count;
		memcpy(candidate->port_numbers, place->port_numbers, sizeof place->port_numbers);
		candidate->descriptors = bytes;
		candidate->descriptors_length = (size_t)length;
		result = visit(candidate, user);
	}
	if (visited.fd >= 0)
		sys_close(fs, visited.fd);
	return result;
}

static int visit_places(const struct usbfs *fs, int dirfd, const struct places *places,
			cusb_visit_fn visit, void *user)
{
	uint8_t *bytes = malloc(DESCRIPTORS_SIZE);
	int result = bytes ? 0 : -ENOMEM;

	for (size_t i = 0; i < places->count && result == 0; i++)
		result = visit_place(fs, dirfd, &places->list[i], bytes, visit, user);
	free(bytes);
	return result;
}

int usbfs_enumerate(struct cusb_backend *backend, cusb_visit_fn visit, void *user)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct places places = {0};
	char path[PATH_SIZE];
	int dirfd, result;

	snprintf(path, sizeof path, "%s/bus/usb/devices", fs->sysfs_root);
	dirfd = sys_openat(fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	if (dirfd < 0)
		return dirfd;
	result = list_places(fs, dirfd, &places);
	if (result == 0 && places.count > 0) {
		qsort(places.list, places.count, sizeof *places.list, place_compare);
		result = visit_places(fs, dirfd, &places, visit, user);
	}
	free(places.list);
	sys_close(fs, dirfd);
	return result;
}

int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	const struct usbfs *fs = usbfs_of(backend);
	const struct visited *visited = (const struct visited *)candidate;
	char path[NAME_SIZE + sizeof "/dev"], text[32];
	uint8_t byte;
	ssize_t n;

	snprintf(path, sizeof path, "%s/dev", candidate->name);
	n = sysfs_read(fs, visited->dirfd, path, text, sizeof text);
	if (n < 0)
		return n == -ENOENT ? -ENODEV : (int)n;
	n = sys_pread(fs, visited->fd, &byte, sizeof byte, 0);
	if (n < 0)
		return (int)n;
	return sysfs_address(text, candidate->bus);
}
