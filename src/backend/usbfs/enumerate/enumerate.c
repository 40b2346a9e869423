/* SPDX-License-Identifier: MIT */
/*
 * The walk over sysfs: one listing of bus/usb/devices; then three calls for each device (openat,
 * pread and close of `descriptors`), and three more when its address is needed.
 *
 * Kernel facts: `descriptors` and `dev` neither take the device lock nor wake the device. A read
 * gives at most a page, so a shorter read is the last. After a device is removed, its open files
 * give -ENODEV. The kernel numbers the entries of sysfs upwards (idr_alloc_cyclic in kernfs), so a
 * device that is plugged in again under the same name has another inode number in the listing.
 * Linux before 4.14 gives the lowest free number, which is often the old number. The address is
 * different even then, because choose_devnum() gives all other addresses first.
 *
 * Another device can get the name. An attribute that was read by name belongs to the same device as
 * `descriptors` if that file was opened before, and can be read afterwards. The same is true of the
 * inode number, but only a walk to one device can open the file before it lists the directory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "core/log.h"

#define DESCRIPTORS_SIZE (18 + 65535) /* the kernel's limit for the file */
#define PAGE_MIN	 4096

struct sysfs_walk {
	const struct usbfs *fs;
	const char *only; /* the wanted name; NULL: all */
	cusb_visit_fn visit;
	void *user;
	int dirfd;	 /* of bus/usb/devices */
	uint8_t *buffer; /* for the listing, then for the descriptors of each device */
	struct listing devices;
};

struct visited {
	struct cusb_candidate candidate;
	const struct sysfs_walk *walk;
	int fd;	     /* the file `descriptors` */
	int address; /* 0: not read yet; below 0: the error of reading it */
	bool tied;   /* the attributes read by name belong to this device */
	bool asked;  /* the address was needed */
};

static int add_name(const char *name, uint64_t id, void *user)
{
	struct sysfs_walk *walk = user;
	struct listed_device device = {.name = ""};

	if (walk->only && strcmp(name, walk->only) != 0)
		return 0;
	if (!sysfs_parse_name(name, &device.candidate))
		return 0; /* an interface, or an unknown name */
	device.candidate.id = id;
	strcpy(device.name, name);
	return listing_add(&walk->devices, &device);
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

#define ATTRIBUTE_PATH_SIZE (NAME_SIZE + sizeof "/manufacturer")

/* Names in the list are shorter than NAME_SIZE. */
static void attribute_path(char *path, const char *name, const char *attribute)
{
	stpcpy(stpcpy(stpcpy(path, name), "/"), attribute);
}

/* Reads an attribute by the candidate's name. */
static ssize_t read_by_name(const struct visited *visited, const char *attribute, char *text,
			    size_t size)
{
	char path[ATTRIBUTE_PATH_SIZE];

	attribute_path(path, visited->candidate.name, attribute);
	return sysfs_read(visited->walk->fs, visited->walk->dirfd, path, text, size);
}

static int read_address(const struct visited *visited)
{
	char text[32];
	ssize_t n = read_by_name(visited, "dev", text, sizeof text);

	if (n == -ENOENT)
		n = read_by_name(visited, "devnum", text, sizeof text);
	if (n < 0)
		return n == -ENOENT ? -ENODEV : (int)n;
	return sysfs_address(text, visited->candidate.bus);
}

/* With `descriptors` open. */
static int visit_open(struct visited *visited, bool address_first)
{
	const struct sysfs_walk *walk = visited->walk;
	ssize_t length;

	if (address_first)
		visited->address = read_address(visited);
	length = read_descriptors(walk->fs, visited->fd, walk->buffer);
	if (length < 0)
		return log_skipped(CUSB_LOG_INFO, visited->candidate.name, (int)length);
	visited->tied = true;
	visited->candidate.descriptors = walk->buffer;
	visited->candidate.descriptors_length = (size_t)length;
	return walk->visit(&visited->candidate, walk->user);
}

static int open_descriptors(const struct sysfs_walk *walk, const char *name)
{
	char path[ATTRIBUTE_PATH_SIZE];

	attribute_path(path, name, "descriptors");
	return sys_openat(walk->fs, walk->dirfd, path, O_RDONLY);
}

/* Closes `fd`. Sets *asked when the address was needed. */
static int visit_device(const struct sysfs_walk *walk, const struct listed_device *device, int fd,
			bool address_first, bool *asked)
{
	struct visited visited = {.candidate = device->candidate, .walk = walk, .fd = fd};
	int result;

	if (fd < 0)
		return log_skipped(CUSB_LOG_INFO, device->name, fd);
	visited.candidate.name = device->name;
	visited.candidate.own = &visited;
	result = visit_open(&visited, address_first);
	sys_close(walk->fs, fd);
	*asked = visited.asked;
	return result;
}

static int list_devices(struct sysfs_walk *walk)
{
	return directory_list(walk->fs, walk->dirfd, walk->buffer, DESCRIPTORS_SIZE, add_name,
			      walk);
}

/*
 * A search that takes every device saves one call for each device when `dev` is read before the
 * descriptors. When the search has skipped a device, `dev` of the later ones is read only when it
 * is needed.
 */
static int walk_all(struct sysfs_walk *walk)
{
	int result = list_devices(walk);
	bool all_asked = true;

	listing_sort(&walk->devices);
	for (size_t i = 0; i < walk->devices.count && result == 0; i++) {
		const struct listed_device *device = &walk->devices.list[i];
		bool asked = true;

		result = visit_device(walk, device, open_descriptors(walk, device->name),
				      i > 0 && all_asked, &asked);
		all_asked = all_asked && asked;
	}
	return result;
}

static int walk_one(struct sysfs_walk *walk)
{
	struct cusb_candidate place;
	bool asked;
	int fd, err;

	if (!sysfs_parse_name(walk->only, &place))
		return 0;
	fd = open_descriptors(walk, walk->only);
	if (fd == -ENOENT)
		return 0; /* not plugged in */
	if (fd < 0)
		return log_skipped(CUSB_LOG_INFO, walk->only, fd);
	err = list_devices(walk);
	if (err == 0 && walk->devices.count > 0)
		return visit_device(walk, &walk->devices.list[0], fd, false, &asked);
	sys_close(walk->fs, fd);
	return err;
}

static int walk_devices(struct sysfs_walk *walk)
{
	return walk->only ? walk_one(walk) : walk_all(walk);
}

int usbfs_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit, void *user)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct sysfs_walk walk = {.fs = fs, .only = name, .visit = visit, .user = user};
	char path[PATH_SIZE];
	int result;

	snprintf(path, sizeof path, "%s/bus/usb/devices", fs->sysfs_root);
	walk.dirfd = sys_openat(fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	if (walk.dirfd == -ENOENT)
		return nodes_enumerate(fs, visit, user);
	if (walk.dirfd < 0)
		return walk.dirfd;
	walk.buffer = malloc(DESCRIPTORS_SIZE);
	result = walk.buffer ? walk_devices(&walk) : -ENOMEM;
	listing_free(&walk.devices);
	free(walk.buffer);
	sys_close(fs, walk.dirfd);
	return result;
}

ssize_t usbfs_candidate_string(struct cusb_backend *backend, const struct cusb_candidate *candidate,
			       enum cusb_device_string which, char *text, size_t size)
{
	struct visited *visited = candidate->own;
	ssize_t n;

	(void)backend;
	/* Found without sysfs: there are no attributes. */
	if (!visited)
		return -ENODATA;
	n = read_by_name(visited, sysfs_strings[which], text, size);
	visited->tied = false;
	return n == -ENOENT ? -ENODATA : n;
}

int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	struct visited *visited = candidate->own;
	uint8_t byte;
	ssize_t n;

	if (!visited)
		return candidate->address ? candidate->address : -EINVAL;
	visited->asked = true;
	if (visited->address == 0) {
		visited->address = read_address(visited);
		visited->tied = false;
	}
	if (visited->address < 0 || visited->tied)
		return visited->address;
	n = sys_pread(usbfs_of(backend), visited->fd, &byte, sizeof byte, 0);
	visited->tied = n >= 0;
	return visited->tied ? visited->address : (int)n;
}
