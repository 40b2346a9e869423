/* SPDX-License-Identifier: MIT */
/*
 * URBs that programs submit through an open node, until they are reaped, and the node's poll() for
 * them.
 */
#ifndef CUSB_VIRTUAL_KERNEL_URB_H
#define CUSB_VIRTUAL_KERNEL_URB_H

#include "virtual/kernel/state/file.h"

#define URB_OVERHEAD 288 /* bytes of usbfs memory that an empty URB takes */

struct usbdevfs_urb;

/* A URB that a program submitted. */
struct async {
	struct async *next;
	struct file *file;
	struct virtual_urb urb;
	void *user;	 /* its struct usbdevfs_urb, by which DISCARDURB names it */
	void *user_data; /* the place for IN data when it is reaped, else NULL */
	int interface;	 /* -1: control */
	size_t charged;
	uint8_t bulk_address; /* number | 16 for IN; 0: not bulk */
	bool continuation;
	bool unlink;
	uint8_t buffer[];
};

/* ---- node_fd.c: an open node's file descriptor ---- */

/* Opens it. 0, -errno. */
int node_fd_open(struct file *file);
/* Sets whether it shows a URB to reap. */
void node_fd_update(struct file *file);
void node_fd_hang_up(struct file *file);

/* ---- urb.c ---- */

void async_append(struct async **list, struct async *async);
bool async_remove(struct async **list, const struct async *async);
void async_free(struct async *async);
/* Frees all URBs of a list. */
void async_free_all(struct async **list);
/* The complete() of its urb. */
void async_complete(struct virtual_urb *urb);
/* Kills the file's pending URBs on an interface, or all with -1. */
void async_kill(struct file *file, int interface);
/* Moves a node's disconnect to its next step. */
void async_advance(struct file *file);

/* ---- memory.c: the memory of usbfs, for all programs together, and mappings of it ---- */

/* 0, -ENOMEM. */
int kernel_charge(struct cusb_virtual_kernel *kernel, size_t bytes);
void kernel_uncharge(struct cusb_virtual_kernel *kernel, size_t bytes);
int kernel_mmap(struct file *file, size_t size, void **memory);
int kernel_munmap(struct cusb_virtual_kernel *kernel, const void *memory, size_t size);
/* 1: the buffer lies in a mapping of the file; 0: in none; -EINVAL: it straddles the end of one. */
int kernel_mapped(const struct file *file, const void *buffer, size_t length);

/* ---- isochronous.c ---- */

/*
 * Checks an isochronous URB like the ioctl, and sets the length of its buffer: the sum of its
 * packets' lengths. `user` is the program's URB.
 */
int kernel_check_packets(struct usbdevfs_urb *urb, const struct usbdevfs_urb *user,
			 const uint8_t *endpoint);
/* Copies them in; async_free() frees the copy. */
int kernel_take_packets(struct async *async, const struct usbdevfs_urb *user);
/* Copies the results out. */
void kernel_give_packets(const struct async *async, struct usbdevfs_urb *user);

#endif
