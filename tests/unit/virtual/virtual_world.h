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

extern struct world {
	struct cusb_virtual_kernel *kernel;
	int fd; /* of /dev/bus/usb/001/002 */
} world;

/* A system call of that kernel. */
#define CALL(name, ...) virtual_syscalls.name(world.kernel, __VA_ARGS__)

/* Before each case of the file a world with that model. */
#define FIXTURE_WORLD(model)                                                                       \
	static void begin_world(void)                                                              \
	{                                                                                          \
		world_start(model);                                                                \
	}                                                                                          \
	FIXTURE(begin_world, world_end)

#define WORLD_NODE  "/dev/bus/usb/001/002"
#define WORLD_SYSFS "/sys/bus/usb/devices/"

/* With a model of the program, by its name; the first configuration is active. */
void world_start(const char *model);
void world_start_model(const struct cusb_virtual_model *model);
/* A kernel without a device; fd is -1. */
void world_start_empty(void);
/* Closes the node, and checks that nothing else was left open. Nothing without a world. */
void world_end(void);

/* These fail the test when they cannot be done. */
void world_plug(const char *model, const char *name);
void world_unplug(const char *name);
/* Lets a driver have an interface of 1-1. */
void world_bind(unsigned int interface, const char *driver);

int world_open(const char *path, int flags);
void world_close(int fd);
int world_ioctl(unsigned long request, void *arg);
int world_claim(unsigned int interface);
/* The same through another open node. */
int world_claim_by(int fd, unsigned int interface);
int world_release(unsigned int interface);
int world_configure(int value);
int world_set_altsetting(unsigned int interface, unsigned int altsetting);
int world_reset(void);
/* USBDEVFS_IOCTL: DISCONNECT, CONNECT. */
int world_driver_ioctl(unsigned int interface, int request);
/* The owner of the interface as GETDRIVER names it, or "". */
const char *world_driver(unsigned int interface);

bool world_exists(const char *path);
/* Checks the text of an attribute below WORLD_SYSFS. */
void world_expect(const char *attribute, const char *text);
/* The attribute's text; fails the test when it cannot be read. */
const char *world_text(const char *path);
/* Opens, reads up to `size` at 0, closes. */
ssize_t world_read(const char *path, void *buf, size_t size);

/* A URB, ready to be submitted. */
void world_urb(struct usbdevfs_urb *urb, unsigned char type, unsigned char endpoint, void *buffer,
	       int length);
/* Several, which cannot be an array because the structure ends in one; for world_free_urbs(). */
void world_new_urbs(struct usbdevfs_urb **urbs, unsigned int count);
void world_free_urbs(struct usbdevfs_urb **urbs, unsigned int count);
int world_submit(struct usbdevfs_urb *urb);
/* REAPURBNDELAY; the URB, or NULL with *err set. */
struct usbdevfs_urb *world_reap(int *err);
/* The next to be reaped is that one, with that status. */
void world_expect_reaped(struct usbdevfs_urb *urb, int status);
/* Fills and submits a bulk URB. */
void world_submit_bulk(struct usbdevfs_urb *urb, unsigned char endpoint, void *data, int length);
int world_discard(struct usbdevfs_urb *urb);
/* revents of one poll that does not wait. */
short world_poll(void);
/* A vendor request without data; the result of CONTROL. */
int world_vendor(unsigned int bRequest, unsigned int wValue);

#endif
