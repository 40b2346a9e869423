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
	struct cusb_vhci *vhci;
	pthread_t thread;
};

/* Plugs it in and waits until the kernel has configured it. 0, or -errno with nothing plugged. */
int plug(const struct cusb_virtual_model *model, struct plugged *device);
void unplug(struct plugged *device);

/* Reads a file of the device's in sysfs; the bytes read, or -errno. */
ssize_t plugged_read(const struct plugged *device, const char *attribute, void *buf, size_t size);
/* As a line of text without its end; "" if there is none. */
void plugged_line(const struct plugged *device, const char *attribute, char *line, size_t size);

#endif
