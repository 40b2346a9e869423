/* SPDX-License-Identifier: MIT */
/* Nodes of a program's own making: mknodat(2) and unlinkat(2), in /, /dev and /dev/bus. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

#define USB_MAJOR 189

struct made {
	struct made *next;
	uint64_t number;
	char path[];
};

static struct made **find(struct cusb_virtual_kernel *kernel, const char *path)
{
	struct made **at = &kernel->made;

	while (*at && strcmp((*at)->path, path) != 0)
		at = &(*at)->next;
	return at;
}

static int check_parent(struct cusb_virtual_kernel *kernel, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct place place;
	char parent[256];
	int err;

	if (path[0] != '/' || (size_t)(slash - path) >= sizeof parent)
		return -ENOENT;
	memcpy(parent, path, (size_t)(slash - path));
	parent[slash - path] = '\0';
	err = kernel_resolve(kernel, NULL, parent, &place);
	if (err)
		return err;
	if (place.kind != PLACE_FIXED)
		return place.kind < PLACE_ATTRIBUTE ? -EPERM : -ENOTDIR;
	return strncmp(path, "/sys/", 5) == 0 ? -EPERM : 0;
}

int kernel_mknod(struct cusb_virtual_kernel *kernel, const char *path, unsigned int mode,
		 uint64_t number)
{
	int err = check_parent(kernel, path);
	size_t size = strlen(path) + 1;
	struct made *made;
	struct place place;

	if (err)
		return err;
	if ((mode & S_IFMT) != S_IFCHR)
		return -EPERM;
	if (*find(kernel, path) || kernel_resolve(kernel, NULL, path, &place) == 0)
		return -EEXIST;
	made = malloc(sizeof *made + size);
	if (!made)
		return -ENOMEM;
	made->number = number;
	memcpy(made->path, path, size);
	made->next = kernel->made;
	kernel->made = made;
	return 0;
}

static void remove_made(struct made **at)
{
	struct made *made = *at;

	*at = made->next;
	free(made);
}

int kernel_unlink(struct cusb_virtual_kernel *kernel, const char *path)
{
	struct made **at = find(kernel, path);

	if (!*at)
		return -ENOENT;
	remove_made(at);
	return 0;
}

void kernel_free_made(struct cusb_virtual_kernel *kernel)
{
	while (kernel->made)
		remove_made(&kernel->made);
}

unsigned int virtual_kernel_made_nodes(struct cusb_virtual_kernel *kernel)
{
	unsigned int n = 0;

	kernel_lock(kernel);
	for (const struct made *made = kernel->made; made; made = made->next)
		n++;
	kernel_unlock(kernel);
	return n;
}

int kernel_resolve_made(struct cusb_virtual_kernel *kernel, const char *path, struct place *place)
{
	const struct made *made = *find(kernel, path);
	unsigned int number;

	if (!made)
		return -ENOENT;
	if (major(made->number) != USB_MAJOR)
		return -ENXIO;
	number = minor(made->number);
	for (struct usb *dev = kernel->devices; dev; dev = dev->next) {
		if (dev->device && (dev->bus - 1) * 128 + dev->devnum - 1 == number) {
			*place = (struct place){.kind = PLACE_NODE, .dev = dev};
			return 0;
		}
	}
	return -ENODEV;
}
