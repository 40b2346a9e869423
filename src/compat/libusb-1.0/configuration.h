/* SPDX-License-Identifier: MIT */
/* Configurations: from the bytes of a device to the structs of libusb. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_CONFIGURATION_H
#define CUSB_COMPAT_LIBUSB_1_0_CONFIGURATION_H

#include <stdbool.h>
#include <stddef.h>

#include "compat/libusb-1.0/public.h"

#define CONFIGURATIONS_MAX 8

/* Lent bytes. */
struct bytes {
	const uint8_t *data;
	size_t length;
};

/*
 * @device: a device descriptor with its configurations, as sysfs has them.
 * Whether the device can be listed: each configuration of bNumConfigurations is there.
 */
bool configurations_are_whole(struct bytes device);

/*
 * The bytes of a configuration, from its descriptor to the next one of that type; wTotalLength is
 * not used. The length is 0 if there is none.
 */
struct bytes configuration_at(struct bytes device, unsigned int index);

/*
 * @config: out: for libusb_free_config_descriptor().
 * Returns an enum libusb_error.
 */
int parse_configuration(struct bytes bytes, struct libusb_config_descriptor **config);

/* association.c: the same for all interface associations in a configuration. */
int parse_associations(struct bytes bytes,
		       struct libusb_interface_association_descriptor_array **array);

#endif
