/* SPDX-License-Identifier: MIT */
/*
 * Open device nodes.
 *
 * Kernel facts (devio.c of 6.1): a node begins with the device descriptor, its 16-bit fields in
 * host byte order; then come the configurations as sent, each as long as it claims to be, and the
 * bytes that the device did not send are skipped in the buffer.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/usbfs/usbfs.h"

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

static ssize_t read_descriptors(const struct usb *dev, uint8_t *buf, size_t size, uint64_t offset)
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

static ssize_t node_pread(struct file *file, void *buf, size_t size, uint64_t offset)
{
	if (!file->readable)
		return -EBADF;
	if (file->step != CONNECTED)
		return -ENODEV;
	return read_descriptors(file->inode.dev, buf, size, offset);
}

/* Each step of a disconnect is shown once, and the next poll shows the one after it. */
static short node_poll(struct file *file)
{
	short events = 0;

	if (file->seen)
		async_advance(file);
	if (file->writable && file->completed)
		events |= POLLOUT | POLLWRNORM;
	if (file->step != CONNECTED)
		events |= POLLHUP;
	if (file->step == UNLISTED)
		events |= POLLERR;
	file->seen = file->step != CONNECTED;
	return events;
}

static void node_unbind(struct file *file, unsigned int interface)
{
	async_kill(file, (int)interface);
}

static void node_release(struct file *file)
{
	if (!file->inode.dev->gone)
		kernel_release_all(file);
	kernel_release_ports(file);
	async_kill(file, -1);
	async_free_all(&file->late);
	async_free_all(&file->completed);
	close(file->peer);
}

const struct file_operations node_operations = {
	.open = node_fd_open,
	.pread = node_pread,
	.ioctl = kernel_ioctl,
	.mmap = kernel_mmap,
	.poll = node_poll,
	.unbind = node_unbind,
	.hang_up = node_fd_hang_up,
	.release = node_release,
};
