/* SPDX-License-Identifier: MIT */
/*
 * The virtual kernel itself: what it holds, and its lock, which guards all of it.
 */
#ifndef CUSB_VIRTUAL_KERNEL_INTERNAL_H
#define CUSB_VIRTUAL_KERNEL_INTERNAL_H

#include <pthread.h>

#include "virtual/kernel/kernel.h"
#include "virtual/kernel/state/device.h"

struct file;

struct syscall_fault {
	struct syscall_fault *next;
	enum virtual_call call;
	unsigned long request;
	unsigned int skip, times;
	int err;
};

/* See clock.c. */
struct clock {
	pthread_t thread;
	pthread_cond_t changed; /* the next due time, or `stop` */
	bool runs, stop;
};

struct ioctl_count {
	unsigned long request;
	unsigned int calls;
};

struct cusb_virtual_kernel {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a CONTROL or BULK is over */
	struct clock clock;
	struct usb *devices; /* in order of id */
	uint64_t next_id;
	struct bus buses[BUSES];
	struct file *files;
	bool vanished; /* a device has left the bus by itself */
	size_t memory; /* charged for URBs */
	size_t limit_urb;
	struct mapping *mappings;
	struct made *made;
	uint32_t capabilities;
	unsigned int lose_uevents, lose_node_events; /* so many more */
	uint64_t uevent_number;
	char user_namespace[32]; /* what /proc/self/ns/user says; empty: no /proc */
	struct syscall_fault *faults;
	unsigned int counts[VIRTUAL_CALLS];
	struct ioctl_count ioctls[64];
};

void kernel_lock(struct cusb_virtual_kernel *kernel);
/* Also disconnects what has vanished meanwhile. */
void kernel_unlock(struct cusb_virtual_kernel *kernel);

/* syscall_fault.c: counts a call; returns 0 or the errno it shall fail with. */
int kernel_count_call(struct cusb_virtual_kernel *kernel, enum virtual_call call,
		      unsigned long request);
void kernel_free_faults(struct cusb_virtual_kernel *kernel);

/* clock.c: from kernel_clock_start() on, delayed packets move when they are due. 0, -ENOMEM. */
int kernel_clock_start(struct cusb_virtual_kernel *kernel);
void kernel_clock_stop(struct cusb_virtual_kernel *kernel);
void kernel_clock_changed(const struct cusb_virtual_device *device);

#endif
