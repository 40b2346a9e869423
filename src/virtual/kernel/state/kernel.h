/* SPDX-License-Identifier: MIT */
/* The virtual kernel itself, and its lock, which protects everything. */
#ifndef CUSB_VIRTUAL_KERNEL_STATE_H
#define CUSB_VIRTUAL_KERNEL_STATE_H

#include <pthread.h>

#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/syscall_fault.h"

struct file;

/* See clock.c. */
struct clock {
	pthread_t thread;
	pthread_cond_t changed; /* the next due time, or `stop` */
	bool runs, stop;
};

/* Events of devices, which the rooms above report to programs. */
enum usb_event {
	USB_DEVICE_ADDED,
	USB_DEVICE_REMOVED, /* no longer listed, but everything else is still known */
	USB_INTERFACES_ADDED,
	USB_INTERFACES_REMOVED, /* about to be */
	USB_ACCESS_CHANGED
};

struct cusb_virtual_kernel {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a CONTROL, a BULK or a request of the kernel's own is over */
	unsigned int answer_ms; /* the longest wait for an answer to the latter */
	struct clock clock;
	struct usb *devices; /* in order of id */
	uint64_t next_id;
	struct bus buses[BUSES];
	struct file *files;
	void (*notify)(struct usb *dev, enum usb_event event);
	bool vanished; /* a device has left the bus by itself: kernel_settle() must be called */
	size_t memory; /* charged for URBs */
	size_t limit_urb;
	struct mapping *mappings;
	struct made_node *made_nodes;
	uint32_t capabilities;
	unsigned int lose_uevents, lose_node_events; /* number of events to lose */
	uint64_t uevent_number;
	char user_namespace[32]; /* the target of /proc/self/ns/user; empty: no /proc */
	struct syscall_faults syscalls;
	bool freed; /* by its program, which still has files open; ends with the last of them */
};

static inline void kernel_lock(struct cusb_virtual_kernel *kernel)
{
	pthread_mutex_lock(&kernel->lock);
}

static inline void kernel_unlock(struct cusb_virtual_kernel *kernel)
{
	pthread_mutex_unlock(&kernel->lock);
}

/* ---- file.c ---- */

/* Releases the lock, and frees the memory if nothing can call the kernel any more. */
void kernel_end(struct cusb_virtual_kernel *kernel);

/* ---- sleep.c ---- */

/*
 * Sleeps without the lock until `changed`, or until that fault_now() or NOT_DUE; false: the time is
 * over.
 */
bool kernel_sleep(struct cusb_virtual_kernel *kernel, pthread_cond_t *changed, int64_t end);
/*
 * Waits while another thread has a request of the kernel's own to the device, which may be gone
 * then. The caller holds a reference.
 */
void kernel_await(struct usb *dev);

/* ---- clock.c ---- */

/* Starts the clock, which moves delayed packets when they are due. 0, -ENOMEM. */
int kernel_clock_start(struct cusb_virtual_kernel *kernel);
/* Called without the lock, because the clock's thread takes it. */
void kernel_clock_stop(struct cusb_virtual_kernel *kernel);

#endif
