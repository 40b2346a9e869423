/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: the directory of an interface has a directory for its HID device. The name of this
 * directory is not fixed. It has the attribute report_descriptor, and everybody may read it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "hid_report.h"

static ssize_t read_attribute(int directory, const char *name, void *bytes, size_t size)
{
	char path[sizeof((struct dirent *)0)->d_name + 24];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s/report_descriptor", name);
	fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, bytes, size);
	close(fd);
	return n;
}

ssize_t hid_report_read(const struct cli_bus *bus, const struct cusb_interface *intf, void *bytes,
			size_t size)
{
	const struct cusb_configuration *cfg = intf->configuration;
	struct dirent *entry;
	DIR *directory;
	char path[96];
	ssize_t n = -1;

	if (bus->place != BUS_LOCAL)
		return -1;
	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s:%d.%d", cfg->device->name,
		 cfg->bConfigurationValue, intf->bInterfaceNumber);
	directory = opendir(path);
	if (!directory)
		return -1;
	while (n <= 0 && (entry = readdir(directory)))
		n = read_attribute(dirfd(directory), entry->d_name, bytes, size);
	closedir(directory);
	return n;
}
