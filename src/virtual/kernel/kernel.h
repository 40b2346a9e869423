/* SPDX-License-Identifier: MIT */
/*
 * The virtual kernel for the tests of the library itself, beyond cusb/virtual.h. Its system calls
 * are counted and made to fail, and tests bring it into states that no program can cause.
 *
 * An open node of an unplugged device goes through the steps of the real kernel, always in the
 * slowest way. First HUP alone, with URBs that cannot be reaped yet and -ENODEV from REAPURBNDELAY.
 * That -ENODEV, or the second poll, leads to HUP with all URBs (-ESHUTDOWN) ready to be reaped. The
 * poll after that also shows ERR.
 */
#ifndef CUSB_VIRTUAL_KERNEL_H
#define CUSB_VIRTUAL_KERNEL_H

#include <cusb/virtual.h>

#include "virtual/kernel/state/syscall_fault.h"

/* Roots that exist in the virtual kernel only. */
#define VIRTUAL_SYSFS_ROOT  "/sys"
#define VIRTUAL_DEVICE_ROOT "/dev/bus/usb"

/* Their `kernel` is a struct cusb_virtual_kernel. */
extern const struct cusb_syscalls virtual_syscalls;

/*
 * At the next RESET the device has become another one: RESET gives -ENODEV, the device is
 * disconnected, and a device of `model` comes in its place; no device with NULL.
 */
void virtual_kernel_change_on_reset(struct cusb_virtual_kernel *kernel, const char *name,
				    const struct cusb_virtual_model *model);

/*
 * Writes to bConfigurationValue in sysfs. Drivers and programs lose their interfaces. -1
 * unconfigures. Returns 0, -ENODEV (no such name), -EINVAL (no such configuration), or an errno of
 * the request.
 */
int virtual_kernel_configure(struct cusb_virtual_kernel *kernel, const char *name, int value);

/*
 * Writes to a file of sysfs, as `echo TEXT >PATH` does: authorized, bConfigurationValue,
 * power/control, power/autosuspend_delay_ms of a device; authorized of an interface; bind, unbind of
 * a driver; drivers_probe. Returns 0, -ENOENT (no such file), -EACCES (it cannot be written), or the error that the
 * kernel gives.
 */
int virtual_kernel_write(struct cusb_virtual_kernel *kernel, const char *path, const char *text);

/*
 * Adds directories to /sys/bus/usb/devices without a device behind them. Each line of the text is
 * one fact about the directory of the last D line:
 *
 *	# a comment; the first line names the tree and its reason
 *	D 1-2.3                      a directory: "usb1", "1-2.3", "1-2.3:1.0"
 *	A speed=480                  an attribute as text; reading it adds the newline
 *	H descriptors=12 01 00 02    an attribute as bytes in hex; may be empty
 *	R serial=EIO                 an attribute that cannot be read
 *	O serial=EACCES              an attribute that cannot be opened
 *
 * `A devnum=5` also reserves that address. cusb_virtual_unplug() removes a directory, together with
 * the directories below it. Returns 0 or, with nothing added, -EINVAL (a malformed line), -EBUSY (a
 * name is taken), -ENOMEM.
 */
int virtual_kernel_load_tree(struct cusb_virtual_kernel *kernel, const char *text);

/*
 * Hotplug. Plugging, unplugging, SETCONFIGURATION and a device that vanishes send uevents to
 * netlink sockets, and events of the nodes to inotify. The next `count` events of either kind are
 * lost for lack of room, and a listening program gets the sign of that.
 */
void virtual_kernel_lose_messages(struct cusb_virtual_kernel *kernel, unsigned int count);
/* Sends a message unchanged to all sockets, from that port; 0 is the kernel's. */
void virtual_kernel_send(struct cusb_virtual_kernel *kernel, const void *message, size_t length,
			 uint32_t port);
/*
 * Sets the target of /proc/self/ns/user, at first the initial namespace; NULL: there is no /proc.
 */
void virtual_kernel_set_user_namespace(struct cusb_virtual_kernel *kernel, const char *text);

/*
 * Fault injection: beginning with the nth call from now (1: the next), `times` calls give `err`.
 * For VIRTUAL_IOCTL, request 0 means any ioctl, else only that one.
 */
void virtual_kernel_fail(struct cusb_virtual_kernel *kernel, enum virtual_call call,
			 unsigned long request, unsigned int nth, unsigned int times, int err);
/* Calls made since the last virtual_kernel_reset_counts(); request as above. */
unsigned int virtual_kernel_count(struct cusb_virtual_kernel *kernel, enum virtual_call call,
				  unsigned long request);
unsigned int virtual_kernel_count_all(struct cusb_virtual_kernel *kernel);
void virtual_kernel_reset_counts(struct cusb_virtual_kernel *kernel);

/* Sets the largest URB; a larger one gives -ENOMEM. 0: the 16 MiB of usbfs_memory_mb. */
void virtual_kernel_limit_urb(struct cusb_virtual_kernel *kernel, size_t bytes);
/* Sets how long the kernel waits for answers to its own requests; default 5000. */
void virtual_kernel_set_patience(struct cusb_virtual_kernel *kernel, unsigned int ms);
/* The answer of GET_CAPABILITIES; default 0x1fd (no bulk continuation, as on xHCI). */
void virtual_kernel_set_capabilities(struct cusb_virtual_kernel *kernel, uint32_t caps);
/* File descriptors now open, for leak checks. */
unsigned int virtual_kernel_open_fds(struct cusb_virtual_kernel *kernel);
/* The number of nodes that mknodat() made and unlinkat() has not removed. */
unsigned int virtual_kernel_made_nodes(struct cusb_virtual_kernel *kernel);

#endif
