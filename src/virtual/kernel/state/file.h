/* SPDX-License-Identifier: MIT */
/*
 * Open files of the virtual kernel, and what paths lead to.
 */
#ifndef CUSB_VIRTUAL_KERNEL_FILES_H
#define CUSB_VIRTUAL_KERNEL_FILES_H

#include "virtual/kernel/usbfs/urb.h"

struct attribute;

enum place_kind {
	PLACE_FIXED,	 /* directories that are always there; index: row of their table */
	PLACE_DEVICES,	 /* /sys/bus/usb/devices */
	PLACE_BUSES,	 /* /dev/bus/usb */
	PLACE_BUS,	 /* /dev/bus/usb/001; index: the number */
	PLACE_DEVICE,	 /* a directory of a device or fixture */
	PLACE_INTERFACE, /* index: bInterfaceNumber */
	PLACE_ATTRIBUTE,
	PLACE_INTERFACE_ATTRIBUTE, /* index: bInterfaceNumber */
	PLACE_NODE,
	PLACE_UEVENTS, /* no path: a netlink socket */
	PLACE_INOTIFY  /* no path either */
};

struct fixed_directory {
	const char *name; /* NULL ends the table */
	unsigned int parent;
	enum place_kind kind;
};

struct place {
	enum place_kind kind;
	unsigned int index;
	struct usb *dev;
	unsigned int generation;
	const struct attribute *attribute; /* of a device or interface */
	const struct stored *stored;	   /* of a fixture */
};

/* How far the disconnect has come, as an open node shows it. */
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
	struct place place;
	bool readable, writable;
	uint64_t position; /* of getdents64 */

	/*
	 * A node's fd is one end of a socketpair. Its send buffer is full while nothing can be
	 * reaped, and the other end is shut down when the device is gone, so that any poll() shows
	 * what usbfs would.
	 */
	int fd, peer;
	bool ready;
	enum step step;
	bool seen;		     /* poll has shown this step */
	struct async_list pending;   /* oldest first */
	struct async_list late;	     /* completed, but not to be seen before KILLED */
	struct async_list completed; /* in the order of completion */
	uint32_t disabled_bulk;	     /* endpoints that take no continuation */
	bool suspend_allowed;
	bool awaits_resume; /* none since suspending was allowed */
	bool privileges_dropped;
	uint32_t refused_interfaces;

	/* Of a netlink socket or an inotify. */
	struct message *messages; /* oldest first */
	bool overrun;		  /* one did not find room */
	bool listens;		  /* the socket is bound to the kernel's group */
	struct inotify_watch *watches;
};

/* file.c */
/* An open file with an fd of its own; -errno. */
int kernel_file_new(struct cusb_virtual_kernel *kernel, const struct place *place, int flags);
struct file *kernel_file_get(struct cusb_virtual_kernel *kernel, int fd);
/* NULL is allowed. */
void kernel_file_put(struct file *file);
void kernel_file_close(struct file *file);
/* Makes the fd show what can be reaped. */
void kernel_file_update(struct file *file);
void kernel_file_hang_up(struct file *file);
void kernel_file_advance(struct file *file);

/* open.c: makes an fd of a path; dir may be NULL */
int kernel_open(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		int flags);

/* readlink.c: what a symbolic link holds, cut to size; dir may be NULL */
ssize_t kernel_readlink(struct cusb_virtual_kernel *kernel, const struct file *dir,
			const char *path, char *buf, size_t size);

/* path.c */
int kernel_resolve(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		   struct place *place);
bool kernel_place_gone(const struct place *place);
extern const struct fixed_directory kernel_fixed[]; /* the root first */
void kernel_interface_name(const struct usb *dev, int number, char *name, size_t size);

/* entry.c: a row of the directory being listed. */
struct entry {
	uint64_t cookie; /* where to go on after it */
	unsigned char type;
	char name[NAME_SIZE + 16];
};

/* The first entry at or after `position` of a directory; false at its end. */
bool kernel_next_entry(struct cusb_virtual_kernel *kernel, const struct place *place,
		       uint64_t position, struct entry *entry);

/* attribute.c; `directory` is PLACE_DEVICE or PLACE_INTERFACE */
const struct attribute *kernel_attribute(const struct usb *dev, enum place_kind directory,
					 unsigned int number, const char *name);
/* The visible attribute at or after *index, which moves past it; NULL at the end. */
const char *kernel_attribute_at(const struct usb *dev, enum place_kind directory,
				unsigned int number, unsigned int *index);
/* The attribute's bytes from `offset` on, at most `size`. */
ssize_t kernel_show(const struct place *place, char *buf, size_t size, uint64_t offset);

/* mknod.c */
void kernel_free_made(struct cusb_virtual_kernel *kernel);
int kernel_resolve_made(struct cusb_virtual_kernel *kernel, const char *path, struct place *place);

#endif
