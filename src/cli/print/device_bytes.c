/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: the kernel cuts a configuration where a descriptor reaches past its end, and uses at
 * most eight configurations; sysfs shows only these bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "device_bytes.h"

#define BOS_HEADER	   5
#define CONFIGURATIONS_MAX 8

void device_bytes_free(struct device_bytes *raw)
{
	free(raw->bytes);
	raw->bytes = NULL;
	raw->length = 0;
}

static int append(struct device_bytes *raw, const uint8_t *bytes, size_t length)
{
	uint8_t *grown = realloc(raw->bytes, raw->length + length);

	if (!grown)
		return -ENOMEM;
	memcpy(grown + raw->length, bytes, length);
	raw->bytes = grown;
	raw->length += length;
	return 0;
}

static ssize_t get(struct cusb_device *dev, unsigned int type, unsigned int index, void *data,
		   size_t length)
{
	return cusb_get_descriptor(dev, cusb_to_device(), type, index, data, length);
}

/* A descriptor and the descriptors after it: its wTotalLength is the number of bytes. */
static int append_total(struct cusb_device *dev, unsigned int type, unsigned int index,
			size_t header, struct device_bytes *raw)
{
	uint8_t start[CUSB_CONFIG_DESC_SIZE];
	ssize_t n = get(dev, type, index, start, header);
	size_t total;
	uint8_t *all;

	if (n < (ssize_t)header)
		return n < 0 ? (int)n : -EBADMSG;
	total = (size_t)(start[2] | start[3] << 8);
	if (total <= header)
		return append(raw, start, header);
	all = malloc(total);
	if (!all)
		return -ENOMEM;
	n = get(dev, type, index, all, total);
	n = n < 0 ? n : append(raw, all, (size_t)n);
	free(all);
	return (int)n;
}

static int ask_device(struct cusb_device *dev, struct device_bytes *raw)
{
	uint8_t device[CUSB_DEVICE_DESC_SIZE];
	ssize_t n = get(dev, CUSB_DESC_TYPE_DEVICE, 0, device, sizeof device);
	int err;

	if (n < (ssize_t)sizeof device)
		return n < 0 ? (int)n : -EBADMSG;
	err = append(raw, device, sizeof device);
	for (unsigned int i = 0; !err && i < device[17] && i < CONFIGURATIONS_MAX; i++) {
		err = append_total(dev, CUSB_DESC_TYPE_CONFIG, i, CUSB_CONFIG_DESC_SIZE, raw);
		/* The device has fewer configurations than its device descriptor says. */
		if (err == -EPIPE && i > 0)
			return 0;
	}
	return err;
}

struct wanted {
	const char *name;
	struct device_bytes *raw;
};

static int keep(const struct cusb_candidate *candidate, void *user)
{
	const struct wanted *wanted = user;
	int err;

	if (strcmp(candidate->name, wanted->name) != 0)
		return 0;
	err = append(wanted->raw, candidate->descriptors, candidate->descriptors_length);
	return err ? err : 1;
}

static int ask_kernel(const struct cli_bus *bus, const struct cusb_device *dev,
		      struct device_bytes *raw)
{
	struct wanted wanted = {dev->name, raw};
	int result = bus->backend->enumerate(bus->backend, dev->name, keep, &wanted);

	return result == 0 ? -ENODEV : result < 0 ? result : 0;
}

int device_bytes_read(const struct cli_bus *bus, struct cusb_device *dev, struct device_bytes *raw,
		      int *answers)
{
	int err = *answers ? *answers : ask_device(dev, raw);

	if (err) {
		*answers = cusb_ends_all_strings(err) ? err : 0;
		device_bytes_free(raw);
		err = ask_kernel(bus, dev, raw);
	}
	if (err)
		device_bytes_free(raw);
	return err;
}

int device_bytes_read_bos(struct cusb_device *dev, struct device_bytes *raw)
{
	int err = append_total(dev, CUSB_DESC_TYPE_BOS, 0, BOS_HEADER, raw);

	if (err)
		device_bytes_free(raw);
	return err;
}
