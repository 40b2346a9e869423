/* SPDX-License-Identifier: MIT */
/*
 * ALLOC_STREAMS, FREE_STREAMS.
 *
 * Kernel facts (devio.c, hcd.c, message.c, driver.c of 6.1): both end the caller's URBs on the
 * interface first. A host controller gives as many as the endpoint with the fewest has, of what was
 * asked for. Another alternate setting takes streams away, and so does unbinding usbfs, which a
 * reset does.
 */
#include <errno.h>

#include <linux/usbdevice_fs.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/driver.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/usbfs/urb.h"
#include "virtual/device/transaction.h"

#define ENDPOINTS_MAX 30
#define STREAMS_MAX   65536

unsigned int kernel_streams(const struct usb *dev, unsigned int address)
{
	return dev->streams[queue_of((uint8_t)address)];
}

void kernel_forget_streams(struct usb *dev, unsigned int number)
{
	const uint8_t *desc = kernel_interface(dev, number);

	while (desc && (desc = kernel_next(dev, desc)) && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= CUSB_ENDPOINT_DESC_SIZE)
			dev->streams[queue_of(desc[2])] = 0;
}

/* How many the endpoint offers; 0: not a bulk endpoint with streams. */
static unsigned int offered(const struct usb *dev, const uint8_t *endpoint)
{
	const uint8_t *companion =
		virtual_find_companion(dev->device->model, dev->configuration, endpoint);
	unsigned int exponent = companion ? companion[3] & 0x1fU : 0;

	if ((endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) != CUSB_ENDPOINT_TYPE_BULK || exponent == 0)
		return 0;
	return 1U << (exponent < 16 ? exponent : 16);
}

/* All endpoints must be there now, and of one interface, which is then claimed: its number. */
static int parse(struct file *file, const struct usbdevfs_streams *streams)
{
	struct usb *dev = file->place.dev;
	int first = -1;

	if (streams->num_eps < 1 || streams->num_eps > ENDPOINTS_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < streams->num_eps; i++) {
		int number, err;

		if (!kernel_endpoint(dev, streams->eps[i]))
			return -EINVAL;
		number = kernel_interface_of(dev, streams->eps[i]);
		if (number < 0)
			return number;
		if (i == 0) {
			err = kernel_check_claim(file, (unsigned int)number);
			if (err)
				return err;
			first = number;
		} else if (number != first) {
			return -EINVAL;
		}
	}
	return first;
}

/* How many streams each of the endpoints can have; -EINVAL when one can have none, or has some. */
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
	struct usb *dev = file->place.dev;
	int number, n;

	if (streams->num_streams < 2 || streams->num_streams > STREAMS_MAX)
		return -EINVAL;
	number = parse(file, streams);
	if (number < 0)
		return number;
	kernel_kill(file, number);
	n = most_for_all(dev, streams);
	for (unsigned int i = 0; n > 0 && i < streams->num_eps; i++)
		dev->streams[queue_of(streams->eps[i])] = (unsigned int)n;
	return n;
}

int ioctl_free_streams(struct file *file, void *arg)
{
	const struct usbdevfs_streams *streams = arg;
	struct usb *dev = file->place.dev;
	int number = parse(file, streams);

	if (number < 0)
		return number;
	kernel_kill(file, number);
	for (unsigned int i = 0; i < streams->num_eps; i++)
		if (kernel_streams(dev, streams->eps[i]) == 0)
			return -EINVAL;
	for (unsigned int i = 0; i < streams->num_eps; i++)
		dev->streams[queue_of(streams->eps[i])] = 0;
	return 0;
}
