/* SPDX-License-Identifier: MIT */
/*
 * One device on a backend of its own, with the descriptors of a fixture, which keeps what is asked
 * of it and answers from a table. What the table lacks it stalls.
 */
#ifndef FAKE_DEVICE_H
#define FAKE_DEVICE_H

#include <cusb/backend.h>

#include "hex.h"

#define FAKE_SEEN_MAX  32
#define FAKE_TEXTS_MAX 16

/* What is sent for a request: bytes, or a negative errno as length. Ends with length 0 and no bytes. */
struct fake_answer {
	uint8_t bRequest;
	uint16_t wValue;
	const char *bytes;
	ssize_t length;
};

struct fake_device {
	struct cusb_backend backend; /* first */
	struct cusb_device *dev;
	struct hex descriptors;

	int speed;                         /* what the backend tells */
	const char *known[3];              /* by enum cusb_device_string; NULL: not known */
	const char *texts[FAKE_TEXTS_MAX]; /* string descriptors by index, ASCII or Latin-1 */
	int text_err;                      /* instead of all of them */
	const struct fake_answer *answers; /* to requests for anything else */

	struct cusb_setup seen[FAKE_SEEN_MAX]; /* control requests, in order */
	uint8_t sent[64];                      /* the data of the last OUT request */
	size_t seen_count;
	unsigned int opened, halts_cleared;
	unsigned int halt_cleared; /* the last bEndpointAddress */
};

/* The device is found and in its first configuration. Ends the program when that cannot be. */
struct fake_device *fake_device_new(const char *fixture);
void fake_device_free(struct fake_device *fake);

#endif
