/* SPDX-License-Identifier: MIT */
/*
 * ALLOC_STREAMS, FREE_STREAMS.
 *
 * Kernel facts (devio.c, hcd.c, message.c, driver.c of 6.1): both end the caller's URBs on the
 * interface first. A host controller gives no more than were asked for, and no more than the
 * endpoint with the fewest has. Another alternate setting takes streams away, and so does unbinding
 * usbfs, which a reset does.
 */
#include <errno.h>

#include <linux/usbdevice_fs.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/usbfs/usbfs.h"

#define ENDPOINTS_MAX 30
#define STREAMS_MAX   65536

unsigned int kernel_streams(const struct usb *dev, unsigned int address)
{
	return dev->streams[queue_of((uint8_t)address)];
}

/* The number of streams that the endpoint offers; 0: not a bulk endpoint with streams. */
static unsigned int offered(const struct usb *dev, const uint8_t *endpoint)
{
	const uint8_t *companion =
		virtual_find_companion(dev->device->model, dev->configuration, endpoint);
	unsigned int exponent = companion ? companion[3] & 0x1fU : 0;

	if ((endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) != CUSB_ENDPOINT_TYPE_BULK || exponent == 0)
		return 0;
	return 1U << (exponent < 16 ? exponent : 16);
}

/*
 * All endpoints must exist now, and belong to one interface, which is claimed. Returns its number.
 */
static int parse(struct file *file, const struct usbdevfs_streams *streams)
{
	struct usb *dev = file->inode.dev;
	int first = -1;

	if (streams->num_eps < 1 || streams->num_eps > ENDPOINTS_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < streams->num_eps; i++) {
		int number;

		if (!kernel_endpoint(dev, streams->eps[i]))
			return -EINVAL;
		number = i == 0 ? kernel_check_endpoint_claim(file, streams->eps[i])
				: kernel_interface_of(dev, streams->eps[i]);
		if (number < 0)
			return number;
		if (i > 0 && number != first)
			return -EINVAL;
		first = number;
	}
	return first;
}

/*
 * The number of streams that all endpoints can have; -EINVAL: one has none to offer, or has some.
 */
static int most_for_all(const struct usb *dev, const struct usbdevfs_streams *streams)
{
	unsigned int most = streams->num_streams;

	if (dev->device->model->speed < CUSB_SPEED_SUPER)
		return -EINVAL;
	for (unsigned int i = 0; i < streams->num_eps; i++) {
		unsigned int n = offered(dev, kernel_endpoint(dev, streams->eps[i]));

		if (n == 0 || kernel_streams(dev, streams->eps[i]))
			return -EINVAL;
		if (n < most)
			most = n;
	}
	return (int)most;
}

int ioctl_alloc_streams(struct file *file, void *arg)
{
	const struct usbdevfs_streams *streams = arg;
	struct usb *dev = file->inode.dev;
	int number, n;

	if (streams->num_streams < 2 || streams->num_streams > STREAMS_MAX)
		return -EINVAL;
	number = parse(file, streams);
	if (number < 0)
		return number;
	async_kill(file, number);
	n = most_for_all(dev, streams);
	for (unsigned int i = 0; n > 0 && i < streams->num_eps; i++)
		dev->streams[queue_of(streams->eps[i])] = (unsigned int)n;
	return n;
}

int ioctl_free_streams(struct file *file, void *arg)
{
	const struct usbdevfs_streams *streams = arg;
	struct usb *dev = file->inode.dev;
	int number = parse(file, streams);

	if (number < 0)
		return number;
	async_kill(file, number);
	for (unsigned int i = 0; i < streams->num_eps; i++)
		if (kernel_streams(dev, streams->eps[i]) == 0)
			return -EINVAL;
	for (unsigned int i = 0; i < streams->num_eps; i++)
		dev->streams[queue_of(streams->eps[i])] = 0;
	return 0;
}
