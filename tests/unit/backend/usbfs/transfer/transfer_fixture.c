/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "backend/usbfs/transfer/transfer_fixture.h"

const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
				      .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
				      .wMaxPacketSize = 512,
				      .interface = &sk_interface};
const struct cusb_endpoint bulk_out = {.bEndpointAddress = 0x01,
				       .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
				       .wMaxPacketSize = 512,
				       .interface = &sk_interface};
const struct cusb_endpoint interrupt_in = {.bEndpointAddress = 0x81,
					   .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
					   .wMaxPacketSize = 64,
					   .interface = &sk_interface};

struct cusb_transfer transfer, transfers[5], *reaped;
char *data;

void transfer_begin(void)
{
	usbfs_begin_session();
	memset(&transfer, 0, sizeof transfer);
	memset(transfers, 0, sizeof transfers);
	reaped = NULL;
	data = calloc(1, MIB);
}

void transfer_end(void)
{
	usbfs_end();
	free(data);
}

int run(const struct cusb_endpoint *ep, size_t length, int timeout_ms)
{
	transfer = (struct cusb_transfer){.bEndpointAddress = ep->bEndpointAddress,
					  .data = data,
					  .length = length,
					  .flags = transfer.flags,
					  .actual_length = 99};
	state_of(&transfer)->timeout_ms = timeout_ms;
	return sk_transfer(sk, ep, &transfer);
}

static int submit_one(size_t i, const struct cusb_endpoint *ep, size_t length, int timeout_ms)
{
	transfers[i].bEndpointAddress = ep->bEndpointAddress;
	transfers[i].data = data + i * 64;
	transfers[i].length = length;
	state_of(&transfers[i])->timeout_ms = timeout_ms;
	return sk_submit_transfer(sk, ep, &transfers[i]);
}

int submit(size_t i, int timeout_ms)
{
	return submit_one(i, &bulk_in, 64, timeout_ms);
}

void submit_all(size_t count, int timeout_ms)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(submit(i, timeout_ms), 0);
}

void submit_to(size_t i, const struct cusb_endpoint *ep, size_t length)
{
	ck_assert_int_eq(submit_one(i, ep, length, 0), 0);
}

void check_reaped(size_t i, int timeout_ms, int status, size_t actual_length)
{
	ck_assert_int_eq(cusb_reap(object, timeout_ms, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfers[i]);
	ck_assert_int_eq(reaped->status, status);
	ck_assert_uint_eq(reaped->actual_length, actual_length);
}

const struct sk_urb *urb_at(size_t i)
{
	return &sk_ioctl_at(sk, i)->arg.urb;
}
