/* SPDX-License-Identifier: MIT */
/*
 * A virtual kernel with one device at 1-1, whose node is open. The calls are those that the native
 * backend makes.
 */
#ifndef VIRTUAL_WORLD_H
#define VIRTUAL_WORLD_H

#include <fcntl.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "virtual/kernel/kernel.h"

struct world {
	struct cusb_virtual_kernel *kernel;
	int fd; /* of /dev/bus/usb/001/002 */
};

#define WORLD_NODE  "/dev/bus/usb/001/002"
#define WORLD_SYSFS "/sys/bus/usb/devices/"

/* With a model of the program, by its name; the first configuration is active. */
void world_start(struct world *world, const char *model);
void world_start_model(struct world *world, const struct cusb_virtual_model *model);
/* A kernel without a device; fd is -1. */
void world_start_empty(struct world *world);
/* Closes the node, and checks that nothing else was left open. */
void world_end(struct world *world);

int world_open(struct world *world, const char *path, int flags);
void world_close(struct world *world, int fd);
int world_ioctl(struct world *world, unsigned long request, void *arg);
int world_claim(struct world *world, unsigned int interface);

/* The attribute's text; fails the test when it cannot be read. */
const char *world_text(struct world *world, const char *path);
/* Opens, reads up to `size` at 0, closes. */
ssize_t world_read(struct world *world, const char *path, void *buf, size_t size);

/* A URB, ready to be submitted. */
void world_urb(struct usbdevfs_urb *urb, unsigned char type, unsigned char endpoint, void *buffer,
	       int length);
/* Several, which cannot be an array because the structure ends in one; for world_free_urbs(). */
void world_new_urbs(struct usbdevfs_urb **urbs, unsigned int count);
void world_free_urbs(struct usbdevfs_urb **urbs, unsigned int count);
int world_submit(struct world *world, struct usbdevfs_urb *urb);
/* REAPURBNDELAY; the URB, or NULL with *err set. */
struct usbdevfs_urb *world_reap(struct world *world, int *err);
/* revents of one poll that does not wait. */
short world_poll(struct world *world);
/* A vendor request without data; what CONTROL returns. */
int world_vendor(struct world *world, unsigned int bRequest, unsigned int wValue);

#endif
