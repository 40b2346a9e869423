/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: /sys/dev/char/MAJOR:MINOR is a link to the directory of a node's device, and so is
 * /sys/dev/block/MAJOR:MINOR. The directory of an interface is below its device's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "device_path.h"

#define NODES "/dev/bus/usb/"

bool is_device_name(const char *text, size_t length)
{
	bool root_hub = length > 3 && strncmp(text, "usb", 3) == 0;
	const char *allowed = root_hub ? "0123456789" : "0123456789-.";
	size_t at = root_hub ? 3 : 0;

	if (length == 0 || text[at] < '0' || text[at] > '9' ||
	    (!root_hub && !memchr(text, '-', length)))
		return false;
	while (at < length && strchr(allowed, text[at]))
		at++;
	return at == length;
}

/* The last component that is a device's name; an interface has a colon behind it. */
static bool last_name(const char *path, char *name, size_t size)
{
	bool found = false;

	for (path += strspn(path, "/"); *path; path += strspn(path, "/")) {
		size_t length = strcspn(path, "/"), device = strcspn(path, "/:");

		if (is_device_name(path, device) && device < size) {
			memcpy(name, path, device);
			name[device] = '\0';
			found = true;
		}
		path += length;
	}
	return found;
}

static bool is_node(const char *path, const struct stat *file)
{
	return strncmp(path, "/dev/", 5) == 0 && (S_ISCHR(file->st_mode) || S_ISBLK(file->st_mode));
}

bool device_path_name(const char *path, char *name, size_t size)
{
	char link[64], *real;
	struct stat file;
	bool found;

	if (stat(path, &file) == 0 && is_node(path, &file)) {
		snprintf(link, sizeof link, "/sys/dev/%s/%u:%u",
			 S_ISCHR(file.st_mode) ? "char" : "block", major(file.st_rdev),
			 minor(file.st_rdev));
		path = link;
	}
	real = realpath(path, NULL);
	if (!real && strncmp(path, "/sys/", 5) != 0)
		return false;
	found = last_name(real ? real : path, name, size);
	free(real);
	return found;
}

bool device_path_node(const char *path, unsigned long numbers[2])
{
	const char *digits = "0123456789";

	if (strncmp(path, NODES, strlen(NODES)) != 0)
		return false;
	path += strlen(NODES);
	if (strspn(path, digits) != 3 || path[3] != '/' || strspn(path + 4, digits) != 3 || path[7])
		return false;
	numbers[0] = strtoul(path, NULL, 10);
	numbers[1] = strtoul(path + 4, NULL, 10);
	return true;
}
