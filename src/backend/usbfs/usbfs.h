/* SPDX-License-Identifier: MIT */
/*
 * The native backend's inner side. Calls go one way:
 *
 *	backend.c -> enumerate.c, attributes.c -> sysfs.c -> syscalls.c
 *	          -> node.c, transfer/queue.c -> transfer/split.c, iso.c -> urb.c -> syscalls.c
 */
#ifndef CUSB_USBFS_USBFS_H
#define CUSB_USBFS_USBFS_H

#include <sys/ioctl.h> /* before usbdevice_fs.h, which uses its macros */

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
#define INTERFACE_NAME_SIZE (NAME_SIZE + 32)

struct usbfs {
	struct cusb_backend backend; /* first: a struct cusb_backend * is a struct usbfs * */
	const char *sysfs_root; /* those of cusb_usbfs_new() are in one piece with the struct */
	const char *device_root;
	const char *private_nodes; /* empty: none */
	const struct cusb_syscalls *syscalls;
	void *kernel;
};

#define NOT_WAITED (-1)

struct cusb_handle {
	const struct usbfs *fs;
	int fd;
	bool lent;	  /* the descriptor is the user's */
	int capabilities; /* -1: not asked yet */
	size_t parted;	  /* transfers in flight that go in parts */
	struct cusb_transfer *ended; /* without a URB that tells; linked by `link` */
	bool nap_first; /* the next wait() would return at once, with nothing to reap */
	short events;	/* of the last wait(), for the reap() that follows it; NOT_WAITED */
};

static inline struct usbfs *usbfs_of(struct cusb_backend *backend)
{
	return (struct usbfs *)backend;
}

/* backend.c: the default backend as it is before cusb_usbfs_default() is called; core has it too. */
struct cusb_backend *usbfs_for_finding(void);

/* call.c: each is one call through the table, and a line in the log at debug. */
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
/* The events of fd, 0 when the time was over; see cusb_syscalls for `remaining`. */
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

/* syscalls.c: the running kernel */
extern const struct cusb_syscalls real_syscalls;
void sys_nap(void);

/* ioctl_text.c: what an ioctl was called with, for the log. */
void ioctl_text(unsigned long request, const void *arg, char *text, size_t size);

/* sysfs.c */

/* Where a device is plugged in, as its sysfs name tells. */
struct place {
	char name[NAME_SIZE];
	uint16_t bus;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	uint64_t id; /* set by the listing */
};

/* Whether a name in sysfs is that of a device ("usb1", "1-2.3") and not of an interface. */
bool place_parse(const char *name, struct place *place);
/* The name that sysfs has for its bus and ports. */
void place_set_name(struct place *place);
/* By bus, then by port path, a hub before what is behind it. */
int place_compare(const void *a, const void *b);
/* A whole small file into text with a NUL and without the last newline; returns its length. */
ssize_t sysfs_read(const struct usbfs *fs, int dirfd, const char *path, char *text, size_t size);
/* A decimal number up to max at *text, which moves past it; -1: none there. */
int take_number(const char **text, int max);
/* Decimal text as sysfs writes it; -EBADMSG when it is not that. */
int sysfs_number(const char *text);
/* The address in the text of a `dev` attribute. */
int sysfs_address(const char *text, uint16_t bus);

/* directory.c */

/* Called for each entry of a directory; anything but 0 ends the listing, which returns it. */
typedef int (*entry_fn)(const char *name, uint64_t id, void *user);
int directory_list(const struct usbfs *fs, int dirfd, entry_fn each, void *user);

/* described.c */

/* A device as its node tells of it. */
struct described {
	struct place place;
	uint8_t address, speed;
	uint8_t *bytes; /* descriptors as in sysfs; to be freed */
	size_t length;
};

/* Where the device is; -ENOTTY or -EINVAL when this is no node of a device. */
int described_place(const struct usbfs *fs, int fd, struct described *described);
/* "001/005", where the ports are not known. */
void described_name_by_node(struct described *described);
int described_read(const struct usbfs *fs, int fd, struct described *described);
int described_visit(const struct described *described, cusb_visit_fn visit, void *user);

/* from_fd.c */
int usbfs_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);

/* nodes.c: enumerates without sysfs. */
int nodes_enumerate(const struct usbfs *fs, cusb_visit_fn visit, void *user);

/* array.c */

/* A copy of `size` bytes of an array of which `used` matter, in its place; NULL leaves it. */
void *array_grow(void *array, size_t used, size_t size);
/* As qsort(). */
void array_sort(void *array, size_t count, size_t size, int (*compare)(const void *, const void *));

/* enumerate.c */
int usbfs_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		    void *user);
int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate);

/* attributes.c */
int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev);
ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size);
int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev);
int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number);
/* Of an interface's directory in sysfs. */
void sysfs_interface_name(const struct cusb_device *dev, int value, unsigned int number,
			  char name[INTERFACE_NAME_SIZE]);
/*
 * 0 when the device object still stands for what sysfs shows under its name, else -ENODEV; -ENOSYS
 * when there is no sysfs to ask.
 */
int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev);

/* driver_name.c */
int usbfs_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		 unsigned int number, char *name, size_t size);

/* private_node.c: an open node, or the error of making it. */
int private_node_open(const struct usbfs *fs, const struct cusb_device *dev);

/* watch.c */
int usbfs_watch(struct cusb_backend *backend, struct cusb_watch **watch);
void usbfs_unwatch(struct cusb_watch *watch);
int usbfs_watch_fd(struct cusb_watch *watch);
int usbfs_watch_next(struct cusb_watch *watch, struct cusb_change *change);
int usbfs_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);

/* node.c */
int usbfs_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **handle);
void usbfs_close(struct cusb_handle *handle);
int usbfs_claim(struct cusb_handle *handle, unsigned int number);
int usbfs_release(struct cusb_handle *handle, unsigned int number);
int usbfs_set_configuration(struct cusb_handle *handle, int value);
int usbfs_set_altsetting(struct cusb_handle *handle, unsigned int number, unsigned int alternate);
int usbfs_clear_halt(struct cusb_handle *handle, unsigned int address);
int usbfs_reset_endpoint(struct cusb_handle *handle, unsigned int address);
int usbfs_reset(struct cusb_handle *handle);

/* driver.c */
int usbfs_detach_and_claim(struct cusb_handle *handle, unsigned int number);
int usbfs_kernel_driver_active(struct cusb_handle *handle, unsigned int number);
int usbfs_detach_kernel_driver(struct cusb_handle *handle, unsigned int number);
int usbfs_attach_kernel_driver(struct cusb_handle *handle, unsigned int number);

/* buffer.c, stream.c, power.c, hub.c, privileges.c */
int usbfs_map(struct cusb_handle *handle, size_t size, void **memory);
void usbfs_unmap(struct cusb_backend *backend, void *memory, size_t size);
int usbfs_alloc_streams(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
			size_t length);
int usbfs_free_streams(struct cusb_handle *handle, const uint8_t *addresses, size_t length);
int usbfs_allow_suspend(struct cusb_handle *handle);
int usbfs_forbid_suspend(struct cusb_handle *handle);
int usbfs_wait_for_resume(struct cusb_handle *handle);
int usbfs_hub_ports(struct cusb_handle *handle, uint8_t *addresses);
int usbfs_claim_port(struct cusb_handle *handle, unsigned int port);
int usbfs_release_port(struct cusb_handle *handle, unsigned int port);
int usbfs_drop_privileges(struct cusb_handle *handle, uint32_t interfaces);

/* transfer/control.c */
ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
/* transfer/queue.c */
extern const struct cusb_queue_operations usbfs_queue;

#endif
