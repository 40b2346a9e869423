/* SPDX-License-Identifier: MIT */
/*
 * A hostile kernel: a table of system calls. The input decides every answer. Files of sysfs have
 * any text, listings any names, ioctls any error. URBs come back in any order with any result.
 * Devices leave at any time. After the end of the input each call answers as a normal kernel.
 *
 * The library may rely on these facts, and the hostile kernel respects them: a descriptor is open
 * until it is closed; a submitted URB comes back exactly once; a URB that was discarded has
 * completed; a node gives -ENODEV only when its device has left. The kernel ends the program when
 * the library breaks a rule: it submits a URB in flight, it closes a descriptor twice or leaves it
 * open, it closes a descriptor with a URB in flight, it waits for ever, or it makes more calls than
 * any input needs.
 *
 *	kernel.c -> files.c, directory.c, events.c, node.c -> urbs.c
 *	wait.c -> urbs.c
 */
#ifndef FUZZ_HOSTILE_H
#define FUZZ_HOSTILE_H

#include <sys/ioctl.h> /* before usbdevice_fs.h, which uses its macros */

#include <linux/usbdevice_fs.h>
#include <poll.h>

#include <cusb/virtual.h>

#define HOSTILE_FILES 64
#define HOSTILE_URBS  64

enum hostile_kind {
	HOSTILE_CLOSED,
	HOSTILE_DEVICES, /* bus/usb/devices in sysfs */
	HOSTILE_NODES,	 /* a directory of buses or of nodes */
	HOSTILE_DESCRIPTORS,
	HOSTILE_NUMBER, /* the attribute `dev` */
	HOSTILE_TEXT,	/* any other attribute */
	HOSTILE_NODE,
	HOSTILE_NETLINK,
	HOSTILE_INOTIFY
};

struct hostile_file {
	enum hostile_kind kind;
	unsigned int bus; /* of the name in its path */
	bool listed;
};

struct hostile_urb {
	struct usbdevfs_urb *urb; /* NULL: this place is free */
	int fd;
	bool completed; /* REAPURBNDELAY has to give it, or another completed one */
	int ends_with;	/* the status that something gave it; 0: the input decides */
};

struct hostile {
	const struct cusb_virtual_model *model; /* of all devices */
	struct hostile_file files[HOSTILE_FILES];
	struct hostile_urb urbs[HOSTILE_URBS];
	int lent; /* a descriptor that belongs to the program; or -1 */
	bool unplugged;
	bool gone; /* and all URBs have completed since */
	unsigned int calls, mappings;
	struct cusb_backend *backend;
};

/* kernel.c */

/* Makes the backend too. */
void hostile_begin(struct hostile *kernel);
/* Nothing may be open or mapped any more. */
void hostile_end(struct hostile *kernel);
/* An open node that the library does not close. */
int hostile_lend(struct hostile *kernel);
/* Counts a call. */
void hostile_count(struct hostile *kernel);
/* The same. Returns 0, or the error that the call ends with. */
int hostile_trouble(struct hostile *kernel);

/* files.c */
int hostile_new_file(struct hostile *kernel, enum hostile_kind kind);
struct hostile_file *hostile_file(struct hostile *kernel, int fd);
int hostile_openat(void *kernel, int dirfd, const char *path, int flags);
int hostile_close(void *kernel, int fd);
ssize_t hostile_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
ssize_t hostile_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size);
int hostile_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev);
int hostile_unlinkat(void *kernel, int dirfd, const char *path, int flags);

/* directory.c */
ssize_t hostile_getdents64(void *kernel, int fd, void *buf, size_t size);

/* events.c */
int hostile_socket(void *kernel, int domain, int type, int protocol);
int hostile_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size);
ssize_t hostile_recvmsg(void *kernel, int fd, struct msghdr *message, int flags);
int hostile_inotify_init1(void *kernel, int flags);
int hostile_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask);
ssize_t hostile_read(void *kernel, int fd, void *buf, size_t size);

/* node.c */
int hostile_ioctl(void *kernel, int fd, unsigned long request, void *arg);
int hostile_mmap(void *kernel, int fd, size_t size, void **memory);
int hostile_munmap(void *kernel, void *memory, size_t size);

/* urbs.c */
/* The URBs of an open file that were not reaped yet. */
unsigned int hostile_pending(const struct hostile *kernel, int fd);
/* Whether one of them has completed. */
bool hostile_any_completed(const struct hostile *kernel, int fd);
/* Completes all of them, or the first one. */
void hostile_complete(struct hostile *kernel, int fd, bool all);
int hostile_submit(struct hostile *kernel, int fd, struct usbdevfs_urb *urb);
int hostile_reap(struct hostile *kernel, int fd, void **out);
int hostile_discard(struct hostile *kernel, int fd, const struct usbdevfs_urb *urb);
/* Ends all URBs of an open file. */
void hostile_end_urbs(struct hostile *kernel, int fd, int status);

/* wait.c */
int hostile_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		  struct timespec *remaining);

#endif
