/* SPDX-License-Identifier: MIT */
/*
 * Eight threads that open, transfer, cancel and close, and that begin and end contexts, while the
 * devices come and go.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "case.h"

#define THREADS	 8
#define ROUNDS	 60
#define CONTEXTS 16 /* of a thread */

static const uint16_t products[] = {LOOPBACK, NAK};
static atomic_bool stop;

/* Calls may fail in any way, as devices leave; nothing may hang or crash. */
static void transfer_and_cancel(libusb_device_handle *handle)
{
	unsigned char data[4][64] = {{0}};
	struct libusb_transfer *transfers[4];
	struct timeval moment = {0, 1000};
	int calls = 0, submitted = 0;

	for (int i = 0; i < 4; i++) {
		transfers[i] = bulk(handle, i % 2 ? 0x81 : 0x01, data[i], 64, &calls, 5);
		if (libusb_submit_transfer(transfers[i]) == 0)
			submitted++;
	}
	for (int i = 0; i < 2; i++)
		libusb_cancel_transfer(transfers[i]);
	while (__atomic_load_n(&calls, __ATOMIC_ACQUIRE) < submitted)
		CHECK_OK(libusb_handle_events_timeout(NULL, &moment));
	for (int i = 0; i < 4; i++)
		libusb_free_transfer(transfers[i]);
}

static void use(libusb_device_handle *handle, int round)
{
	struct libusb_transfer *dropped;
	static unsigned char kept[64];
	unsigned char data[64] = {0};
	static int calls;

	libusb_claim_interface(handle, 0);
	libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, 2);
	libusb_control_transfer(handle, 0x80, LIBUSB_REQUEST_GET_DESCRIPTOR, 0x100, 0, data, 18,
				round % 2 ? 0 : 100);
	libusb_bulk_transfer(handle, 0x81, data, sizeof data, NULL, 2);
	transfer_and_cancel(handle);
	dropped = bulk(handle, 0x82, kept, sizeof kept, &calls, 0);
	libusb_submit_transfer(dropped);
	libusb_close(handle);
	libusb_free_transfer(dropped);
}

static void *work(void *arg)
{
	size_t number = (size_t)arg;

	for (int round = 0; round < ROUNDS; round++) {
		libusb_device *dev = find(NULL, products[number % 2]);
		libusb_device_handle *handle;

		if (dev && libusb_open(dev, &handle) == 0)
			use(handle, round);
		libusb_unref_device(dev);
	}
	return NULL;
}

static int LIBUSB_CALL ignore(libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event,
			      void *user_data)
{
	(void)ctx;
	(void)dev;
	(void)event;
	(void)user_data;
	return 0;
}

static void *plug_and_unplug(void *arg)
{
	struct timeval moment = {0, 2000};

	(void)arg;
	while (!stop) {
		world_unplug("1-1");
		CHECK_OK(libusb_handle_events_timeout(NULL, &moment));
		world_plug("loopback", "1-1");
		CHECK_OK(libusb_handle_events_timeout(NULL, &moment));
	}
	return NULL;
}

CASE(threads_use_devices_that_come_and_go)
{
	pthread_t threads[THREADS], plug;

	world_plug("loopback", "1-1");
	world_plug("nak", "1-2");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_hotplug_register_callback(NULL, 3, 0, -1, -1, -1, ignore, NULL, NULL));
	CHECK_OK(pthread_create(&plug, NULL, plug_and_unplug, NULL));
	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, work, (void *)i));
	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	stop = true;
	CHECK_OK(pthread_join(plug, NULL));
	libusb_exit(NULL);
}

/* A device may leave at any time; as long as it is there it is the one that was listed. */
static void ask(libusb_device *dev)
{
	struct libusb_device_descriptor listed;
	libusb_device_handle *handle;
	unsigned char asked[18];
	int n;

	CHECK_OK(libusb_get_device_descriptor(dev, &listed));
	if (libusb_open(dev, &handle) != 0)
		return;
	n = libusb_get_descriptor(handle, LIBUSB_DT_DEVICE, 0, asked, sizeof asked);
	if (n >= 0) {
		CHECK_INT(n, 18);
		CHECK_INT(asked[10] | asked[11] << 8, listed.idProduct);
	}
	libusb_close(handle);
}

static void *begin_and_end(void *arg)
{
	(void)arg;
	for (int i = 0; i < 2 * CONTEXTS; i++) {
		libusb_context *own, *ctx;
		libusb_device *dev;

		/* Every other one is the default context. */
		CHECK_OK(libusb_init(i % 2 ? NULL : &own));
		ctx = i % 2 ? NULL : own;
		for (size_t product = 0; product < 2; product++) {
			dev = find(ctx, products[product]);
			if (dev)
				ask(dev);
			libusb_unref_device(dev);
		}
		libusb_exit(ctx);
	}
	return NULL;
}

CASE(threads_begin_and_end_contexts_while_devices_come_and_go)
{
	pthread_t threads[THREADS], plug;

	world_plug("loopback", "1-1");
	world_plug("nak", "1-2");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(pthread_create(&plug, NULL, plug_and_unplug, NULL));
	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, begin_and_end, NULL));
	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	stop = true;
	CHECK_OK(pthread_join(plug, NULL));
	libusb_exit(NULL);
}

static void *read_until_the_end(void *arg)
{
	unsigned char data[64];

	CHECK_ERROR(libusb_bulk_transfer(arg, 0x81, data, sizeof data, NULL, 0), NO_DEVICE);
	return NULL;
}

BETTER(exit_ends_the_synchronous_calls_of_other_threads, "the original uses freed memory")
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, read_until_the_end, handle));
	while (!libusb_event_handler_active(NULL))
		;
	libusb_exit(NULL);
	for (int i = 0; i < 3; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	libusb_close(handle);
}
