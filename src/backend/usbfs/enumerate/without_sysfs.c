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
#include <string.h>

#include <cusb/error.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "core/log.h"

struct numbers {
	uint16_t list[1000];
	size_t count;
};

struct nodes {
	struct described *list;
	size_t count, room;
};

/* Buses and devices are named by three digits. */
static int add_number(const char *name, uint64_t id, void *user)
{
	struct numbers *numbers = user;
	const char *text = name;
	int number = take_number(&text, 999);

	(void)id;
	if (number > 0 && *text == '\0' && text - name == 3 &&
	    numbers->count < sizeof numbers->list / sizeof numbers->list[0])
		numbers->list[numbers->count++] = (uint16_t)number;
	return 0;
}

static int list_numbers(const struct usbfs *fs, const char *path, struct numbers *numbers)
{
	int dirfd = sys_openat(fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	int err;

	numbers->count = 0;
	if (dirfd < 0)
		return dirfd;
	err = directory_list(fs, dirfd, add_number, numbers);
	sys_close(fs, dirfd);
	return err;
}

static int describe(const struct usbfs *fs, const char *path, struct described *described)
{
	int fd = sys_openat(fs, AT_FDCWD, path, O_RDWR);
	int err;

	if (fd == -EACCES || fd == -EPERM || fd == -EROFS) {
		described_name_by_node(described);
		fd = sys_openat(fs, AT_FDCWD, path, O_RDONLY);
		err = fd;
	} else {
		err = fd < 0 ? fd : described_place(fs, fd, described);
	}
	if (fd < 0)
		return err;
	if (err >= 0)
		err = described_read(fs, fd, described);
	sys_close(fs, fd);
	return err;
}

static int add_node(const struct usbfs *fs, struct nodes *nodes, unsigned int bus,
		    unsigned int address)
{
	struct described described = {.place = {.bus = (uint16_t)bus}, .address = (uint8_t)address};
	char path[PATH_SIZE];
	int err;

	if (nodes->count == nodes->room) {
		size_t room = nodes->room ? 2 * nodes->room : 16;
		struct described *list =
			array_grow(nodes->list, nodes->count * sizeof *list, room * sizeof *list);

		if (!list)
			return -ENOMEM;
		nodes->list = list;
		nodes->room = room;
	}
	snprintf(path, sizeof path, "%s/%03u/%03u", fs->device_root, bus, address);
	err = describe(fs, path, &described);
	if (err == 0)
		nodes->list[nodes->count++] = described;
	else if (err != -EMFILE && err != -ENFILE && err != -ENOMEM)
		log_line(CUSB_LOG_INFO, "%s: passed over: %s", path, cusb_strerror(err));
	else
		return err;
	return 0;
}

static int add_bus(const struct usbfs *fs, struct nodes *nodes, unsigned int bus)
{
	struct numbers addresses;
	char path[PATH_SIZE];
	int err;

	snprintf(path, sizeof path, "%s/%03u", fs->device_root, bus);
	err = list_numbers(fs, path, &addresses);
	/* Its last device may have left. */
	if (err == -ENOENT)
		return 0;
	for (size_t i = 0; i < addresses.count && err == 0; i++)
		err = add_node(fs, nodes, bus, addresses.list[i]);
	return err;
}

/* As enumerate() visits; by address where the ports are not known. */
static int compare(const void *a, const void *b)
{
	const struct described *x = a, *y = b;
	int order = place_compare(&x->place, &y->place);

	return order ? order : (int)x->address - (int)y->address;
}

int nodes_enumerate(const struct usbfs *fs, cusb_visit_fn visit, void *user)
{
	struct nodes nodes = {0};
	struct numbers buses;
	int result = list_numbers(fs, fs->device_root, &buses);

	for (size_t i = 0; i < buses.count && result == 0; i++)
		result = add_bus(fs, &nodes, buses.list[i]);
	if (result == 0 && nodes.count > 0)
		array_sort(nodes.list, nodes.count, sizeof *nodes.list, compare);
	for (size_t i = 0; i < nodes.count && result == 0; i++)
		result = described_visit(&nodes.list[i], visit, user);
	for (size_t i = 0; i < nodes.count; i++)
		free(nodes.list[i].bytes);
	free(nodes.list);
	return result;
}
