/* SPDX-License-Identifier: MIT */
/*
 * URBs that programs submit through an open node, until they are reaped.
 */
#ifndef CUSB_VIRTUAL_KERNEL_URBS_H
#define CUSB_VIRTUAL_KERNEL_URBS_H

#include "virtual/kernel/state/device.h"

#define USBFS_MEMORY (16U * 1024 * 1024)
#define URB_OVERHEAD 288 /* what an empty URB counts against USBFS_MEMORY */

struct usbdevfs_urb;

/* A URB that a program submitted. */
struct async {
	struct async *next;
	struct file *file;
	struct virtual_urb urb;
	void *user;	 /* its struct usbdevfs_urb: what DISCARDURB names */
	void *user_data; /* where IN data goes when it is reaped, else NULL */
	int interface;	 /* -1: control */
	size_t charged;
	uint8_t bulk_address; /* number | 16 for IN; 0: not bulk */
	bool continuation;
	bool unlink;
	uint8_t buffer[];
};

struct async_list {
	struct async *first;
};

/* async.c */
void async_append(struct async_list *list, struct async *async);
bool async_remove(struct async_list *list, const struct async *async);
void async_free(struct async *async);
int kernel_charge(struct cusb_virtual_kernel *kernel, size_t bytes);
void kernel_uncharge(struct cusb_virtual_kernel *kernel, size_t bytes);
void kernel_async_complete(struct virtual_urb *urb);
/* Kills the file's pending URBs on an interface, or all with -1. */
void kernel_kill(struct file *file, int interface);
/* Ends URBs of all files with -ESHUTDOWN: on an interface's endpoints, all but control, or all. */
void kernel_flush_interface(struct usb *dev, unsigned int number);
void kernel_flush(struct usb *dev, bool control);

/* submit_iso.c */

/*
 * Checks an isochronous URB as far as the ioctl does, and sets the length of its buffer, which is
 * the sum of its packets' lengths. `user` is the program's own.
 */
int kernel_check_packets(struct usbdevfs_urb *urb, const struct usbdevfs_urb *user,
			 const uint8_t *endpoint);
/* Copies them in; async_free() frees the copy. */
int kernel_take_packets(struct async *async, const struct usbdevfs_urb *user);
/* Copies the results out. */
void kernel_give_packets(const struct async *async, struct usbdevfs_urb *user);

/* stream.c */

/* How many streams a bulk endpoint has allocated; 0: none. */
unsigned int kernel_streams(const struct usb *dev, unsigned int address);
/* An interface's endpoints have none any more. */
void kernel_forget_streams(struct usb *dev, unsigned int number);

/* mmap.c */
void kernel_free_mappings(struct cusb_virtual_kernel *kernel);
/* 1: the buffer lies in a mapping of the file; 0: in none; -EINVAL: it straddles the end of one. */
int kernel_mapped(const struct file *file, const void *buffer, size_t length);

#endif
