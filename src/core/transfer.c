/* SPDX-License-Identifier: MIT */
/* Bulk and interrupt transfers: check, resolve, claim, then hand over to the backend. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>

#include "core/device.h"

#define LENGTH_MAX ((size_t)SSIZE_MAX)

/* Endpoint 0 is for cusb_ctrl_transfer(). */
static bool valid(const struct cusb_transfer *transfer)
{
	unsigned int address = transfer->bEndpointAddress;

	return address <= 0xff && !(address & RESERVED_ADDRESS_BITS) &&
	       (address & CUSB_ENDPOINT_ADDRESS_MASK) != 0 && transfer->length <= LENGTH_MAX &&
	       (transfer->data || transfer->length == 0);
}

static int check_type(const struct cusb_endpoint *ep)
{
	switch (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) {
	case CUSB_ENDPOINT_TYPE_CTRL:
		return -EINVAL;
	case CUSB_ENDPOINT_TYPE_ISO:
		return -ENOSYS;
	default:
		return 0;
	}
}

static int begin(struct device *dev, unsigned int address, const struct cusb_endpoint *only,
		 const struct cusb_endpoint **ep, struct opening **opening)
{
	int err;

	pthread_mutex_lock(&dev->lock);
	err = endpoint_claim_locked(dev, address, only, ep);
	if (err == 0)
		err = check_type(*ep);
	if (err == 0)
		err = opening_get_locked(dev, opening);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

static int run(struct device *dev, const struct cusb_endpoint *only, struct cusb_transfer *transfer)
{
	struct cusb_transfer job = *transfer;
	const struct cusb_endpoint *ep;
	struct opening *opening;
	int err;

	transfer->actual_length = 0;
	job.actual_length = 0;
	job.timeout_ms = timeout_resolve(dev, transfer->timeout_ms);
	if (job.timeout_ms < 0 || !valid(transfer))
		return -EINVAL;
	if (!dev->backend->transfer)
		return -ENOSYS;
	err = begin(dev, transfer->bEndpointAddress, only, &ep, &opening);
	if (err < 0)
		return err;
	err = dev->backend->transfer(opening->handle, ep, &job);
	opening_put(dev, opening);
	transfer->actual_length = job.actual_length;
	return err;
}

int cusb_transfer(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	return run(device_of(dev), NULL, transfer);
}

/* What came before a timeout counts as success. */
static ssize_t run_for_count(struct device *dev, const struct cusb_endpoint *only,
			     unsigned int direction, struct cusb_transfer *transfer)
{
	int err;

	if ((transfer->bEndpointAddress & CUSB_ENDPOINT_DIR_MASK) != direction)
		return -EINVAL;
	err = run(dev, only, transfer);
	if (err < 0 && !(err == -ETIMEDOUT && transfer->actual_length > 0))
		return err;
	return (ssize_t)transfer->actual_length;
}

ssize_t cusb_read(struct cusb_device *dev, unsigned int address, void *data, size_t length,
		  int timeout_ms)
{
	struct cusb_transfer transfer = {address, data, length, timeout_ms, 0};

	return run_for_count(device_of(dev), NULL, CUSB_ENDPOINT_IN, &transfer);
}

/* The struct serves both directions; what is written is only read from. */
static void *unconst(const void *data)
{
	return (void *)(uintptr_t)data;
}

ssize_t cusb_write(struct cusb_device *dev, unsigned int address, const void *data, size_t length,
		   int timeout_ms)
{
	struct cusb_transfer transfer = {address, unconst(data), length, timeout_ms, 0};

	return run_for_count(device_of(dev), NULL, CUSB_ENDPOINT_OUT, &transfer);
}

ssize_t cusb_endpoint_read(const struct cusb_endpoint *ep, void *data, size_t length,
			   int timeout_ms)
{
	struct cusb_transfer transfer = {ep->bEndpointAddress, data, length, timeout_ms, 0};

	return run_for_count(device_of(ep->interface->configuration->device), ep, CUSB_ENDPOINT_IN,
			     &transfer);
}

ssize_t cusb_endpoint_write(const struct cusb_endpoint *ep, const void *data, size_t length,
			    int timeout_ms)
{
	struct cusb_transfer transfer = {ep->bEndpointAddress, unconst(data), length, timeout_ms,
					 0};

	return run_for_count(device_of(ep->interface->configuration->device), ep, CUSB_ENDPOINT_OUT,
			     &transfer);
}
