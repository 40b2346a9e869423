/* SPDX-License-Identifier: MIT */
/*
 * What an open device node tells of its device, without sysfs and without bus traffic.
 *
 * Kernel facts: CONNINFO_EX came with Linux 5.2, GET_SPEED with 4.10; every ioctl needs a
 * descriptor open for writing. Reading gives the device descriptor with its 16-bit fields in host
 * byte order, then the configurations as sent, each taking as much room as its wTotalLength claims.
 * The kernel keeps no more of one than it found well-formed and leaves the buffer as it was behind
 * that, so there a buffer of zeroes shows a bLength of 0. There are at most 8 configurations.
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

/* For kernels that do not tell the bus: the name that the descriptor was opened by, if it has one.
 */
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

static int connect_info(const struct usbfs *fs, int fd, struct described *described)
{
	struct usbdevfs_connectinfo info = {0};
	int err = sys_ioctl(fs, fd, USBDEVFS_CONNECTINFO, &info);
	int speed;

	if (err < 0)
		return err;
	speed = sys_ioctl(fs, fd, USBDEVFS_GET_SPEED, NULL);
	if (speed < 0)
		speed = info.slow ? 1 : 0;
	described->address = (uint8_t)info.devnum;
	described->speed = speed_of((unsigned int)speed);
	described->place.bus = (uint16_t)bus_by_path(fs, fd, info.devnum);
	return 0;
}

static void take_place(struct described *described, const struct usbdevfs_conninfo_ex *info)
{
	struct place *place = &described->place;

	described->address = (uint8_t)info->devnum;
	described->speed = speed_of(info->speed);
	place->bus = (uint16_t)info->busnum;
	place->port_count = info->num_ports < sizeof info->ports ? info->num_ports
								 : (uint8_t)sizeof info->ports;
	memcpy(place->port_numbers, info->ports, place->port_count);
	place_set_name(place);
}

void described_name_by_node(struct described *described)
{
	snprintf(described->place.name, sizeof described->place.name, "%03u/%03u",
		 (unsigned int)described->place.bus, (unsigned int)described->address);
}

int described_place(const struct usbfs *fs, int fd, struct described *described)
{
	struct usbdevfs_conninfo_ex info = {0};
	int err = sys_ioctl(fs, fd, USBDEVFS_CONNINFO_EX(sizeof info), &info);

	if (err >= 0) {
		take_place(described, &info);
		return 0;
	}
	if (err != -ENOTTY)
		return err;
	err = connect_info(fs, fd, described);
	if (err == 0)
		described_name_by_node(described);
	return err;
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

/* Leaves the configurations as sysfs would show them; returns the length. */
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

/* Zeroed each time: what the kernel does not write is to be told from what it does. */
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

int described_read(const struct usbfs *fs, int fd, struct described *described)
{
	ssize_t n = read_node(fs, fd, &described->bytes);

	if (n < 0)
		return (int)n;
	described->length = (size_t)n;
	if (described->length >= CUSB_DEVICE_DESC_SIZE) {
		to_bus_order(described->bytes);
		described->length = close_holes(described->bytes, described->length);
	}
	return 0;
}

int described_visit(const struct described *described, cusb_visit_fn visit, void *user)
{
	const struct place *place = &described->place;
	struct cusb_candidate candidate = {
		.name = place->name,
		.bus = place->bus,
		.port_count = place->port_count,
		.address = described->address,
		.speed = described->speed,
		.descriptors = described->bytes,
		.descriptors_length = described->length,
	};

	memcpy(candidate.port_numbers, place->port_numbers, sizeof place->port_numbers);
	return visit(&candidate, user);
}
