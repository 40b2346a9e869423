/* SPDX-License-Identifier: MIT */
/* Open files of the virtual kernel. Each room has tables of the operations on its own files. */
#ifndef CUSB_VIRTUAL_KERNEL_FILE_H
#define CUSB_VIRTUAL_KERNEL_FILE_H

#include "virtual/kernel/state/device.h"

struct attribute;
struct file;

enum inode_kind {
	INODE_FIXED,	 /* constant directories; index: row of their table */
	INODE_DEVICES,	 /* /sys/bus/usb/devices */
	INODE_BUSES,	 /* /dev/bus/usb */
	INODE_BUS,	 /* /dev/bus/usb/001; index: the number */
	INODE_DEVICE,	 /* a directory of a device or fixture */
	INODE_INTERFACE, /* index: bInterfaceNumber; the last that is a directory */
	INODE_ATTRIBUTE,
	INODE_INTERFACE_ATTRIBUTE, /* index: bInterfaceNumber */
	INODE_NODE,
	INODE_ANONYMOUS /* no path: a netlink socket, an inotify */
};

/* The end of a path. */
struct inode {
	enum inode_kind kind;
	unsigned int index;
	struct usb *dev; /* NULL: not of a device */
	unsigned int generation;
	const struct attribute *attribute; /* of a device or interface */
	const struct stored *stored;	   /* of a fixture */
};

static inline bool is_directory(const struct inode *inode)
{
	return inode->kind <= INODE_INTERFACE;
}

/* NULL: the call does not apply. */
struct file_operations {
	int (*open)(struct file *file); /* sets `fd`; NULL: an eventfd of 0 */
	ssize_t (*pread)(struct file *file, void *buf, size_t size, uint64_t offset);
	/* for files without an offset */
	ssize_t (*read)(struct file *file, void *buf, size_t size);
	ssize_t (*getdents)(struct file *file, void *buf, size_t size);
	int (*ioctl)(struct file *file, unsigned long request, void *arg);
	int (*mmap)(struct file *file, size_t size, void **memory);
	short (*poll)(struct file *file);   /* the present events; NULL: always ready */
	void (*hang_up)(struct file *file); /* its device has left */
	void (*release)(struct file *file); /* it is closed */
};

/* The step of the disconnect that an open node shows. */
enum step {
	CONNECTED,
	HUNG_UP, /* HUP; URBs are still pending, REAPURBNDELAY gives -ENODEV */
	KILLED,	 /* HUP; all URBs can be reaped */
	UNLISTED /* HUP and ERR */
};

struct file {
	struct file *next;
	struct cusb_virtual_kernel *kernel;
	unsigned int refs; /* 1 while open, and 1 for each call that is using it */
	bool open;
	const struct file_operations *operations;
	struct inode inode;
	bool readable, writable;
	uint64_t position; /* of read() and getdents64 */
	int fd;
	bool ready; /* the fd shows to any poll() that it is ready */

	/* Of a device node, see usbfs/. */
	int peer; /* the other end of the fd */
	enum step step;
	bool seen;		 /* poll has shown this step */
	struct async *pending;	 /* oldest first */
	struct async *deferred;	 /* completed, but hidden before KILLED */
	struct async *completed; /* in the order of completion */
	uint32_t disabled_bulk;	 /* endpoints that take no continuation */
	bool suspend_allowed;
	bool awaits_resume; /* none since suspending was allowed */
	bool privileges_dropped;
	uint32_t refused_interfaces;

	/* Of a netlink socket or an inotify, see hotplug/. */
	struct message *messages; /* oldest first */
	bool overrun;		  /* a message was lost for lack of room */
	bool listens;		  /* the socket is bound to the kernel's group */
	struct inotify_watch *watches;
};

/* Opens a file. Returns its fd, -errno. */
int kernel_file_new(struct cusb_virtual_kernel *kernel, const struct inode *inode,
		    const struct file_operations *operations, int flags);
/* Takes a reference to the open file of that number; NULL: none. */
struct file *kernel_file_get(struct cusb_virtual_kernel *kernel, int fd);
/* Drops the reference. NULL is allowed. */
void kernel_file_put(struct file *file);
/*
 * The number stays in use until the last call on the file has ended, so that no poll() takes
 * another file for it.
 */
void kernel_file_close(struct file *file);

#endif
