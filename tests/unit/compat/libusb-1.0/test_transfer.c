/* SPDX-License-Identifier: MIT */
/* Transfers that need a device of their own. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include <cusb/core.h>
#include <cusb/usbfs.h>
#include <cusb/virtual.h>

#include "compat/libusb-1.0/handle.h"
#include "unit.h"

#define MEBIBYTE (1 << 20)

/* 0x81 never has anything. */
static const char takes_all[] =
	"descriptors 12 01 00 02 00 00 00 40 fe ff 99 00 00 01 00 00 00 01\n"
	"  09 02 20 00 01 01 00 80 32\n"
	"  09 04 00 00 02 ff 00 00 00\n"
	"  07 05 01 02 00 02 00\n"
	"  07 05 81 02 00 02 00\n"
	"out 01 take\n";

static struct cusb_virtual_kernel *kernel;
static struct cusb_virtual_model *model;
static struct cusb_backend *backend;
static libusb_device_handle *handle;

static void begin(void)
{
	char why[128] = "";

	ck_assert_msg(cusb_virtual_parse(takes_all, why, sizeof why, &model) == 0, "%s", why);
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, model, "1-1"), 0);
	cusb_set_default_backend(backend);
	ck_assert_int_eq(libusb_init(NULL), 0);
	handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, 0x99);
	ck_assert_ptr_nonnull(handle);
}

static void end(void)
{
	libusb_close(handle);
	libusb_exit(NULL);
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
	cusb_virtual_model_free(model);
}

FIXTURE(begin, end)

/* The original asks the kernel for all of it at once, which has not that much. */
CASE(bulk_transfer_may_have_128_mebibytes)
{
	unsigned char *data = calloc(128, MEBIBYTE);
	int done = 0;

	ck_assert_ptr_nonnull(data);
	ck_assert_int_eq(libusb_bulk_transfer(handle, 0x01, data, 128 * MEBIBYTE, &done, 0), 0);
	ck_assert_int_eq(done, 128 * MEBIBYTE);
	free(data);
}

/* Each way to a transfer looks at its length before it looks at the data. */
CASE(negative_lengths_are_errors)
{
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);
	unsigned char data[8];

	ck_assert_int_eq(libusb_interrupt_transfer(handle, 0x01, data, -1, NULL, 10),
			 LIBUSB_ERROR_INVALID_PARAM);
	libusb_fill_bulk_transfer(transfer, handle, 0x01, data, -1, NULL, NULL, 0);
	ck_assert_int_eq(libusb_submit_transfer(transfer), LIBUSB_ERROR_INVALID_PARAM);
	libusb_free_transfer(transfer);
	ck_assert_ptr_null(libusb_alloc_transfer(-1));
}

static void *read_for_ever(void *result)
{
	unsigned char data[8];

	*(int *)result = libusb_bulk_transfer(handle, 0x81, data, sizeof data, NULL, 0);
	return NULL;
}

/* At first it waits without the lock of events, so closing does not wait for it. */
CASE(close_ends_a_synchronous_call_that_has_just_begun)
{
	for (int i = 0; i < 50; i++) {
		pthread_t reader;
		int result = 0;

		ck_assert_int_eq(pthread_create(&reader, NULL, read_for_ever, &result), 0);
		while (handle->in_flight == 0)
			sched_yield();
		libusb_close(handle);
		ck_assert_int_eq(pthread_join(reader, NULL), 0);
		ck_assert_int_eq(result, LIBUSB_ERROR_NO_DEVICE);
		handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, 0x99);
		ck_assert_ptr_nonnull(handle);
	}
}
