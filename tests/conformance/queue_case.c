/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "queue_case.h"

struct cusb_transfer *transfer_begin(unsigned int bEndpointAddress, size_t length,
				     unsigned int seed)
{
	struct cusb_transfer *transfer = cusb_transfer_new(0);

	CHECK(transfer);
	transfer->bEndpointAddress = bEndpointAddress;
	transfer->length = length;
	transfer->data = malloc(length ? length : 1);
	CHECK(transfer->data);
	if (bEndpointAddress & CUSB_ENDPOINT_IN)
		memset(transfer->data, 0, length);
	else
		fill(transfer->data, length, seed);
	return transfer;
}

void transfer_end(struct cusb_transfer *transfer)
{
	free(transfer->data);
	cusb_transfer_free(transfer);
}

struct cusb_transfer *submit(struct cusb_device *dev, unsigned int bEndpointAddress, size_t length,
			     unsigned int seed)
{
	struct cusb_transfer *transfer = transfer_begin(bEndpointAddress, length, seed);

	CHECK_OK(cusb_submit(dev, transfer));
	return transfer;
}

struct cusb_transfer *reap(struct cusb_device *dev)
{
	struct cusb_transfer *transfer = NULL;

	CHECK_OK(cusb_reap(dev, GUARD_MS, &transfer));
	CHECK(transfer);
	return transfer;
}

void check_reaped(const char *file, int line, struct cusb_device *dev,
		  struct cusb_transfer *transfer, int status, size_t actual_length)
{
	struct cusb_transfer *reaped = NULL;

	check_int(file, line, "cusb_reap", cusb_reap(dev, GUARD_MS, &reaped), 0);
	if (reaped != transfer)
		check_failed(file, line, "it is the transfer that is due");
	check_int(file, line, "status", reaped->status, status);
	check_int(file, line, "actual_length", (long long)reaped->actual_length,
		  (long long)actual_length);
}

void check_none_left(struct cusb_device *dev)
{
	struct cusb_transfer *transfer;

	CHECK_INT(cusb_in_flight(dev), 0);
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &transfer), -ENODATA);
	CHECK_INT(cusb_reap(dev, CUSB_NO_TIMEOUT, &transfer), -ENODATA);
	CHECK_INT(cusb_poll_timeout(dev), -1);
}

void check_data(const struct cusb_transfer *transfer, size_t length, unsigned int seed)
{
	static unsigned char want[1 << 20];

	CHECK(length <= sizeof want);
	fill(want, length, seed);
	CHECK_BYTES(transfer->data, want, length);
}
