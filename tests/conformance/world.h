/* SPDX-License-Identifier: MIT */
/*
 * The world a case runs in: a backend, and virtual devices that are plugged in where it finds them.
 *
 *	virtual  the native backend on the virtual kernel, in this process
 *	kernel   the native backend on the running kernel, with devices plugged in by vhci_hcd
 *	usbip    the backend of src/backend/usbip, with devices served to it over a socket
 *	share    the same backend, with devices that <cusb/share.h> serves
 *
 * To point the suite at a backend of one's own, write a world for it: a file like world_usbip.c
 * with a struct world_ops, a line for it in world.c, and its kind in case.h. Its plug() gets a
 * model and must make a device that acts like it appear on the backend: by USB/IP
 * (src/virtual/usbip.h), by vhci_hcd (<cusb/vhci.h>), or by the model's functions. `has` says which
 * cases apply: without any NEED_ they are those of a backend that reads, writes and queues.
 *
 * Everything here fails the case when it cannot be done.
 */
#ifndef CONFORMANCE_WORLD_H
#define CONFORMANCE_WORLD_H

#include <stdint.h>

#include <cusb/cusb.h>

#include "virtual/kernel/kernel.h"

#include "case.h"

/* The timeout of what is to succeed: ends what hangs, and no verdict depends on it. */
#define GUARD_MS 300000

struct world {
	enum world_kind kind;
	struct cusb_backend *backend;	    /* for CUSB_MATCH(backend, world.backend, ...) */
	struct cusb_virtual_kernel *kernel; /* of the virtual world, else NULL */
};

extern struct world world;

/* A case runs in a process of its own: begin() is called once, and end() if it passed. */
struct world_ops {
	unsigned int has; /* enum need: what there is, so that cases that need it apply */
	/* Sets world.backend; then no device is plugged in. */
	void (*begin)(void);
	/* Gives back all that is open: the runner counts file descriptors. */
	void (*end)(void);
	/*
	 * Room for a name of 32 bytes, "1-2": a free root port, of another bus for super speed.
	 * Returns when the device can be found and opened, and is in its first configuration.
	 */
	void (*plug)(const struct cusb_virtual_model *model, char *name);
	void (*unplug)(const char *name); /* returns when it can be found no more */
	/* A device that vanished by itself: returns when it can be found no more. */
	void (*await_gone)(const char *name);
	/*
	 * Writes a number to an attribute in sysfs: `authorized` of a device or an interface,
	 * bConfigurationValue of a device. NULL without NEED_NATIVE.
	 */
	void (*write_attribute)(const char *name, const char *attribute, int value);
	/*
	 * In the runner's process, before each case: 0 once no device of an earlier case is left but
	 * one that the next case may share.
	 */
	int (*settle)(bool share);
};

extern const struct world_ops world_virtual, world_kernel, world_usbip, world_share;
const struct world_ops *world_of(enum world_kind kind);
/* 0: there is none of that name. */
enum world_kind world_named(const char *name);
/* What it lacks of that, as a text; NULL: nothing. */
const char *world_lacks(enum world_kind kind, unsigned int needs);

/* Whether the world of this case has what a case may need; better is CASE_NEEDS(). */
bool world_has(enum need need);

void world_begin(enum world_kind kind);
/* Also checks that no file of the virtual kernel is left open. */
void world_end(void);

/* Plugs a device of that model in; its sysfs name, valid to the end of the case. */
const char *world_plug(const char *model);
/* The same for a model of the case's own: of idVendor fffe, and alive until the case ends. */
const char *world_plug_model(const struct cusb_virtual_model *model);
void world_unplug(const char *name);
void world_await_gone(const char *name);
/*
 * As an administrator: "1-2" is a device, "1-2:1.0" an interface. A case that shares its device
 * authorizes all of it again.
 */
void world_authorize(const char *name, bool authorized);
/* The same for the configuration, which is set whatever is claimed; -1 unconfigures. */
void world_configure(const char *name, int bConfigurationValue);

/*
 * A new object for the device of that sysfs name. In the real world its default timeout is long: an
 * emulated machine on a busy host may stand still for long.
 */
struct cusb_device *find_name(const char *name);
/* world_plug() and find_name() in one. */
struct cusb_device *plug(const char *model);
/* The same for the loopback device in its first configuration, and with an alternate setting. */
struct cusb_device *plug_loopback(void);
struct cusb_device *plug_altsetting(int bInterfaceNumber, int bAlternateSetting);
/* As another program would have it: a second object, with its own claims, for the same device. */
struct cusb_device *find_again(const struct cusb_device *dev);

/* Bytes that differ from their neighbours and from other seeds'. */
void fill(void *data, size_t length, unsigned int seed);
/* Writes `length` bytes to an OUT endpoint and checks that the IN endpoint gives them back. */
void check_loopback(struct cusb_device *dev, unsigned int out, unsigned int in, size_t length);
/* The countdown of the partial and dropout models. */
void set_count(struct cusb_device *dev, unsigned int count);
/*
 * Returns when the device has done all that was submitted before as far as it goes now: it does one
 * thing after another, and answers.
 */
void await_device(struct cusb_device *dev);
/* File descriptors this process has open. */
int count_fds(void);
void sleep_ms(int ms);
/* A time that is to pass: longer in the real world. */
int patience(int ms);
/*
 * Something is to happen within a time limit that then passes. On a machine that stands still the
 * limit may pass first: so again, with a limit `ms` that is longer each time, until `break`.
 */
#define LONGER(ms, first) for (int ms = patience(first); ms < GUARD_MS; ms *= 4)
int64_t now_ms(void);

#endif
