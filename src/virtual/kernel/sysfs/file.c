/* SPDX-License-Identifier: MIT */
/*
 * pread(2) on sysfs attributes and device nodes.
 *
 * Kernel facts (devio.c of 6.1): a node begins with the device descriptor, its 16-bit fields in
 * host byte order; then come the configurations as sent, each as long as it claims to be, and what
 * the device did not send is skipped in the buffer.
 */
#include <errno.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"

static size_t least(size_t a, uint64_t b)
{
	return b < a ? (size_t)b : a;
}

static void host_endian(uint8_t *field)
{
	uint16_t value = (uint16_t)(field[0] | field[1] << 8);

	memcpy(field, &value, sizeof value);
}

/* Copies what of a piece at `at` lies in the window. Returns the bytes of the window it fills. */
static size_t copy_piece(uint8_t *buf, size_t size, uint64_t offset, uint64_t at,
			 const uint8_t *piece, size_t length, size_t claimed)
{
	uint64_t skip = offset > at ? offset - at : 0;

	if (skip >= claimed)
		return 0;
	if (skip < length)
		memcpy(buf, piece + skip, least(size, length - skip));
	return least(size, claimed - skip);
}

static ssize_t read_node(const struct usb *dev, uint8_t *buf, size_t size, uint64_t offset)
{
	uint8_t device[CUSB_DEVICE_DESC_SIZE];
	uint64_t at = sizeof device;
	size_t done, length;

	memcpy(device, dev->descriptor, sizeof device);
	host_endian(device + 2);
	host_endian(device + 8);
	host_endian(device + 10);
	host_endian(device + 12);
	done = copy_piece(buf, size, offset, 0, device, sizeof device, sizeof device);
	for (unsigned int i = 0; i < device[17] && done < size; i++) {
		const uint8_t *desc = kernel_verified(dev, i, &length);
		size_t claimed = (size_t)(desc[2] | desc[3] << 8);

		done += copy_piece(buf + done, size - done, offset + done, at, desc, length,
				   claimed);
		at += claimed;
	}
	return (ssize_t)done;
}

static ssize_t read_stored(const struct stored *stored, void *buf, size_t size, uint64_t offset)
{
	if (stored->read_err)
		return stored->read_err;
	if (offset >= stored->length)
		return 0;
	size = least(size, stored->length - offset);
	memcpy(buf, stored->bytes + offset, size);
	return (ssize_t)size;
}

ssize_t kernel_read(struct file *file, void *buf, size_t size, uint64_t offset)
{
	const struct place *place = &file->place;

	if (place->kind <= PLACE_INTERFACE)
		return -EISDIR;
	if (place->kind > PLACE_NODE)
		return -ESPIPE;
	if (!file->readable)
		return -EBADF;
	if (kernel_place_gone(place) || file->step != CONNECTED)
		return -ENODEV;
	if (place->kind == PLACE_NODE)
		return read_node(place->dev, buf, size, offset);
	size = least(size, KERNEL_PAGE);
	if (place->stored)
		return read_stored(place->stored, buf, size, offset);
	return kernel_show(place, buf, size, offset);
}
