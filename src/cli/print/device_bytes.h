/* SPDX-License-Identifier: MIT */
/* The bytes of a device's descriptors. */
#ifndef CUSB_CLI_PRINT_DEVICE_BYTES_H
#define CUSB_CLI_PRINT_DEVICE_BYTES_H

#include <stdint.h>

#include "cli/bus/bus.h"

/* Freed with device_bytes_free(). */
struct device_bytes {
	uint8_t *bytes;
	size_t length;
};

/*
 * The device descriptor and the configurations. They come from the device, because the kernel cuts
 * malformed configurations. If the device does not answer, they come from the kernel. `answers`:
 * in: 0 if the device is open, or the error of opening it; out: below 0 if it does not answer any
 * request. Returns 0 or -errno.
 */
int device_bytes_read(const struct cli_bus *bus, struct cusb_device *dev, struct device_bytes *raw,
		      int *answers);
/* The BOS. Returns 0, -EPIPE (there is none), or -errno. */
int device_bytes_read_bos(struct cusb_device *dev, struct device_bytes *raw);
void device_bytes_free(struct device_bytes *raw);

#endif
