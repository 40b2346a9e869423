/* SPDX-License-Identifier: MIT */
#include <libusb-1.0/libusb.h>
#include <stdbool.h>
#include <stdio.h>

#include "bench.h"

static libusb_device_handle *handle;
static unsigned int seen;

static int fail(const char *what, int err)
{
	fprintf(stderr, "libusb: %s: %s\n", what, libusb_strerror(err));
	return -1;
}

int stack_open(unsigned int idProduct, unsigned int alternate)
{
	int err = libusb_init(NULL);

	if (err)
		return fail("init", err);
	handle = libusb_open_device_with_vid_pid(NULL, BENCH_VENDOR, (uint16_t)idProduct);
	err = handle ? libusb_claim_interface(handle, 0) : LIBUSB_ERROR_NO_DEVICE;
	if (err == 0 && alternate)
		err = libusb_set_interface_alt_setting(handle, 0, (int)alternate);
	return err ? fail("open", err) : 0;
}

void stack_close(void)
{
	if (handle)
		libusb_close(handle);
	libusb_exit(NULL);
}

/* What the kernel has no memory for in one piece, a program has to read in smaller ones. */
int stack_bulk(unsigned int endpoint, void *data, size_t length)
{
	int piece = (int)length, left = piece, moved, err;
	unsigned char *at = data;

	while (left > 0) {
		if (piece > left)
			piece = left;
		err = libusb_bulk_transfer(handle, (unsigned char)endpoint, at, piece, &moved,
					   BENCH_TIMEOUT_MS);
		if (err == LIBUSB_ERROR_NO_MEM && piece > 16384) {
			piece /= 2;
			continue;
		}
		if (err || moved != piece)
			return fail("bulk", err);
		at += moved;
		left -= moved;
	}
	return 0;
}

int stack_control(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		  void *data, size_t length)
{
	int n = libusb_control_transfer(handle, (uint8_t)bmRequestType, (uint8_t)bRequest,
					(uint16_t)wValue, 0, data, (uint16_t)length,
					BENCH_TIMEOUT_MS);

	return n == (int)length ? 0 : fail("control", n);
}

struct run {
	unsigned int to_submit, to_come;
	int err;
};

static bool whole(const struct libusb_transfer *transfer)
{
	if (transfer->num_iso_packets == 0)
		return transfer->actual_length == transfer->length;
	for (int i = 0; i < transfer->num_iso_packets; i++) {
		if (transfer->iso_packet_desc[i].status != LIBUSB_TRANSFER_COMPLETED)
			return false;
	}
	return true;
}

static void LIBUSB_CALL carry_on(struct libusb_transfer *transfer)
{
	struct run *run = transfer->user_data;

	run->to_come--;
	if (transfer->status != LIBUSB_TRANSFER_COMPLETED || !whole(transfer)) {
		run->err = LIBUSB_ERROR_IO;
	} else if (run->to_submit > 0) {
		run->to_submit--;
		run->err = libusb_submit_transfer(transfer);
	}
}

static int pump(struct libusb_transfer **transfers, unsigned int depth, unsigned int count)
{
	struct run run = {.to_submit = count, .to_come = count};

	for (unsigned int i = 0; i < depth && run.to_submit > 0 && run.err == 0; i++) {
		transfers[i]->user_data = &run;
		run.to_submit--;
		run.err = libusb_submit_transfer(transfers[i]);
	}
	while (run.to_come > 0 && run.err == 0)
		run.err = libusb_handle_events(NULL);
	return run.err ? fail("queue", run.err) : 0;
}

/* The transfers are made once, as a program that streams would do. */
static struct libusb_transfer **made(unsigned int packets)
{
	static struct libusb_transfer *transfers[BENCH_DEPTH_MAX];

	for (int i = 0; i < BENCH_DEPTH_MAX && !transfers[i]; i++)
		transfers[i] = libusb_alloc_transfer((int)packets);
	return transfers;
}

int stack_stream(unsigned int endpoint, void *data, size_t length, unsigned int depth,
		 unsigned int count)
{
	struct libusb_transfer **transfers = made(0);

	for (unsigned int i = 0; i < depth; i++)
		libusb_fill_bulk_transfer(transfers[i], handle, (unsigned char)endpoint,
					  (unsigned char *)data + i * length, (int)length, carry_on,
					  NULL, 0);
	return pump(transfers, depth, count);
}

int stack_iso(unsigned int endpoint, void *data, unsigned int depth, unsigned int count)
{
	const int length = BENCH_ISO_PACKETS * BENCH_ISO_PACKET;
	struct libusb_transfer **transfers = made(BENCH_ISO_PACKETS);

	for (unsigned int i = 0; i < depth; i++) {
		libusb_fill_iso_transfer(transfers[i], handle, (unsigned char)endpoint,
					 (unsigned char *)data + i * (size_t)length, length,
					 BENCH_ISO_PACKETS, carry_on, NULL, 0);
		libusb_set_iso_packet_lengths(transfers[i], BENCH_ISO_PACKET);
	}
	return pump(transfers, depth, count);
}

int stack_list(void)
{
	libusb_context *context;
	libusb_device **list;
	ssize_t count;
	int err = libusb_init(&context);

	if (err)
		return fail("init", err);
	count = libusb_get_device_list(context, &list);
	for (ssize_t i = 0; i < count; i++) {
		struct libusb_device_descriptor descriptor;

		libusb_get_device_descriptor(list[i], &descriptor);
		seen += descriptor.idVendor ^ descriptor.idProduct;
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
	libusb_exit(context);
	return count < 0 ? fail("list", (int)count) : (int)count;
}
