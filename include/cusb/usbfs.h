/* SPDX-License-Identifier: MIT */
/*
 * The native backend: Linux usbfs and sysfs, with its world handed to it as data.
 */
#ifndef CUSB_USBFS_H
#define CUSB_USBFS_H

#include "backend.h"

struct msghdr;   /* <sys/socket.h> */
struct sockaddr;
struct pollfd;   /* <poll.h> */
struct timespec; /* <time.h> */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The kernel, as the native backend sees it. Arguments are those of the system calls of the same
 * names; results are >= 0 or a negative errno, never through `errno`. @kernel is what the options
 * carry beside the table. Each may be called by several threads at once. One that is NULL gives
 * -ENOSYS; finding and using devices needs the first six.
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
	ssize_t (*read)(void *kernel, int fd, void *buf, size_t size);
	ssize_t (*readlinkat)(void *kernel, int dirfd, const char *path, char *buf, size_t size);
	/* Makes a node; `dev` as in stat(2). Only with the option private_nodes. */
	int (*mknodat)(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev);
	int (*unlinkat)(void *kernel, int dirfd, const char *path, int flags);
	/* Shared, for reading and writing, at offset 0; the address goes to *memory. */
	int (*mmap)(void *kernel, int fd, size_t size, void **memory);
	int (*munmap)(void *kernel, void *memory, size_t size);
	int (*socket)(void *kernel, int domain, int type, int protocol);
	int (*bind)(void *kernel, int fd, const struct sockaddr *address, unsigned int size);
	ssize_t (*recvmsg)(void *kernel, int fd, struct msghdr *message, int flags);
	int (*inotify_init1)(void *kernel, int flags);
	int (*inotify_add_watch)(void *kernel, int fd, const char *path, uint32_t mask);
};

/*
 * A zeroed field stands for its default.
 *
 * Where the sysfs root has no bus/usb/devices, devices are found by the nodes below the device
 * root. Each node is opened for that, which wakes its device. Names are as in sysfs; but the node
 * of a device that may only be read, or any on a kernel before 5.2, does not tell the ports, so the
 * name is that of the node, "001/005", and port_count is 0. The configuration, alternate settings
 * and strings are then asked of the device itself. A match on its strings, which opens nothing,
 * finds none.
 */
struct cusb_usbfs_options {
	const char *sysfs_root;  /* "/sys" */
	const char *device_root; /* "/dev/bus/usb" */
	const struct cusb_syscalls *syscalls; /* the running kernel's */
	void *kernel;                         /* handed to each of them */
	/*
	 * A directory to make nodes in, for a device root that has none (before devtmpfs is mounted,
	 * say): each is made from sysfs `dev` for the time it takes to open it. Needs CAP_MKNOD and
	 * a file system mounted without nodev. NULL: no.
	 */
	const char *private_nodes;
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
