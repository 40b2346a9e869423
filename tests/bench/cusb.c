/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include <cusb/cusb.h>

#include "bench.h"
#include "find_device.h"

static struct cusb_device *device;
static unsigned int seen;

static int fail(const char *what, int err)
{
	fprintf(stderr, "cusb: %s: %s\n", what, cusb_strerror(err));
	return -1;
}

/* A program for devices of servers has another one, in remote.c. */
__attribute__((weak)) int find_device(unsigned int idProduct, struct cusb_device **found)
{
	return cusb_find(CUSB_MATCH(idVendor, BENCH_VENDOR, idProduct, idProduct), found);
}

int stack_open(unsigned int idProduct, unsigned int alternate)
{
	int err = find_device(idProduct, &device);

	if (err == 0)
		err = cusb_claim_interface(device, 0);
	if (err == 0 && alternate)
		err = cusb_set_altsetting(device, 0, (int)alternate);
	return err < 0 ? fail("open", err) : 0;
}

void stack_close(void)
{
	cusb_device_free(device);
}

int stack_bulk(unsigned int endpoint, void *data, size_t length)
{
	ssize_t n = endpoint & CUSB_ENDPOINT_IN
			    ? cusb_read(device, endpoint, data, length, BENCH_TIMEOUT_MS)
			    : cusb_write(device, endpoint, data, length, BENCH_TIMEOUT_MS);

	return n == (ssize_t)length ? 0 : fail("bulk", (int)n);
}

int stack_control(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		  void *data, size_t length)
{
	ssize_t n = cusb_ctrl_transfer(device, bmRequestType, bRequest, wValue, 0, data, length,
				       BENCH_TIMEOUT_MS);

	return n == (ssize_t)length ? 0 : fail("control", (int)n);
}

/* Whether a transfer went as it should; it is then in flight again as long as there is more to do.
 */
static int carry_on(struct cusb_transfer *transfer, unsigned int *to_submit)
{
	int err = transfer->status;

	if (err == 0 && (transfer->actual_length != transfer->length || transfer->error_count))
		return -EREMOTEIO;
	if (err == 0 && *to_submit > 0) {
		(*to_submit)--;
		err = cusb_submit(device, transfer);
	}
	return err;
}

static int pump(struct cusb_transfer **transfers, unsigned int depth, unsigned int count)
{
	struct cusb_transfer *done;
	unsigned int to_submit = count;
	int err = 0;

	for (unsigned int i = 0; i < depth && to_submit > 0 && err == 0; i++, to_submit--)
		err = cusb_submit(device, transfers[i]);
	for (; count > 0 && err == 0; count--) {
		err = cusb_reap(device, CUSB_NO_TIMEOUT, &done);
		if (err == 0)
			err = carry_on(done, &to_submit);
	}
	return err < 0 ? fail("queue", err) : 0;
}

int stack_stream(unsigned int endpoint, void *data, size_t length, unsigned int depth,
		 unsigned int count)
{
	static struct cusb_transfer transfers[BENCH_DEPTH_MAX];
	struct cusb_transfer *all[BENCH_DEPTH_MAX];

	for (unsigned int i = 0; i < depth; i++) {
		transfers[i].bEndpointAddress = endpoint;
		transfers[i].data = (unsigned char *)data + i * length;
		transfers[i].length = length;
#ifdef CUSB_MORE /* the base has no such flag */
		transfers[i].flags = CUSB_MORE;
#endif
		all[i] = &transfers[i];
	}
	return pump(all, depth, count);
}

int stack_iso(unsigned int endpoint, void *data, unsigned int depth, unsigned int count)
{
	struct cusb_transfer *all[BENCH_DEPTH_MAX];
	const size_t length = BENCH_ISO_PACKETS * BENCH_ISO_PACKET;
	int err;

	for (unsigned int i = 0; i < depth; i++) {
		all[i] = cusb_transfer_new(BENCH_ISO_PACKETS);
		if (!all[i])
			return fail("queue", -ENOMEM);
		all[i]->bEndpointAddress = endpoint;
		all[i]->data = (unsigned char *)data + i * length;
		all[i]->length = length;
		cusb_transfer_fill_packets(all[i], BENCH_ISO_PACKET);
	}
	err = pump(all, depth, count);
	for (unsigned int i = 0; i < depth; i++)
		cusb_transfer_free(all[i]);
	return err;
}

int stack_list(void)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(NULL, &list);

	if (count < 0)
		return fail("list", (int)count);
	for (ssize_t i = 0; i < count; i++)
		seen += list[i]->idVendor ^ list[i]->idProduct;
	cusb_free_list(list);
	return (int)count;
}
