/* SPDX-License-Identifier: MIT */
/*
 * The directories of /sys and /dev: paths, entries, symbolic links and attributes.
 */
#ifndef CUSB_VIRTUAL_KERNEL_SYSFS_H
#define CUSB_VIRTUAL_KERNEL_SYSFS_H

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

#define KERNEL_PAGE 4096 /* the maximum size of an attribute */
#define PATH_SIZE   256

struct fixed_directory {
	const char *name; /* NULL ends the table */
	unsigned int parent;
	enum inode_kind kind;
};

/* ---- path.c ---- */

extern const struct fixed_directory fixed_directories[]; /* the root first */
/* Follows a path from the directory `dir`, which may be NULL. 0, -errno. */
int kernel_resolve(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		   struct inode *inode);
/* Splits the last name off a path, and returns it; NULL: the path is too long. */
const char *kernel_split_path(const char *path, char directory[PATH_SIZE]);
bool kernel_inode_gone(const struct inode *inode);

/* ---- readlink.c ---- */

/* Reads a symbolic link, cut to size; `dir` may be NULL. */
ssize_t kernel_readlink(struct cusb_virtual_kernel *kernel, const struct file *dir,
			const char *path, char *buf, size_t size);

/* ---- getdents.c ---- */

ssize_t kernel_getdents(struct file *file, void *buf, size_t size);

/* ---- attribute.c: of the directory of a device or interface ---- */

/* NULL: there is none of that name. */
const struct attribute *kernel_attribute(const struct inode *directory, const char *name);
/* The visible attribute at or after *index; moves *index past it. NULL at the end. */
const char *kernel_attribute_at(const struct inode *directory, unsigned int *index);
/* The attribute's bytes from `offset` on, at most `size`. */
ssize_t kernel_attribute_read(const struct inode *inode, char *buf, size_t size, uint64_t offset);

/* ---- store.c ---- */

/*
 * Writes a text to an attribute, or to the `bind` or `unbind` of a driver. Waits for the kernel's
 * own requests. A suspended device is resumed before. 0, -ENOENT, -EACCES (it cannot be written), or an error of the attribute.
 */
int kernel_store(struct cusb_virtual_kernel *kernel, const char *path, const char *text);

/* ---- sysfs_fixture.c ---- */

/* Adds the directories of a text, as virtual_kernel_load_tree(). */
int kernel_load_fixture(struct cusb_virtual_kernel *kernel, const char *text);

/* ---- file.c: open directories and attributes ---- */

extern const struct file_operations directory_operations, attribute_operations;

#endif
