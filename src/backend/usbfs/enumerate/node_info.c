/* SPDX-License-Identifier: MIT */
/*
 * The facts that an open device node gives about its device, without sysfs and without bus traffic.
 *
 * Kernel facts: CONNINFO_EX came with Linux 5.2, GET_SPEED with 4.10. Every ioctl needs a
 * descriptor open for writing. Reading gives the device descriptor with its 16-bit fields in host
 * byte order, then the configurations as sent, at most 8. Each configuration takes the room of its
 * wTotalLength, but the kernel writes only the well-formed bytes. The kernel leaves the others
 * unwritten, so in a zeroed buffer bLength reads 0 there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "descriptor/parse.h"

#define READ_MIN (18 + 65535)
#define READ_MAX (18 + 8 * 65535)

/* enum usb_device_speed of <linux/usb/ch9.h>; 4 is wireless. */
static uint8_t speed_of(unsigned int kernel_speed)
{
	static const uint8_t speeds[] = {CUSB_SPEED_UNKNOWN,   CUSB_SPEED_LOW,	   CUSB_SPEED_FULL,
					 CUSB_SPEED_HIGH,      CUSB_SPEED_UNKNOWN, CUSB_SPEED_SUPER,
					 CUSB_SPEED_SUPER_PLUS};

	return kernel_speed < sizeof speeds ? speeds[kernel_speed] : CUSB_SPEED_UNKNOWN;
}

/* The end of a path to a node: "001/005". */
static bool parse_node_path(const char *path, int *bus, int *address)
{
	size_t length = strlen(path);
	const char *end = path + length;

	if (length < 7)
		return false;
	path = end - 7;
	*bus = take_number(&path, 999);
	if (*bus < 1 || *path++ != '/')
		return false;
	*address = take_number(&path, 999);
	return path == end;
}

/* The bus, for kernels that do not tell it: from the path of the opened node. */
static unsigned int bus_by_path(const struct usbfs *fs, int fd, unsigned int address)
{
	char link[32], path[PATH_SIZE];
	int bus, named_address;
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = sys_readlinkat(fs, AT_FDCWD, link, path, sizeof path - 1);
	if (n < 0)
		return 0;
	path[n] = '\0';
	if (!parse_node_path(path, &bus, &named_address) || (unsigned int)named_address != address)
		return 0;
	return (unsigned int)bus;
}

static bool is_place(unsigned int bus, unsigned int address)
{
	return bus <= UINT16_MAX && address >= 1 && address <= ADDRESS_MAX;
}

static int take_conninfo(struct listed_device *device, const struct usbdevfs_conninfo_ex *info)
{
	struct cusb_candidate *candidate = &device->candidate;
	size_t ports_max = sizeof info->ports;

	if (!is_place(info->busnum, info->devnum))
		return -EBADMSG;
	candidate->address = (uint8_t)info->devnum;
	candidate->speed = speed_of(info->speed);
	candidate->bus = (uint16_t)info->busnum;
	candidate->port_count = info->num_ports < ports_max ? info->num_ports : (uint8_t)ports_max;
	memcpy(candidate->port_numbers, info->ports, candidate->port_count);
	sysfs_make_name(candidate, device->name);
	return 0;
}

static int ask_old_kernel(const struct usbfs *fs, int fd, struct listed_device *device)
{
	struct usbdevfs_connectinfo info = {0};
	int err = sys_query(fs, fd, "CONNECTINFO", USBDEVFS_CONNECTINFO, &info);
	int speed;

	if (err < 0)
		return err;
	if (!is_place(0, info.devnum))
		return -EBADMSG;
	speed = sys_query(fs, fd, "GET_SPEED", USBDEVFS_GET_SPEED, NULL);
	if (speed < 0)
		speed = info.slow ? 1 : 0;
	device->candidate.address = (uint8_t)info.devnum;
	device->candidate.speed = speed_of((unsigned int)speed);
	if (device->candidate.bus == 0)
		device->candidate.bus = (uint16_t)bus_by_path(fs, fd, info.devnum);
	node_name(device);
	return 0;
}

void node_name(struct listed_device *device)
{
	snprintf(device->name, sizeof device->name, "%03u/%03u",
		 (unsigned int)device->candidate.bus, (unsigned int)device->candidate.address);
	device->candidate.provisional_name = true;
}

int node_place(const struct usbfs *fs, int fd, struct listed_device *device)
{
	struct usbdevfs_conninfo_ex info = {0};
	int err = sys_query(fs, fd, "CONNINFO_EX", USBDEVFS_CONNINFO_EX(sizeof info), &info);

	if (err == -ENOTTY)
		return ask_old_kernel(fs, fd, device);
	return err < 0 ? err : take_conninfo(device, &info);
}

static void to_bus_order(uint8_t *bytes)
{
	static const uint8_t fields[] = {2, 8, 10, 12}; /* bcdUSB and the three identifiers */

	for (size_t i = 0; i < sizeof fields; i++) {
		uint8_t *field = bytes + fields[i];
		uint16_t value;

		memcpy(&value, field, sizeof value);
		field[0] = (uint8_t)value;
		field[1] = (uint8_t)(value >> 8);
	}
}

static size_t well_formed(const uint8_t *bytes, size_t length)
{
	size_t whole = 0;

	while (length - whole >= 2 && bytes[whole] >= 2 && bytes[whole] <= length - whole)
		whole += bytes[whole];
	return whole;
}

/* Makes the configurations what sysfs would show; returns the length. */
static size_t close_holes(uint8_t *bytes, size_t length)
{
	size_t from = CUSB_DEVICE_DESC_SIZE, to = from;

	while (length - from >= CUSB_CONFIG_DESC_SIZE) {
		size_t claimed = descriptor_le16(bytes + from + 2), whole;

		if (claimed == 0)
			break;
		if (claimed > length - from)
			claimed = length - from;
		whole = claimed < CUSB_CONFIG_DESC_SIZE ? 0 : well_formed(bytes + from, claimed);
		memmove(bytes + to, bytes + from, whole);
		from += claimed;
		to += whole;
	}
	return to;
}

/* The buffer is zeroed before each read, so that unwritten bytes show. */
static ssize_t read_node(const struct usbfs *fs, int fd, uint8_t **bytes)
{
	size_t room = READ_MIN;

	for (;;) {
		ssize_t n;

		*bytes = calloc(1, room);
		if (!*bytes)
			return -ENOMEM;
		n = sys_pread(fs, fd, *bytes, room, 0);
		if (n >= 0 && ((size_t)n < room || room == READ_MAX))
			return n;
		free(*bytes);
		if (n < 0)
			return n;
		room = READ_MAX;
	}
}

int node_descriptors(const struct usbfs *fs, int fd, struct listed_device *device)
{
	ssize_t n = read_node(fs, fd, &device->descriptors);
	size_t length = (size_t)n;

	if (n < 0)
		return (int)n;
	if (length >= CUSB_DEVICE_DESC_SIZE) {
		to_bus_order(device->descriptors);
		length = close_holes(device->descriptors, length);
	}
	device->candidate.descriptors = device->descriptors;
	device->candidate.descriptors_length = length;
	return 0;
}

int usbfs_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct listed_device device = {.name = ""};
	int result = node_place(fs, fd, &device);

	/* A descriptor of another kind of file gives one of these two errors. */
	if (result == -ENOTTY || result == -EINVAL)
		return -EBADF;
	if (result == 0)
		result = node_descriptors(fs, fd, &device);
	if (result < 0)
		return result;
	device.candidate.name = device.name;
	result = visit(&device.candidate, user);
	free(device.descriptors);
	return result;
}
