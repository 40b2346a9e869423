/* SPDX-License-Identifier: MIT */
/* Bulk streams: which endpoints have them, and making them usable. */
#include <cusb/stream.h>

#include "core/active.h"
#include "core/answer.h"
#include "core/log.h"

#define STREAMS_MIN   2
#define STREAMS_MAX   65535
#define ENDPOINTS_MAX 30
#define COUNT_BITS    0x1f /* of the companion's bmAttributes: a power of two */

unsigned int cusb_streams_max(const struct cusb_endpoint *ep)
{
	unsigned int power = ep->ss_companion.bmAttributes & COUNT_BITS;

	if ((ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) != CUSB_ENDPOINT_TYPE_BULK ||
	    ep->ss_companion.bLength == 0 || power == 0)
		return 0;
	/* USB 3.2 9.6.7 allows at most 16; the highest three of 65536 ids are reserved. */
	return power >= 16 ? STREAMS_MAX : 1U << power;
}

static __attribute__((cold)) int refuse_without_streams(const struct device *dev,
							const struct cusb_endpoint *ep)
{
	return refuse(-EINVAL, "%s: endpoint %#04x has no streams", dev->public.name,
		      ep->bEndpointAddress);
}

static int check_length(size_t length)
{
	return length >= 1 && length <= ENDPOINTS_MAX
		       ? 0
		       : refuse(-EINVAL, "%zu endpoints: there can be 1 to %d", length,
				ENDPOINTS_MAX);
}

/* Checks before claiming: endpoints of two interfaces are refused, and no claim changes. */
static int check_locked(struct device *dev, const uint8_t *addresses, size_t length)
{
	const struct cusb_interface *intf = NULL;

	for (size_t i = 0; i < length; i++) {
		const struct cusb_endpoint *ep;
		int err;

		if (addresses[i] & RESERVED_ADDRESS_BITS)
			return refuse(-EINVAL, "%#x is not an endpoint address", addresses[i]);
		err = endpoint_find_locked(dev, addresses[i], &ep);
		if (err < 0)
			return err;
		if (cusb_streams_max(ep) == 0)
			return refuse_without_streams(dev, ep);
		if (intf && ep->interface != intf)
			return refuse(-EINVAL, "%s: endpoint %#04x is not of interface %d",
				      dev->public.name, addresses[i], intf->bInterfaceNumber);
		intf = ep->interface;
	}
	return 0;
}

/* A claim may change the alternate setting, so the endpoints are checked again. */
static int claim_for_locked(struct device *dev, const uint8_t *addresses, size_t length)
{
	unsigned int number = 0;
	int err = check_locked(dev, addresses, length);

	for (size_t i = 0; i < length && err == 0; i++) {
		const struct cusb_endpoint *ep;

		err = endpoint_claim_locked(dev, addresses[i], NULL, &ep);
		if (err == 0 && cusb_streams_max(ep) == 0)
			err = refuse_without_streams(dev, ep);
		if (err == 0)
			number = ep->interface->bInterfaceNumber;
	}
	/*
	 * The kernel would end these transfers. They would then look like ended by another program.
	 */
	if (err == 0)
		stop_interface_locked(dev, number);
	return err;
}

/* count 0 frees them. */
static int call_once_locked(struct device *dev, unsigned int count, const uint8_t *addresses,
			    size_t length)
{
	const struct cusb_stream_operations *streams = dev->backend->streams;
	int err = dev->by_hand ? device_open_locked(dev) : claim_for_locked(dev, addresses, length);

	if (err < 0)
		return err;
	if (count == 0)
		return streams->free(device_handle(dev), addresses, length);
	return answer_number(dev->backend, "alloc",
			     streams->alloc(device_handle(dev), count, addresses, length), count);
}

static int call_locked(struct device *dev, unsigned int count, const uint8_t *addresses,
		       size_t length)
{
	int result;

	if (!dev->backend->streams)
		return -ENOSYS;
	result = call_once_locked(dev, count, addresses, length);
	if (result < 0 && settings_refused(&dev->settings, result))
		result = call_once_locked(dev, count, addresses, length);
	return result;
}

int cusb_streams_alloc(struct cusb_device *public, unsigned int count, const uint8_t *addresses,
		       size_t length)
{
	struct device *dev = device_of(public);
	int result = check_length(length);

	if (result < 0)
		return result;
	if (count < STREAMS_MIN || count > STREAMS_MAX)
		return refuse(-EINVAL, "%u streams: there can be %d to %d", count, STREAMS_MIN,
			      STREAMS_MAX);
	device_enter(dev);
	result = device_leave(dev, call_locked(dev, count, addresses, length));
	/* Some host controller drivers accept the request and give 0 streams. */
	return result == 0 ? -ENOSYS : result;
}

int cusb_streams_free(struct cusb_device *public, const uint8_t *addresses, size_t length)
{
	struct device *dev = device_of(public);
	int err = check_length(length);

	if (err < 0)
		return err;
	device_enter(dev);
	err = device_leave(dev, call_locked(dev, 0, addresses, length));
	return err < 0 ? err : 0;
}
