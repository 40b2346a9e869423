/* SPDX-License-Identifier: MIT */
/*
 * The private part of the native backend.
 *
 *	backend.c                     the table of functions, and options
 *	node.c                        an open device: opened and closed
 *	interface.c, operations.c     ioctls: claims and drivers; one operation each
 *	sys_log.c, ioctl_text.c       a system call through the backend's table, and its log line
 *	directory.c, sysfs.c          listings; names and small files of sysfs
 *	poll_set.c                    many descriptors to wait for
 *	syscalls.c                    the table of the running kernel
 *	capture/                      a table that records the traffic of an open device
 *	enumerate/, hotplug/, transfer/
 */
#ifndef CUSB_USBFS_USBFS_H
#define CUSB_USBFS_USBFS_H

#include <sys/ioctl.h> /* before usbdevice_fs.h, which uses its macros */

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <poll.h>
#include <stdbool.h>
#include <time.h>

#include <cusb/usbfs.h>

#include "core/log.h"
#include "core/timespec.h"

#define ROOT_SIZE 512
#define NAME_SIZE CUSB_NAME_SIZE
#define PATH_SIZE (ROOT_SIZE + 128)

#define ADDRESS_MAX 127 /* of a device */

struct usbfs {
	struct cusb_backend backend; /* first: a struct cusb_backend * is a struct usbfs * */
	/* cusb_usbfs_new() puts the strings behind the struct, in one allocation */
	const char *sysfs_root;
	const char *device_root;
	const char *private_nodes; /* empty: none */
	const struct cusb_syscalls *syscalls;
	void *kernel;
	const struct usbfs *under; /* of a capture: the backend whose calls it records; or NULL */
};

#define NOT_WAITED (-1)

struct cusb_handle {
	struct cusb_handle *next; /* in the list of all open handles */
	const struct usbfs *fs;
	int fd;
	bool lent;	  /* the descriptor is the user's */
	int capabilities; /* -1: not asked yet */
	size_t parted;	  /* transfers in flight that are split */
	struct cusb_transfer *ended; /* completed without a URB to reap; linked by `link` */
	bool nap_first; /* the next wait() would return at once, and reap() has nothing */
	short events;	/* of the last wait(), for the next reap(); NOT_WAITED */
};

static inline struct usbfs *usbfs_of(struct cusb_backend *backend)
{
	return (struct usbfs *)backend;
}

/* sys_log.c: each function makes one call through the table, and a log line at level debug. */
int sys_openat(const struct usbfs *fs, int dirfd, const char *path, int flags);
void sys_close(const struct usbfs *fs, int fd);
ssize_t sys_pread(const struct usbfs *fs, int fd, void *buf, size_t size, uint64_t offset);
ssize_t sys_getdents64(const struct usbfs *fs, int fd, void *buf, size_t size);
void sys_log_ioctl(int fd, unsigned long request, void *arg, int result);
static inline int sys_ioctl(const struct usbfs *fs, int fd, unsigned long request, void *arg)
{
	int result = fs->syscalls->ioctl(fs->kernel, fd, request, arg);

	if (log_enabled(CUSB_LOG_DEBUG))
		sys_log_ioctl(fd, request, arg, result);
	return result;
}
/* An ioctl that finding makes: `name` is for the log, and ioctl_text.c need not be linked. */
int sys_query(const struct usbfs *fs, int fd, const char *name, unsigned long request, void *arg);
/* Returns the events of fd, 0 when the time is over. `remaining` is as in cusb_syscalls. */
void sys_log_ppoll(int fd, bool limited, int result, short events);
static inline int sys_ppoll(const struct usbfs *fs, int fd, short events,
			    struct timespec *remaining)
{
	struct pollfd pollfd = {fd, events, 0};
	int result = fs->syscalls->ppoll(fs->kernel, &pollfd, 1, remaining);

	if (log_enabled(CUSB_LOG_DEBUG))
		sys_log_ppoll(fd, remaining, result, pollfd.revents);
	return result > 0 ? pollfd.revents : result;
}
ssize_t sys_read(const struct usbfs *fs, int fd, void *buf, size_t size);
ssize_t sys_readlinkat(const struct usbfs *fs, int dirfd, const char *path, char *buf, size_t size);
int sys_mknodat(const struct usbfs *fs, int dirfd, const char *path, unsigned int mode,
		uint64_t dev);
int sys_unlinkat(const struct usbfs *fs, int dirfd, const char *path, int flags);
int sys_mmap(const struct usbfs *fs, int fd, size_t size, void **memory);
void sys_munmap(const struct usbfs *fs, void *memory, size_t size);
int sys_socket(const struct usbfs *fs, int domain, int type, int protocol);
int sys_bind(const struct usbfs *fs, int fd, const struct sockaddr *address, unsigned int size);
ssize_t sys_recvmsg(const struct usbfs *fs, int fd, struct msghdr *message, int flags);
int sys_inotify_init1(const struct usbfs *fs, int flags);
int sys_inotify_add_watch(const struct usbfs *fs, int fd, const char *path, uint32_t mask);
int sys_epoll_create1(const struct usbfs *fs, int flags);
int sys_epoll_ctl(const struct usbfs *fs, int epfd, int operation, int fd,
		  struct epoll_event *event);
int sys_epoll_wait(const struct usbfs *fs, int epfd, struct epoll_event *events, int count,
		   int timeout_ms);
int sys_eventfd2(const struct usbfs *fs, unsigned int value, int flags);

/* syscalls.c: the running kernel */
extern const struct cusb_syscalls real_syscalls;
/* The calls for poll_set.c, apart from the others: a program that only finds does not need them. */
extern const struct cusb_syscalls real_poll_syscalls;
void sys_nap(void);

/* ioctl_text.c: an ioctl and its arguments, for the log. */
void ioctl_text(unsigned long request, const void *arg, char *text, size_t size);

/* directory.c */

/* Called for each entry of a directory. Any result except 0 ends the listing, which returns it. */
typedef int (*entry_fn)(const char *name, uint64_t id, void *user);
/* The buffer has `size` bytes for entries; one entry takes up to 280. */
int directory_list(const struct usbfs *fs, int dirfd, void *buffer, size_t size, entry_fn each,
		   void *user);

/* sysfs.c: names and small files of sysfs */

/* Reads a decimal number up to max at *text and moves *text past it; -1: there is none. */
int take_number(const char **text, int max);
/*
 * Whether a name in sysfs is a device ("usb1", "1-2.3") and not an interface. Sets the candidate's
 * bus and ports for a device, and zeroes the candidate otherwise.
 */
bool sysfs_parse_name(const char *name, struct cusb_candidate *candidate);
/* Makes the sysfs name of the candidate's bus and ports. */
void sysfs_make_name(const struct cusb_candidate *candidate, char name[NAME_SIZE]);
/* False: there is no directory of devices, or it may not be read. */
bool sysfs_is_readable(const struct usbfs *fs);
/*
 * Reads a whole small file into text, with a NUL and without the last newline; returns its length.
 */
ssize_t sysfs_read(const struct usbfs *fs, int dirfd, const char *path, char *text, size_t size);
/* The value of a decimal text of sysfs; -EBADMSG: it is not decimal. */
int sysfs_number(const char *text);
/*
 * The address in the text of the attribute `dev`, or of `devnum`. A kernel always has both; a
 * recorded tree, as of umockdev, may have `devnum` alone.
 */
int sysfs_address(const char *text, uint16_t bus);
/* The string attributes, by enum cusb_device_string. */
extern const char *const sysfs_strings[];

/* private_node.c: an open node, or the error of making it. */
int private_node_open(const struct usbfs *fs, const struct cusb_device *dev);

/* node.c: the events that poll shows now. Both POLLHUP and POLLERR tell that the device is gone. */
int usbfs_events(const struct cusb_handle *handle);
static inline bool usbfs_is_unplugged(const struct cusb_handle *handle)
{
	return usbfs_events(handle) & (POLLHUP | POLLERR);
}

/*
 * The kernel has two errors for a device that is not configured (findintfep, checkintf). -ENODEV is
 * unchanged: the interface is not authorized, or the host controller knows before the hub that the
 * device has left (vhci_urb_enqueue). A claim shows the reason.
 */
static inline int usbfs_refusal(int err)
{
	return err == -ESRCH ? -EHOSTUNREACH : err;
}

/* node.c, interface.c, operations.c: each adds its functions to the table. */
void usbfs_add_node(struct cusb_backend *backend);
void usbfs_add_interfaces(struct cusb_backend *backend);
void usbfs_add_operations(struct cusb_backend *backend);

/* transfer/control.c */
ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
/* transfer/queue.c */
extern const struct cusb_queue_operations usbfs_queue;

#endif
