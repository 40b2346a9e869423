/* SPDX-License-Identifier: MIT */
/*
 * The world a case runs in: a kernel with virtual devices plugged into it, in this process or real.
 *
 * Everything here fails the case when it cannot be done.
 */
#ifndef CONFORMANCE_WORLD_H
#define CONFORMANCE_WORLD_H

#include <stdint.h>

#include <cusb/cusb.h>

#include "virtual/kernel.h"

#include "case.h"

struct world {
	enum world_kind kind;
	struct cusb_backend *backend;  /* for CUSB_MATCH(backend, world.backend, ...) */
	struct cusb_virtual_kernel *kernel; /* NULL in the real one */
};

extern struct world world;

struct world_ops {
	void (*begin)(void);
	void (*end)(void);
	/* Room for a name of 32 bytes; returns when the kernel has configured the device. */
	void (*plug)(const char *model, char *name);
	void (*unplug)(const char *name); /* returns when it is gone from sysfs */
	/* A device that vanished by itself: returns when it is gone from sysfs. */
	void (*await_gone)(const char *name);
	/* In the runner's process, before each case: 0 once no device of an earlier case is left. */
	int (*settle)(void);
	unsigned int time_limit; /* seconds a case may take */
};

extern const struct world_ops world_virtual, world_kernel;
const struct world_ops *world_of(enum world_kind kind);

void world_begin(enum world_kind kind);
/* Also checks that no file of the virtual kernel is left open. */
void world_end(void);

/* Plugs a device of that model in; its sysfs name, valid to the end of the case. */
const char *world_plug(const char *model);
void world_unplug(const char *name);
void world_await_gone(const char *name);

/*
 * A new object for the device of that sysfs name. In the real world its default timeout is long: an
 * emulated machine on a busy host may stand still for a second.
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
/* File descriptors this process has open. */
int count_fds(void);
void sleep_ms(int ms);
/* A timeout in which something is to happen before it is over: longer in the real world. */
int patience(int ms);
int64_t now_ms(void);

#endif
