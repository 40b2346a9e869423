/* SPDX-License-Identifier: MIT */
/*
 * The native backend: Linux usbfs and sysfs. A program may replace its roots and its system calls.
 */
#ifndef CUSB_USBFS_H
#define CUSB_USBFS_H

#include "backend.h"

struct msghdr;   /* <sys/socket.h> */
struct sockaddr;
struct epoll_event; /* <sys/epoll.h> */
struct pollfd;   /* <poll.h> */
struct timespec; /* <time.h> */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The system calls of the native backend. The arguments are those of the system calls of the same
 * names. Results are >= 0 or a negative errno; `errno` is not used. @kernel is the member `kernel`
 * of the options. Several threads may call a function at once. A NULL function counts as -ENOSYS.
 * To find and use devices, the backend needs the first six.
 */
struct cusb_syscalls {
	int (*openat)(void *kernel, int dirfd, const char *path, int flags);
	int (*close)(void *kernel, int fd);
	ssize_t (*pread)(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
	/* Fills buf with struct linux_dirent64 records, as getdents64(2). */
	ssize_t (*getdents64)(void *kernel, int fd, void *buf, size_t size);
	int (*ioctl)(void *kernel, int fd, unsigned long request, void *arg);
	/*
	 * Subtracts the time slept from *remaining, as the kernel does. NULL: no limit. It must not
	 * be a cancellation point of pthread_cancel(3); the C library's ppoll() is one.
	 */
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
	/*
	 * For wait.h, which also needs close and read. A wait may be for descriptors of several
	 * kernels and of the program. If epoll_create1 is NULL, the library uses the running
	 * kernel's functions for it. epoll_wait must not be a cancellation point, and write must be
	 * async-signal-safe.
	 */
	int (*epoll_create1)(void *kernel, int flags);
	int (*epoll_ctl)(void *kernel, int epfd, int operation, int fd, struct epoll_event *event);
	int (*epoll_wait)(void *kernel, int epfd, struct epoll_event *events, int count,
			  int timeout_ms);
	int (*eventfd2)(void *kernel, unsigned int value, int flags);
	ssize_t (*write)(void *kernel, int fd, const void *buf, size_t size);
	void (*reserved[8])(void); /* NULL */
};

/*
 * A zeroed field stands for its default.
 *
 * If the sysfs root has no bus/usb/devices, the backend finds devices by their nodes below the
 * device root. It opens each node to read the descriptors, which wakes the device. The
 * configuration, alternate settings and strings then come from the device itself. A match on
 * strings opens nothing, and finds no device.
 *
 * The name of a device is its name in sysfs if its port numbers are known. They are unknown before
 * Linux 5.2, and if the node may only be read. The device is then named after its node, "001/005",
 * and port_count is 0. A device that a monitor reports keeps the name that it arrived with.
 */
struct cusb_usbfs_options {
	const char *sysfs_root;  /* "/sys" */
	const char *device_root; /* "/dev/bus/usb" */
	const struct cusb_syscalls *syscalls; /* the running kernel's */
	void *kernel;                         /* passed to each system call */
	/*
	 * A directory in which the library makes a device node if the device root has none: before
	 * devtmpfs is mounted, for example. The library makes the node from the file `dev` in
	 * sysfs, and removes it when the device is open. Needs CAP_MKNOD and a file system mounted
	 * without nodev. NULL: the library makes no nodes.
	 */
	const char *private_nodes;
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_usbfs_default - the native backend on this machine's kernel, which cusb_find() uses.
 *
 * Returns a static object, never NULL. Do not free it.
 */
CUSB_API struct cusb_backend *cusb_usbfs_default(void);

/**
 * cusb_usbfs_new - a native backend with other roots and system calls.
 * @options: copied, with its strings; NULL for all defaults.
 * @backend: out: the caller frees it with cusb_usbfs_free(), after the devices found on it.
 *
 * Makes no system call.
 *
 * Returns:
 *   0              success
 *   -ENOMEM        no memory
 *   -ENAMETOOLONG  a root of 512 bytes or more
 *   -EINVAL        a reserved member of @options is not 0
 */
CUSB_API int cusb_usbfs_new(const struct cusb_usbfs_options *options,
			    struct cusb_backend **backend);

/**
 * cusb_usbfs_free - free a backend of cusb_usbfs_new().
 * @backend: NULL is allowed.
 */
CUSB_API void cusb_usbfs_free(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
