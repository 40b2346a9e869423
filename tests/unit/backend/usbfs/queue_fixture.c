/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "backend/usbfs/queue_fixture.h"

const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
				      .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
				      .wMaxPacketSize = 512,
				      .interface = &sk_interface};

struct script_kernel *sk;
struct cusb_device *dev;
struct cusb_handle *handle;
struct cusb_transfer transfers[5], *reaped;
char data[5][64];

void queue_setup(void)
{
	sk = sk_new();
	handle = sk_open_session(sk);
	dev = sk_object(sk);
	memset(transfers, 0, sizeof transfers);
	reaped = NULL;
}

void queue_teardown(void)
{
	sk_free(sk);
}

int submit(size_t i, int timeout_ms)
{
	transfers[i].bEndpointAddress = 0x81;
	transfers[i].data = data[i];
	transfers[i].length = sizeof data[i];
	transfers[i].state.timeout_ms = timeout_ms;
	return sk_submit_transfer(sk, &bulk_in, &transfers[i]);
}

void submit_all(size_t count, int timeout_ms)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(submit(i, timeout_ms), 0);
}

void check_reaped(size_t i, int timeout_ms, int status, size_t actual_length)
{
	ck_assert_int_eq(cusb_reap(dev, timeout_ms, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfers[i]);
	ck_assert_int_eq(reaped->status, status);
	ck_assert_uint_eq(reaped->actual_length, actual_length);
}
