/* SPDX-License-Identifier: MIT */
/*
 * A program that uses a device as the input says.
 *
 *	steps.c -> transfers.c
 */
#ifndef FUZZ_PROGRAM_H
#define FUZZ_PROGRAM_H

#include <cusb/cusb.h>

#define OWNS	 6
#define OWN_ROOM 70000

/* A transfer of the program. */
struct own {
	struct cusb_transfer *transfer;
	uint8_t *data; /* OWN_ROOM bytes */
	bool in_flight;
};

/* transfers.c */
extern struct own owns[OWNS];

/* `unplugged` tells whether the device is gone. */
void owns_begin(const bool *unplugged);
void owns_end(void);
struct own *any_own(void);
/* An endpoint of any configuration and setting; NULL: the device has none. */
const struct cusb_endpoint *any_endpoint(const struct cusb_device *dev);
/* Sets what is to be moved, for a transfer that is idle. */
void own_prepare(const struct cusb_device *dev, struct own *own);
void own_submit(struct cusb_device *dev, struct own *own);
/* The result of cusb_reap(). */
int own_reap(struct cusb_device *dev, int timeout_ms);
/* Closes the device and reaps what is left. */
void owns_finish(struct cusb_device *dev);

/* steps.c */
void program_use(struct cusb_device *dev);

#endif
