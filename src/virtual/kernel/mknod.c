/* SPDX-License-Identifier: MIT */
/* Nodes made by a program: mknodat(2) and unlinkat(2), in /, /dev and /dev/bus. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "virtual/kernel/calls.h"
#include "virtual/kernel/kernel.h"
#include "virtual/kernel/sysfs/sysfs.h"

struct made_node {
	struct made_node *next;
	uint64_t number;
	char path[];
};

static struct made_node **find(struct cusb_virtual_kernel *kernel, const char *path)
{
	struct made_node **at = &kernel->made_nodes;

	while (*at && strcmp((*at)->path, path) != 0)
		at = &(*at)->next;
	return at;
}

static int check_parent(struct cusb_virtual_kernel *kernel, const char *path)
{
	struct inode inode;
	char parent[PATH_SIZE];
	int err;

	if (path[0] != '/' || !kernel_split_path(path, parent))
		return -ENOENT;
	err = kernel_resolve(kernel, NULL, parent, &inode);
	if (err)
		return err;
	if (inode.kind != INODE_FIXED)
		return is_directory(&inode) ? -EPERM : -ENOTDIR;
	return strncmp(path, "/sys/", 5) == 0 ? -EPERM : 0;
}

int kernel_mknod(struct cusb_virtual_kernel *kernel, const char *path, unsigned int mode,
		 uint64_t number)
{
	int err = check_parent(kernel, path);
	size_t size = strlen(path) + 1;
	struct made_node *made;
	struct inode inode;

	if (err)
		return err;
	if ((mode & S_IFMT) != S_IFCHR)
		return -EPERM;
	if (*find(kernel, path) || kernel_resolve(kernel, NULL, path, &inode) == 0)
		return -EEXIST;
	made = malloc(sizeof *made + size);
	if (!made)
		return -ENOMEM;
	made->number = number;
	memcpy(made->path, path, size);
	made->next = kernel->made_nodes;
	kernel->made_nodes = made;
	return 0;
}

static void remove_made(struct made_node **at)
{
	struct made_node *made = *at;

	*at = made->next;
	free(made);
}

int kernel_unlink(struct cusb_virtual_kernel *kernel, const char *path)
{
	struct made_node **at = find(kernel, path);

	if (!*at)
		return -ENOENT;
	remove_made(at);
	return 0;
}

void kernel_free_made(struct cusb_virtual_kernel *kernel)
{
	while (kernel->made_nodes)
		remove_made(&kernel->made_nodes);
}

unsigned int virtual_kernel_made_nodes(struct cusb_virtual_kernel *kernel)
{
	unsigned int n = 0;

	kernel_lock(kernel);
	for (const struct made_node *made = kernel->made_nodes; made; made = made->next)
		n++;
	kernel_unlock(kernel);
	return n;
}

int kernel_resolve_made(struct cusb_virtual_kernel *kernel, const char *path, struct inode *inode)
{
	const struct made_node *made = *find(kernel, path);
	struct usb *dev;

	if (!made)
		return -ENOENT;
	if (major(made->number) != USB_MAJOR)
		return -ENXIO;
	dev = kernel_find_minor(kernel, minor(made->number));
	if (!dev)
		return -ENODEV;
	*inode = (struct inode){.kind = INODE_NODE, .dev = dev};
	return 0;
}
