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
 * The system calls of the native backend. Each function has the arguments of the system call of the
 * same name, after @kernel, which is the member `kernel` of the options. The result is >= 0 or a
 * negative errno; `errno` is not used. Several threads may call a function at once. A NULL function
 * counts as -ENOSYS. To find and use devices, the backend needs the first six functions.
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
	 * For wait.h, which also needs close and read. The descriptors of a wait may belong to
	 * several kernels, and to the program. If epoll_create1 is NULL, wait.h uses the running
	 * kernel's functions. epoll_wait must not be a cancellation point, and write must be
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
 * The name of a device is its name in sysfs. Without sysfs the backend makes the same name from the
 * port numbers. Before Linux 5.2, and if the node may only be read, it does not know the port
 * numbers: the name is then the node's, "001/005", and port_count is 0. A device that a monitor
 * reports keeps the name that it arrived with.
 */
struct cusb_usbfs_options {
	const char *sysfs_root;  /* "/sys" */
	const char *device_root; /* "/dev/bus/usb" */
	const struct cusb_syscalls *syscalls; /* the system calls of the running kernel */
	void *kernel;                         /* passed to each system call */
	/*
	 * A directory for device nodes that the library makes. If the device root has no node for a
	 * device, for example because devtmpfs is not mounted yet, the library makes one from the
	 * file `dev` in sysfs. It removes the node when the device is open. Needs CAP_MKNOD, and a
	 * file system mounted without nodev. NULL: the library makes no nodes.
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
 *   -ENAMETOOLONG  a root has 512 bytes or more
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
