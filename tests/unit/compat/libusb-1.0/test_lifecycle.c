/* SPDX-License-Identifier: MIT */
/* Nothing is left behind: no memory, which a leak checker sees, and no open file. */
#include <string.h>

#include <cusb/core.h>
#include <cusb/usbfs.h>

#include "compat/libusb-1.0/context.h"
#include "fail_alloc.h"
#include "unit.h"
#include "virtual/kernel/kernel.h"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static int calls;

static void begin(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1"), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-2"), 0);
	cusb_set_default_backend(backend);
	calls = 0;
	ck_assert_int_eq(libusb_init(NULL), 0);
}

static void end(void)
{
	ck_assert_uint_eq(virtual_kernel_open_fds(kernel), 0);
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

FIXTURE(begin, end)

static void count(struct libusb_transfer *transfer)
{
	(void)transfer;
	calls++;
}

static libusb_device_handle *open_device(uint16_t product)
{
	libusb_device_handle *handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, product);

	ck_assert_ptr_nonnull(handle);
	ck_assert_int_eq(libusb_claim_interface(handle, 0), 0);
	return handle;
}

static struct libusb_transfer *submit(libusb_device_handle *handle, unsigned char endpoint)
{
	static unsigned char data[64];
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);

	libusb_fill_bulk_transfer(transfer, handle, endpoint, data, sizeof data, count, NULL, 0);
	ck_assert_int_eq(libusb_submit_transfer(transfer), 0);
	return transfer;
}

CASE(list_and_descriptors)
{
	struct libusb_config_descriptor *config;
	libusb_device **list;

	ck_assert_int_eq(libusb_get_device_list(NULL, &list), 3);
	ck_assert_int_eq(libusb_get_active_config_descriptor(list[0], &config), 0);
	libusb_free_config_descriptor(config);
	libusb_free_device_list(list, 1);
	libusb_exit(NULL);
}

/* What a program needs to be told of events is made when it asks for that. */
CASE(context_that_only_lists_has_no_open_file)
{
	libusb_device **list;

	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(libusb_get_device_list(NULL, &list), 3);
		libusb_free_device_list(list, 1);
	}
	ck_assert_uint_eq(virtual_kernel_open_fds(kernel), 0);
	libusb_exit(NULL);
}

CASE(device_that_is_freed_after_the_exit)
{
	libusb_device **list;

	ck_assert_int_eq(libusb_get_device_list(NULL, &list), 3);
	libusb_exit(NULL);
	libusb_free_device_list(list, 1);
}

CASE(transfers_of_all_ends)
{
	libusb_device_handle *handle = open_device(1);
	struct libusb_transfer *done = submit(handle, 0x01), *cancelled = submit(handle, 0x82);
	struct libusb_transfer *again;

	ck_assert_int_eq(libusb_cancel_transfer(cancelled), 0);
	while (calls < 2)
		ck_assert_int_eq(libusb_handle_events(NULL), 0);
	libusb_free_transfer(done);
	libusb_free_transfer(cancelled);
	again = submit(handle, 0x82);
	libusb_close(handle);
	libusb_free_transfer(again);
	libusb_exit(NULL);
}

CASE(transfer_that_is_freed_in_flight_and_dropped)
{
	libusb_device_handle *handle = open_device(3);

	libusb_free_transfer(submit(handle, 0x81));
	libusb_close(handle);
	libusb_exit(NULL);
	ck_assert_int_eq(calls, 0);
}

CASE(handle_and_transfer_that_are_freed_after_the_exit)
{
	libusb_device_handle *handle = open_device(3);
	struct libusb_transfer *transfer = submit(handle, 0x81);

	libusb_exit(NULL);
	ck_assert_ptr_null(transfer->dev_handle);
	libusb_close(handle);
	libusb_free_transfer(transfer);
}

/* A thread of the parent that had the lock of events, and another one in a synchronous call. */
CASE(forked_child_waits_for_no_thread_of_its_parent)
{
	libusb_device_handle *handle = open_device(3);
	struct libusb_context *ctx = context_of(NULL);

	ctx->handler = &kernel;
	ctx->synchronous = 1;
	ctx->process = 0;
	libusb_close(handle);
	libusb_exit(NULL);
}

static int keep(libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event, void *user)
{
	(void)ctx;
	(void)dev;
	(void)event;
	(void)user;
	return 0;
}

CASE(hotplug_events_that_are_not_handled)
{
	libusb_device **list;

	ck_assert_int_eq(libusb_hotplug_register_callback(NULL, 3, 0, -1, -1, -1, keep, NULL, NULL),
			 0);
	cusb_virtual_unplug(kernel, "1-1");
	ck_assert_int_eq(libusb_get_device_list(NULL, &list), 2);
	libusb_free_device_list(list, 1);
	libusb_exit(NULL);
}

CASE(descriptors_for_a_loop)
{
	libusb_device_handle *handle = open_device(1);

	libusb_free_pollfds(libusb_get_pollfds(NULL));
	libusb_close(handle);
	libusb_exit(NULL);
}

/* ---- no memory ------------------------------------------------------------------------------- */

/* All that a program does, as far as there is memory for it. Returns the first error. */
static int use_all(void)
{
	struct libusb_config_descriptor *config;
	struct libusb_transfer *transfer = NULL;
	libusb_device_handle *handle = NULL;
	libusb_context *ctx = NULL;
	libusb_device **list;
	ssize_t count;
	int err = libusb_init(&ctx);

	if (err < 0)
		return err;
	err = libusb_hotplug_register_callback(ctx, 3, 0, -1, -1, -1, keep, NULL, NULL);
	count = libusb_get_device_list(ctx, &list);
	if (count < 0)
		err = (int)count;
	if (count > 0 && err == 0)
		err = libusb_open(list[0], &handle);
	if (count > 0 && err == 0)
		err = libusb_get_config_descriptor(list[0], 0, &config);
	if (count > 0 && err == 0)
		libusb_free_config_descriptor(config);
	if (count >= 0)
		libusb_free_device_list(list, 1);
	if (handle)
		transfer = libusb_alloc_transfer(3);
	if (handle && !transfer)
		err = LIBUSB_ERROR_NO_MEM;
	libusb_free_pollfds(libusb_get_pollfds(ctx));
	libusb_free_transfer(transfer);
	libusb_close(handle);
	libusb_exit(ctx);
	return err;
}

CASE(without_memory_each_call_fails_and_leaves_nothing)
{
	int err = 0;
	bool failed = true;

	libusb_exit(NULL);
	for (unsigned int nth = 1; failed; nth++) {
		fail_alloc_start(nth);
		err = use_all();
		failed = fail_alloc_stop();
		ck_assert_uint_eq(virtual_kernel_open_fds(kernel), 0);
	}
	ck_assert_int_eq(err, 0);
}

static int list(void)
{
	libusb_device **devices;
	ssize_t count = libusb_get_device_list(NULL, &devices);

	if (count >= 0)
		libusb_free_device_list(devices, 1);
	return count < 0 ? (int)count : 0;
}

static int handle_events(void)
{
	struct timeval now = {0, 0};

	return libusb_handle_events_timeout(NULL, &now);
}

static int register_function(void)
{
	return libusb_hotplug_register_callback(NULL, 3, 0, -1, -1, -1, keep, NULL, NULL);
}

static int get_pollfds(void)
{
	const struct libusb_pollfd **descriptors = libusb_get_pollfds(NULL);

	libusb_free_pollfds(descriptors);
	return descriptors ? 0 : LIBUSB_ERROR_NO_MEM;
}

/* Each makes what the context does not have yet. */
static int (*const firsts[])(void) = {list, handle_events, register_function, get_pollfds};

CASE_PER_ROW(first_call_without_memory_says_so_and_can_be_repeated, firsts)
{
	bool failed = true;

	for (unsigned int nth = 1; failed; nth++) {
		int err;

		fail_alloc_start(nth);
		err = firsts[_i]();
		failed = fail_alloc_stop();
		ck_assert_int_eq(err, failed ? LIBUSB_ERROR_NO_MEM : 0);
	}
	libusb_exit(NULL);
}
