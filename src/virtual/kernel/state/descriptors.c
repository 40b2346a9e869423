/* SPDX-License-Identifier: MIT */
/*
 * The descriptors of a device as programs read them.
 *
 * Kernel facts (devio.c, sysfs.c of 6.1): both ways begin with the device descriptor, a node with
 * its 16-bit fields in host byte order. Then come the configurations. In sysfs each is as long as
 * the kernel found it well-formed, in a node as long as it claims to be: the bytes that the device
 * did not send are skipped in the buffer.
 */
#include <string.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/state/device.h"

/* The part of all pieces, one after another, that a program reads. */
struct window {
	uint8_t *buf;
	size_t size, done;
	uint64_t offset, at; /* `at`: the beginning of the next piece */
};

static size_t least(size_t a, uint64_t b)
{
	return b < a ? (size_t)b : a;
}

/* Adds the next piece, which has `length` bytes. */
static void add_piece(struct window *window, const uint8_t *piece, size_t length, size_t claimed)
{
	uint64_t from = window->offset + window->done;
	uint64_t skip = from > window->at ? from - window->at : 0;
	size_t room = window->size - window->done;

	window->at += claimed;
	if (skip >= claimed)
		return;
	if (skip < length)
		memcpy(window->buf + window->done, piece + skip, least(room, length - skip));
	window->done += least(room, claimed - skip);
}

static void host_endian(uint8_t *field)
{
	uint16_t value = (uint16_t)(field[0] | field[1] << 8);

	memcpy(field, &value, sizeof value);
}

ssize_t kernel_read_descriptors(const struct usb *dev, void *buf, size_t size, uint64_t offset,
				bool from_node)
{
	struct window window = {.buf = buf, .size = size, .offset = offset};
	uint8_t device[CUSB_DEVICE_DESC_SIZE];

	memcpy(device, dev->descriptor, sizeof device);
	if (from_node) {
		host_endian(device + 2);
		host_endian(device + 8);
		host_endian(device + 10);
		host_endian(device + 12);
	}
	add_piece(&window, device, sizeof device, sizeof device);
	for (unsigned int i = 0; i < device[17] && window.done < size; i++) {
		size_t length;
		const uint8_t *desc = kernel_verified(dev, i, &length);

		add_piece(&window, desc, length,
			  from_node ? (size_t)(desc[2] | desc[3] << 8) : length);
	}
	return (ssize_t)window.done;
}
