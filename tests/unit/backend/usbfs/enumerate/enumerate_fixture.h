/* SPDX-License-Identifier: MIT */
/* A scripted kernel to enumerate on, and a visit that notes what it is shown. */
#ifndef ENUMERATE_FIXTURE_H
#define ENUMERATE_FIXTURE_H

#include "backend/usbfs/enumerate/enumerate.h"
#include "backend/usbfs/usbfs_fixture.h"

#define DEVICES "/sys/bus/usb/devices"

extern struct seen {
	char names[512]; /* of the devices visited, separated by blanks */
	size_t count;
	/* Of the last one. */
	struct cusb_candidate candidate;
	char name[CUSB_NAME_SIZE];
	uint8_t bytes[18 + 8 * 65535];
	int answer; /* a test may set it: what the visit gives */
} seen;

/* usbfs_begin(), with nothing visited yet; sk_new()'s device "1-2" is 001/005. */
void enumerate_begin(void);
/* For a walk with `user` NULL. */
int note(const struct cusb_candidate *candidate, void *user);
/* Visits all devices. */
int walk(cusb_visit_fn visit);
/* Gives sysfs a device with so many bytes of descriptors; it is not in the directory by that. */
void plug(const char *name, size_t length);
/* These devices alone, separated by blanks, in the directory; each has a device descriptor. */
void plug_all(const char *names);
/* "1-2" alone. */
void plug_one(size_t length);
/* All devices are visited, and these are the ones. */
void check_visited(const char *names);
/* What plug() makes descriptors of. */
uint8_t byte_at(size_t i);

#endif
