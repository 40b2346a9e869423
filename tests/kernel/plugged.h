/* SPDX-License-Identifier: MIT */
/*
 * A virtual device plugged into the running kernel, served by a thread of its own.
 */
#ifndef PLUGGED_H
#define PLUGGED_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include <cusb/vhci.h>

struct plugged {
	const struct cusb_virtual_model *model;
	const struct cusb_virtual_model *other; /* as which it comes back when it leaves by itself */
	struct cusb_vhci *vhci;
	pthread_t thread;
	pthread_mutex_t lock; /* held while the device comes back */
	bool pulled;
};

/* Plugs it in and waits until the kernel has configured it. 0, or -errno with nothing plugged. */
int plug(const struct cusb_virtual_model *model, struct plugged *device);
/* When it leaves by itself, it comes back as the other model, and then as the first again. */
int plug_changing(const struct cusb_virtual_model *model, const struct cusb_virtual_model *other,
		  struct plugged *device);
void unplug(struct plugged *device);
/* Its name in sysfs, which changes when it comes back; lent until then. */
const char *plugged_name(struct plugged *device);

/* Reads a file of the device's in sysfs; the bytes read, or -errno. */
ssize_t plugged_read(struct plugged *device, const char *attribute, void *buf, size_t size);
/* As a line of text without its end; "" if there is none. */
void plugged_line(struct plugged *device, const char *attribute, char *line, size_t size);

#endif
