/* SPDX-License-Identifier: MIT */
/*
 * Enumeration without sysfs: the nodes below the device root, each opened and read.
 *
 * Kernel fact: opening a node wakes its device.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "core/log.h"

#define LISTING_SIZE 32768 /* of the buffer for directory_list() */

/* The three-digit names of a directory, as numbers from 1 to `max`. */
struct numbers {
	int max;
	uint16_t list[1000];
	size_t count;
};

struct node_walk {
	const struct usbfs *fs;
	char *buffer;
	struct listing devices;
};

static int add_number(const char *name, uint64_t id, void *user)
{
	struct numbers *numbers = user;
	const char *text = name;
	int number = take_number(&text, numbers->max);

	(void)id;
	if (number > 0 && *text == '\0' && text - name == 3 &&
	    numbers->count < sizeof numbers->list / sizeof numbers->list[0])
		numbers->list[numbers->count++] = (uint16_t)number;
	return 0;
}

static int list_numbers(const struct node_walk *walk, const char *path, struct numbers *numbers)
{
	int dirfd = sys_openat(walk->fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	int err;

	if (dirfd < 0)
		return dirfd;
	err = directory_list(walk->fs, dirfd, walk->buffer, LISTING_SIZE, add_number, numbers);
	sys_close(walk->fs, dirfd);
	return err;
}

static int examine_node(const struct usbfs *fs, const char *path, struct listed_device *device)
{
	int fd = sys_openat(fs, AT_FDCWD, path, O_RDWR);
	int err;

	if (fd == -EACCES || fd == -EPERM || fd == -EROFS) {
		node_name(device);
		fd = sys_openat(fs, AT_FDCWD, path, O_RDONLY);
		err = fd;
	} else {
		err = fd < 0 ? fd : node_place(fs, fd, device);
	}
	if (fd < 0)
		return err;
	if (err >= 0)
		err = node_descriptors(fs, fd, device);
	sys_close(fs, fd);
	return err;
}

static int add_node(struct node_walk *walk, unsigned int bus, unsigned int address)
{
	struct listed_device device = {
		.candidate = {.bus = (uint16_t)bus, .address = (uint8_t)address}};
	char path[PATH_SIZE];
	int err;

	snprintf(path, sizeof path, "%s/%03u/%03u", walk->fs->device_root, bus, address);
	err = examine_node(walk->fs, path, &device);
	if (err < 0)
		return log_skipped(CUSB_LOG_INFO, path, err);
	err = listing_add(&walk->devices, &device);
	if (err < 0)
		free(device.descriptors);
	return err;
}

static int add_bus(struct node_walk *walk, unsigned int bus)
{
	struct numbers addresses = {.max = ADDRESS_MAX};
	char path[PATH_SIZE];
	int err;

	snprintf(path, sizeof path, "%s/%03u", walk->fs->device_root, bus);
	err = list_numbers(walk, path, &addresses);
	/* The bus's last device may have left, or its directory may not be read. */
	if (err == -ENOENT || err == -ENOTDIR || err == -EACCES || err == -EPERM)
		return log_skipped(CUSB_LOG_INFO, path, err);
	for (size_t i = 0; i < addresses.count && err == 0; i++)
		err = add_node(walk, bus, addresses.list[i]);
	return err;
}

static int add_buses(struct node_walk *walk)
{
	struct numbers buses = {.max = 999};
	int err = list_numbers(walk, walk->fs->device_root, &buses);

	if (err == -ENOENT) /* no USB here */
		return log_skipped(CUSB_LOG_INFO, walk->fs->device_root, err);
	for (size_t i = 0; i < buses.count && err == 0; i++)
		err = add_bus(walk, buses.list[i]);
	return err;
}

int nodes_enumerate(const struct usbfs *fs, cusb_visit_fn visit, void *user)
{
	struct node_walk walk = {.fs = fs, .buffer = malloc(LISTING_SIZE)};
	struct listing *devices = &walk.devices;
	int result;

	log_write(CUSB_LOG_INFO, "%s/bus/usb/devices is missing: devices are found in %s",
		  fs->sysfs_root, fs->device_root);
	result = walk.buffer ? add_buses(&walk) : -ENOMEM;
	listing_sort(devices);
	for (size_t i = 0; i < devices->count && result == 0; i++) {
		devices->list[i].candidate.name = devices->list[i].name;
		result = visit(&devices->list[i].candidate, user);
	}
	listing_free(devices);
	free(walk.buffer);
	return result;
}
