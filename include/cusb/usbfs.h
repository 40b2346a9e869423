/* SPDX-License-Identifier: MIT */
/*
 * The native backend: Linux usbfs and sysfs, with its world handed to it as data.
 */
#ifndef CUSB_USBFS_H
#define CUSB_USBFS_H

#include "backend.h"

struct pollfd;   /* <poll.h> */
struct timespec; /* <time.h> */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The kernel, as the native backend sees it. Arguments are those of the system calls of the same
 * names; results are >= 0 or a negative errno, never through `errno`. @kernel is what the options
 * carry beside the table. Each may be called by several threads at once.
 */
struct cusb_syscalls {
	int (*openat)(void *kernel, int dirfd, const char *path, int flags);
	int (*close)(void *kernel, int fd);
	ssize_t (*pread)(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
	/* Fills buf with struct linux_dirent64 records, as getdents64(2). */
	ssize_t (*getdents64)(void *kernel, int fd, void *buf, size_t size);
	int (*ioctl)(void *kernel, int fd, unsigned long request, void *arg);
	/* Subtracts the time that passed from *remaining (NULL waits for ever), as the kernel does. */
	int (*ppoll)(void *kernel, struct pollfd *fds, unsigned int count,
		     struct timespec *remaining);
};

/* A zeroed field stands for its default. */
struct cusb_usbfs_options {
	const char *sysfs_root;  /* "/sys" */
	const char *device_root; /* "/dev/bus/usb" */
	const struct cusb_syscalls *syscalls; /* the running kernel's */
	void *kernel;                         /* handed to each of them */
};

/**
 * cusb_usbfs_default - the native backend on this machine's kernel; what cusb_find() uses.
 *
 * Returns a static object; never NULL, never to be freed.
 */
CUSB_API struct cusb_backend *cusb_usbfs_default(void);

/**
 * cusb_usbfs_new - a native backend in another world.
 * @options: copied, strings and all; NULL for all defaults.
 * @backend: out: freed by the caller with cusb_usbfs_free(), after the devices found on it.
 *
 * Makes no system call. Returns 0, -ENOMEM, -ENAMETOOLONG (a root of 512 bytes or more).
 */
CUSB_API int cusb_usbfs_new(const struct cusb_usbfs_options *options,
			    struct cusb_backend **backend);

/**
 * cusb_usbfs_free - free a backend made by cusb_usbfs_new().
 * @backend: NULL is allowed.
 */
CUSB_API void cusb_usbfs_free(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
