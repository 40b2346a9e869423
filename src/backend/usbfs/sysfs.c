/* SPDX-License-Identifier: MIT */
/*
 * Names and small files of sysfs.
 *
 * Kernel facts: the names in bus/usb/devices have the bus and the port path (dev_set_name in
 * usb_alloc_dev); the minor number in `dev` is (bus - 1) * 128 + address - 1 (usb_new_device).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define DEVICES_PER_BUS 128

const char *const sysfs_strings[] = {"manufacturer", "product", "serial"};

int take_number(const char **text, int max)
{
	const char *p = *text;
	int number = 0;

	if (*p < '0' || *p > '9')
		return -1;
	for (; *p >= '0' && *p <= '9'; p++) {
		number = number * 10 + (*p - '0');
		if (number > max)
			return -1;
	}
	*text = p;
	return number;
}

static bool take_ports(const char *text, struct cusb_candidate *candidate)
{
	while (candidate->port_count < CUSB_PORT_NUMBERS_MAX) {
		int port = take_number(&text, UINT8_MAX);

		if (port < 1)
			return false;
		candidate->port_numbers[candidate->port_count++] = (uint8_t)port;
		if (*text == '\0')
			return true;
		if (*text++ != '.')
			return false;
	}
	return false;
}

bool sysfs_parse_name(const char *name, struct cusb_candidate *candidate)
{
	bool root_hub = strncmp(name, "usb", 3) == 0;
	const char *text = root_hub ? name + 3 : name;
	int bus = take_number(&text, UINT16_MAX);

	if (bus < 1 || strlen(name) >= NAME_SIZE)
		return false;
	*candidate = (struct cusb_candidate){.bus = (uint16_t)bus};
	if (root_hub)
		return *text == '\0';
	return *text == '-' && take_ports(text + 1, candidate);
}

void sysfs_make_name(const struct cusb_candidate *candidate, char name[NAME_SIZE])
{
	const uint8_t *ports = candidate->port_numbers;
	size_t length;

	if (candidate->port_count == 0) {
		snprintf(name, NAME_SIZE, "usb%u", (unsigned int)candidate->bus);
		return;
	}
	length = (size_t)snprintf(name, NAME_SIZE, "%u-%u", (unsigned int)candidate->bus,
				  (unsigned int)ports[0]);
	for (size_t i = 1; i < candidate->port_count; i++)
		length += (size_t)snprintf(name + length, NAME_SIZE - length, ".%u",
					   (unsigned int)ports[i]);
}

bool sysfs_is_readable(const struct usbfs *fs)
{
	char path[PATH_SIZE];
	int fd;

	snprintf(path, sizeof path, "%s/bus/usb/devices", fs->sysfs_root);
	fd = sys_openat(fs, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	if (fd >= 0)
		sys_close(fs, fd);
	return fd != -ENOENT && fd != -EACCES;
}

ssize_t sysfs_read(const struct usbfs *fs, int dirfd, const char *path, char *text, size_t size)
{
	int fd = sys_openat(fs, dirfd, path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = sys_pread(fs, fd, text, size - 1, 0);
	sys_close(fs, fd);
	if (n < 0)
		return n;
	if (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return n;
}

int sysfs_number(const char *text)
{
	int number;

	while (*text == ' ') /* bAlternateSetting is padded */
		text++;
	number = take_number(&text, INT16_MAX);
	return number < 0 || *text != '\0' ? -EBADMSG : number;
}

int sysfs_address(const char *text, uint16_t bus)
{
	const char *colon = strchr(text, ':');
	int before = colon ? (bus - 1) * DEVICES_PER_BUS - 1 : 0; /* the number of address 0 */
	int address;

	if (colon)
		text = colon + 1;
	address = take_number(&text, before + ADDRESS_MAX) - before;
	return *text != '\0' || address < 1 ? -EBADMSG : address;
}
