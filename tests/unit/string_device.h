/* SPDX-License-Identifier: MIT */
/* A device whose string descriptors are bytes of the test's choice, on the fake backend. */
#ifndef STRING_DEVICE_H
#define STRING_DEVICE_H

#include <pthread.h>

#include "fake_device.h"

/* Languages 0x0409 and 0x0407 at first; iManufacturer 1, iProduct 2, iSerialNumber 3. */
struct string_device {
	struct fake_device *fake;
	struct cusb_device *dev;
	pthread_mutex_t lock; /* for the counts */
	struct {
		const void *bytes;
		ssize_t length; /* or a negative errno */
		unsigned int asked;
	} descriptors[256];
	struct cusb_setup last;
	unsigned int asked; /* all together */
};

extern struct string_device sd;

void sd_start(void);
void sd_end(void);
/* What the device sends for a string descriptor, a byte array or a literal. */
#define SD_ANSWER(index, content) sd_answer(index, content, sizeof(content) - 1)
void sd_answer(unsigned int index, const void *bytes, size_t length);
void sd_fail(unsigned int index, int err);

#endif
