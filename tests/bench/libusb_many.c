/* SPDX-License-Identifier: MIT */
/* Many devices at once, each with one interrupt read in flight. */
#include <libusb-1.0/libusb.h>
#include <stdio.h>

#include "bench.h"

static libusb_device_handle *handles[BENCH_MANY_MAX];
static struct libusb_transfer *reads[BENCH_MANY_MAX];
static unsigned int opened;
static struct {
	unsigned int to_come;
	int err;
} run;

static int fail(const char *what, int err)
{
	fprintf(stderr, "libusb: %s: %s\n", what, libusb_strerror(err));
	return -1;
}

static void LIBUSB_CALL read_again(struct libusb_transfer *transfer)
{
	if (transfer->status == LIBUSB_TRANSFER_CANCELLED)
		return;
	run.to_come--;
	run.err = transfer->status == LIBUSB_TRANSFER_COMPLETED ? libusb_submit_transfer(transfer)
								: LIBUSB_ERROR_IO;
}

static int begin_read(libusb_device *device, unsigned char *data, size_t length)
{
	libusb_device_handle **to = &handles[opened];
	int err = libusb_open(device, to);

	if (err)
		return err;
	err = libusb_claim_interface(*to, 0);
	reads[opened] = libusb_alloc_transfer(0);
	if (err || !reads[opened])
		return err ? err : LIBUSB_ERROR_NO_MEM;
	libusb_fill_interrupt_transfer(reads[opened], *to, 0x81, data, (int)length, read_again,
				       NULL, 0);
	return libusb_submit_transfer(reads[opened++]);
}

int stack_open_many(unsigned int idProduct, void *data, size_t length)
{
	struct libusb_device_descriptor descriptor;
	libusb_device **list;
	ssize_t count;
	int err = libusb_init(NULL);

	if (err)
		return fail("init", err);
	count = libusb_get_device_list(NULL, &list);
	for (ssize_t i = 0; i < count && err == 0 && opened < BENCH_MANY_MAX; i++) {
		libusb_get_device_descriptor(list[i], &descriptor);
		if (descriptor.idVendor == BENCH_VENDOR && descriptor.idProduct == idProduct)
			err = begin_read(list[i], (unsigned char *)data + opened * length, length);
	}
	libusb_free_device_list(list, 1);
	return err ? fail("open", err) : 0;
}

int stack_serve(unsigned int count)
{
	for (run.to_come = count; (int)run.to_come > 0 && run.err == 0;)
		run.err = libusb_handle_events(NULL);
	return run.err ? fail("serve", run.err) : 0;
}

void stack_close_many(void)
{
	for (unsigned int i = 0; i < opened; i++)
		libusb_cancel_transfer(reads[i]);
	for (unsigned int i = 0; i < opened; i++)
		libusb_close(handles[i]);
	libusb_exit(NULL);
}
