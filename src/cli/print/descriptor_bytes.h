/* SPDX-License-Identifier: MIT */
/* The bytes of a device's descriptors. */
#ifndef CUSB_CLI_RAW_READ_H
#define CUSB_CLI_RAW_READ_H

#include <stdint.h>

#include "cli/bus/bus.h"

/* To be freed by raw_free(). */
struct raw {
	uint8_t *bytes;
	size_t length;
};

/*
 * The device descriptor and the configurations. From the device, which tells more than the kernel
 * keeps of those that are malformed; from the kernel where the device is not open or does not
 * answer. Returns 0 or -errno.
 */
int raw_read_descriptors(const struct world *world, struct cusb_device *dev, struct raw *raw);
/* The BOS. Returns 0, -EPIPE (there is none), or -errno. */
int raw_read_bos(struct cusb_device *dev, struct raw *raw);
void raw_free(struct raw *raw);

#endif
