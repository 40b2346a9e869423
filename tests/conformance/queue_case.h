/* SPDX-License-Identifier: MIT */
/* What the cases of the queue have in common. */
#ifndef CONFORMANCE_QUEUE_CASE_H
#define CONFORMANCE_QUEUE_CASE_H

#include "world.h"

/* A transfer of malloc'ed data, filled from a seed; freed with transfer_end(). */
struct cusb_transfer *transfer_begin(unsigned int bEndpointAddress, size_t length,
				     unsigned int seed);
void transfer_end(struct cusb_transfer *transfer);
/* The same, submitted without a time limit. */
struct cusb_transfer *submit(struct cusb_device *dev, unsigned int bEndpointAddress, size_t length,
			     unsigned int seed);
/* The next one that has ended, within 30 s. */
struct cusb_transfer *reap(struct cusb_device *dev);
/* Reaps and checks that it is this one, ended like that. */
void check_reaped(const char *file, int line, struct cusb_device *dev,
		  struct cusb_transfer *transfer, int status, size_t actual_length);
#define CHECK_REAPED(dev, transfer, status, actual_length)                                         \
	check_reaped(__FILE__, __LINE__, dev, transfer, status, actual_length)
/* Nothing is in flight, and cusb_reap() says so. */
void check_none_left(struct cusb_device *dev);
/* Whether the data is what fill() makes of a seed. */
void check_data(const struct cusb_transfer *transfer, size_t length, unsigned int seed);

#endif
