/* SPDX-License-Identifier: MIT */
/* Writes the events of one open device into a file. Any thread may call these functions. */
#ifndef CUSB_USBFS_RECORDER_H
#define CUSB_USBFS_RECORDER_H

#include <pthread.h>

#include "backend/usbfs/usbfs.h"
#include "pcapng/pcapng.h"

/* A URB that the kernel has. */
struct recorded_urb {
	const struct usbdevfs_urb *urb;
	uint64_t id;
};

struct recorder {
	struct usbfs fs; /* first: capture_begin() returns it */
	uint16_t busnum;
	uint8_t devnum;
	pthread_mutex_t lock; /* for the members below */
	struct pcapng_writer writer;
	struct recorded_urb *urbs;
	size_t count, room;
	uint8_t buffer[2048];
};

/* The descriptors, and what the program's requests build on. */
void recorder_begin(struct recorder *recorder, struct cusb_backend *backend,
		    const struct cusb_device *dev, int fd);

void recorder_submit(struct recorder *recorder, const struct usbdevfs_urb *urb);
/* The kernel refused the URB. */
void recorder_refuse(struct recorder *recorder, const struct usbdevfs_urb *urb, int err);
/* Only compares the address of a URB that was not submitted here: its memory may be gone. */
void recorder_complete(struct recorder *recorder, const struct usbdevfs_urb *urb);

/* A request in one call: its submission returns the id for its completion. `n`: as ioctl(). */
uint64_t recorder_request(struct recorder *recorder, const struct cusb_setup *setup,
			  const void *data);
void recorder_answer(struct recorder *recorder, const struct cusb_setup *setup, uint64_t id,
		     const void *data, int n);

#endif
