/* SPDX-License-Identifier: MIT */
/*
 * The walk over sysfs: one listing of bus/usb/devices, then three calls for a device (openat,
 * pread, close of `descriptors`), and four more when its address is asked for.
 *
 * Kernel facts: neither `descriptors` nor `dev` takes the device lock or wakes the device; a read
 * gives at most a page, so a shorter one is the last; a file that is open when its device is
 * removed gives -ENODEV from then on; the kernel numbers the entries of sysfs upwards, so a device
 * that is plugged in again under the same name has another inode number in the listing. That last
 * one ties `dev` to the bytes read before it: reading a byte of `descriptors` again succeeds only
 * while the device of that file is still there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/error.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "core/log.h"

#define DESCRIPTORS_SIZE (18 + 65535) /* the kernel's limit for the file */
#define PAGE_MIN	 4096

/* The candidate being visited. */
struct visited {
	struct cusb_candidate candidate; /* first */
	int dirfd;
	int fd; /* its `descriptors` */
};

struct places {
	const char *only; /* NULL: all */
	struct place *list;
	size_t count, room;
};

static int add_place(const char *name, uint64_t id, void *user)
{
	struct places *places = user;
	struct place place;

	if ((places->only && strcmp(name, places->only) != 0) || !place_parse(name, &place))
		return 0; /* not wanted, an interface, or nothing of ours */
	place.id = id;
	if (places->count == places->room) {
		size_t room = places->room ? 2 * places->room : 32;
		struct place *list =
			array_grow(places->list, places->count * sizeof *list, room * sizeof *list);

		if (!list)
			return -ENOMEM;
		places->list = list;
		places->room = room;
	}
	places->list[places->count++] = place;
	return 0;
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
		candidate->id = place->id;
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

/* The error when there are no nodes either is that of sysfs. */
static int without_sysfs(const struct usbfs *fs, cusb_visit_fn visit, void *user)
{
	log_line(CUSB_LOG_INFO, "no %s/bus/usb/devices: looking in %s", fs->sysfs_root,
		 fs->device_root);
	return nodes_enumerate(fs, visit, user);
}

int usbfs_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit, void *user)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct places places = {.only = name};
	char path[PATH_SIZE];
	int dirfd, result;

	snprintf(path, sizeof path, "%s/bus/usb/devices", fs->sysfs_root);
	dirfd = sys_openat(fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	if (dirfd == -ENOENT)
		return without_sysfs(fs, visit, user);
	if (dirfd < 0)
		return dirfd;
	result = directory_list(fs, dirfd, add_place, &places);
	if (result == 0 && places.count > 0) {
		array_sort(places.list, places.count, sizeof *places.list, place_compare);
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
