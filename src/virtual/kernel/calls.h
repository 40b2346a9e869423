/* SPDX-License-Identifier: MIT */
/* System calls that belong to several rooms. */
#ifndef CUSB_VIRTUAL_KERNEL_CALLS_H
#define CUSB_VIRTUAL_KERNEL_CALLS_H

#include "virtual/kernel/state/file.h"

struct pollfd;
struct timespec;

/* open.c: opens a path; `dir` may be NULL. Returns an fd, -errno. */
int kernel_open(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		int flags);

/* poll.c */
int kernel_ppoll(struct cusb_virtual_kernel *kernel, struct pollfd *fds, unsigned int count,
		 struct timespec *remaining);

/* mknod.c: nodes made by a program */
int kernel_mknod(struct cusb_virtual_kernel *kernel, const char *path, unsigned int mode,
		 uint64_t number);
int kernel_unlink(struct cusb_virtual_kernel *kernel, const char *path);
/* Finds the device of such a node. 0, -ENOENT, -ENXIO, -ENODEV. */
int kernel_resolve_made(struct cusb_virtual_kernel *kernel, const char *path, struct inode *inode);
void kernel_free_made(struct cusb_virtual_kernel *kernel);

#endif
