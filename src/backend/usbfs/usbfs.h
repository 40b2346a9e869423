/* SPDX-License-Identifier: MIT */
/*
 * The native backend's inner side. Calls go one way:
 *
 *	backend.c -> enumerate.c, attributes.c -> sysfs.c -> syscalls.c
 *	          -> node.c, control.c, transfer.c -> queue.c, outcome.c -> syscalls.c
 */
#ifndef CUSB_USBFS_USBFS_H
#define CUSB_USBFS_USBFS_H

#include <sys/ioctl.h> /* before usbdevice_fs.h, which uses its macros */

#include <linux/usbdevice_fs.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include <cusb/usbfs.h>

#define ROOT_SIZE 512
#define NAME_SIZE 40 /* "65535-" and seven ports of three digits, with dots */
#define PATH_SIZE (ROOT_SIZE + 128)

struct usbfs {
	struct cusb_backend backend; /* first: a struct cusb_backend * is a struct usbfs * */
	char sysfs_root[ROOT_SIZE];
	char device_root[ROOT_SIZE];
	const struct cusb_syscalls *syscalls;
	void *kernel;
};

/* A URB on its way; lives on the stack of the thread that waits for it. See queue.c. */
struct request {
	struct request *next, *prev;
	bool done;
	bool expired;	/* its time was over, so it was discarded */
	bool following; /* its thread sleeps on `wake` */
	bool counting;	/* `deadline` is set */
	struct timespec deadline;
	pthread_cond_t wake;
	struct usbdevfs_urb *urb;
};

struct cusb_handle {
	const struct usbfs *fs;
	int fd;
	pthread_mutex_t lock; /* for what follows */
	struct request *requests;
	bool polling;	/* a thread is in ppoll for all */
	bool shut_down; /* nothing is to be submitted any more */
};

static inline struct usbfs *usbfs_of(struct cusb_backend *backend)
{
	return (struct usbfs *)backend;
}

/* syscalls.c: each is one call through the table, and a line in the log at debug. */
extern const struct cusb_syscalls real_syscalls;
int sys_openat(const struct usbfs *fs, int dirfd, const char *path, int flags);
void sys_close(const struct usbfs *fs, int fd);
ssize_t sys_pread(const struct usbfs *fs, int fd, void *buf, size_t size, uint64_t offset);
ssize_t sys_getdents64(const struct usbfs *fs, int fd, void *buf, size_t size);
int sys_ioctl(const struct usbfs *fs, int fd, unsigned long request, void *arg);
/* The events of fd, 0 when the time was over; see cusb_syscalls for `remaining`. */
int sys_ppoll(const struct usbfs *fs, int fd, short events, struct timespec *remaining);
struct timespec sys_now(void);
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
};

/* Whether a name in sysfs is that of a device ("usb1", "1-2.3") and not of an interface. */
bool place_parse(const char *name, struct place *place);
/* By bus, then by port path, a hub before what is behind it. */
int place_compare(const void *a, const void *b);
/* A whole small file into text with a NUL and without the last newline; returns its length. */
ssize_t sysfs_read(const struct usbfs *fs, int dirfd, const char *path, char *text, size_t size);
/* Decimal text as sysfs writes it; -EBADMSG when it is not that. */
int sysfs_number(const char *text);
/* The address in the text of a `dev` attribute. */
int sysfs_address(const char *text, uint16_t bus);

/* enumerate.c */
int usbfs_enumerate(struct cusb_backend *backend, cusb_visit_fn visit, void *user);
int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate);

/* attributes.c */
int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev);
ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size);
int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev);
int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number);
/* 0 when the device object still stands for what sysfs shows under its name, else -ENODEV. */
int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev);

/* node.c */
int usbfs_open(struct cusb_backend *backend, const struct cusb_device *dev,
	       struct cusb_handle **handle);
void usbfs_close(struct cusb_handle *handle);
int usbfs_claim(struct cusb_handle *handle, unsigned int number);
int usbfs_release(struct cusb_handle *handle, unsigned int number);
int usbfs_set_configuration(struct cusb_handle *handle, int value);
int usbfs_set_altsetting(struct cusb_handle *handle, unsigned int number, unsigned int alternate);
int usbfs_clear_halt(struct cusb_handle *handle, unsigned int address);
int usbfs_reset(struct cusb_handle *handle);

/* driver.c */
int usbfs_kernel_driver_active(struct cusb_handle *handle, unsigned int number);
int usbfs_detach_kernel_driver(struct cusb_handle *handle, unsigned int number);
int usbfs_attach_kernel_driver(struct cusb_handle *handle, unsigned int number);

/* control.c, transfer.c */
ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
int usbfs_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer);

/* remaining.c: NULL waits for ever. */

/* Makes a timespec of milliseconds; NULL for 0. */
struct timespec *remaining_from_ms(int timeout_ms, struct timespec *time);
bool remaining_is_over(const struct timespec *remaining);
struct timespec time_add(struct timespec a, struct timespec b);
/* a - b, but never below 0. */
struct timespec time_subtract(struct timespec a, struct timespec b);

/* queue.c */

/*
 * Submits a filled URB, waits for it and reaps it; on return the kernel no longer knows it, and
 * urb->actual_length is true. Returns 0 (also for a short packet), or the error it ended with.
 */
int queue_run(struct cusb_handle *handle, struct usbdevfs_urb *urb, struct timespec *remaining);
void usbfs_shutdown(struct cusb_handle *handle);
bool queue_is_shut_down(struct cusb_handle *handle);

/* outcome.c: the error to return for one that the kernel ended a transfer with. */
int outcome(const struct cusb_handle *handle, int err);

#endif
