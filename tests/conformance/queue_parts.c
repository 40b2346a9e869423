/* SPDX-License-Identifier: MIT */
/*
 * Transfers that the host does not take at once: they go in parts, with a host that can queue parts
 * and with one that cannot, and nobody notices.
 */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "queue_case.h"
#include "seam.h"

#define WHY "the real kernel's limits and capabilities are what they are"

#define LIMIT	65536
#define WITHOUT 0x1fd /* capabilities without BULK_CONTINUATION */
#define WITH	0x1ff
#define LENGTH	300000

static struct cusb_device *plug_limited(uint32_t capabilities)
{
	struct cusb_device *dev = plug_loopback();

	virtual_kernel_set_capabilities(world.kernel, capabilities);
	virtual_kernel_limit_urb(world.kernel, LIMIT);
	return dev;
}

/* Both ways, one after the other. */
static void with_and_without(void (*check)(struct cusb_device *dev))
{
	static const uint32_t capabilities[] = {WITH, WITHOUT};

	for (size_t i = 0; i < 2; i++) {
		struct cusb_device *dev = plug_limited(capabilities[i]);

		check(dev);
		check_none_left(dev);
		cusb_device_free(dev);
	}
}

static void check_both_ways(struct cusb_device *dev)
{
	for (size_t length = LENGTH; length < LENGTH + 3; length++)
		check_loopback(dev, 0x01, 0x81, length);
	check_loopback(dev, 0x01, 0x81, 4 * LIMIT + 512);
	check_loopback(dev, 0x01, 0x81, 4 * LIMIT - 1);
}

CASE_ONLY(sync_transfers_in_parts, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_both_ways);
}

static void check_queued(struct cusb_device *dev)
{
	struct cusb_transfer *in = submit(dev, 0x81, LENGTH + 1, 0);
	struct cusb_transfer *out = submit(dev, 0x01, LENGTH, 7);

	for (int i = 0; i < 2; i++) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK_OK(transfer->status);
		CHECK_INT(transfer->actual_length, LENGTH);
	}
	check_data(in, LENGTH, 7);
	transfer_end(in);
	transfer_end(out);
}

CASE_ONLY(queued_transfers_in_parts, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_queued);
}

static const size_t message_lengths[] = {1,	    511,       512 + 1,		  LIMIT / 2 + 100,
					 LIMIT - 1, LIMIT + 1, 3 * LIMIT / 2 + 3, 100};
#define MESSAGES (sizeof message_lengths / sizeof message_lengths[0])

/* A short packet ends a read in the middle of its parts; the next message is for the next read. */
static void check_short(struct cusb_device *dev)
{
	static char got[LENGTH];
	struct cusb_transfer *out;

	for (unsigned int i = 0; i < MESSAGES; i++) {
		out = transfer_begin(0x01, message_lengths[i], i);
		CHECK_OK(cusb_transfer_run(dev, out));
		transfer_end(out);
	}
	for (unsigned int i = 0; i < MESSAGES; i++) {
		struct cusb_transfer want = {.data = got};

		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), message_lengths[i]);
		check_data(&want, message_lengths[i], i);
	}
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, 30), -ETIMEDOUT);
}

CASE_ONLY(short_packets_in_the_middle_of_parts, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_short);
}

/* Reads that are queued behind one in parts get what comes after it. */
static void check_order(struct cusb_device *dev)
{
	struct cusb_transfer *in[MESSAGES], *out[MESSAGES];
	size_t ins = 0;

	for (size_t i = 0; i < MESSAGES; i++)
		in[i] = submit(dev, 0x81, i % 3 == 2 ? message_lengths[i] + 1 : LENGTH, 0);
	for (unsigned int i = 0; i < MESSAGES; i++)
		out[i] = submit(dev, 0x01, message_lengths[i], i);
	for (size_t i = 0; i < 2 * MESSAGES; i++) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK_OK(transfer->status);
		if (transfer->bEndpointAddress == 0x01)
			continue;
		CHECK(transfer == in[ins]);
		CHECK_INT(transfer->actual_length, message_lengths[ins]);
		check_data(transfer, message_lengths[ins], (unsigned int)ins);
		ins++;
	}
	for (size_t i = 0; i < MESSAGES; i++) {
		transfer_end(in[i]);
		transfer_end(out[i]);
	}
}

CASE_ONLY(transfers_behind_one_in_parts_keep_their_order, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_order);
}

/* The first writes the first message in parts, the rest must not come in between. */
static void check_writes(struct cusb_device *dev)
{
	struct cusb_transfer *out[4], *in;

	for (unsigned int i = 0; i < 4; i++)
		out[i] = submit(dev, 0x01, i % 2 ? 100 : LENGTH + i, i);
	for (unsigned int i = 0; i < 4; i++)
		CHECK_REAPED(dev, out[i], 0, i % 2 ? 100 : LENGTH + i);
	for (unsigned int i = 0; i < 4; i++) {
		in = transfer_begin(0x81, 2 * LENGTH, 0);
		CHECK_OK(cusb_transfer_run(dev, in));
		CHECK_INT(in->actual_length, i % 2 ? 100 : LENGTH + i);
		check_data(in, in->actual_length, i);
		transfer_end(in);
		transfer_end(out[i]);
	}
}

CASE_ONLY(writes_behind_one_in_parts_keep_their_order, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_writes);
}

static void check_zero_packet(struct cusb_device *dev)
{
	struct cusb_transfer *out = transfer_begin(0x01, 4 * LIMIT, 3);
	struct cusb_transfer *in = submit(dev, 0x81, 8 * LIMIT, 0);

	out->flags = CUSB_ZERO_PACKET;
	CHECK_OK(cusb_transfer_run(dev, out));
	CHECK_REAPED(dev, in, 0, 4 * LIMIT);
	check_data(in, 4 * LIMIT, 3);
	transfer_end(in);
	transfer_end(out);
}

CASE_ONLY(a_zero_packet_comes_after_the_last_part_only, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_zero_packet);
}

static void check_cancelled(struct cusb_device *dev)
{
	struct cusb_transfer *in = submit(dev, 0x81, LENGTH, 0);
	struct cusb_transfer *held = submit(dev, 0x81, 512, 0), *later = submit(dev, 0x81, 512, 0);

	/* As many packets as make half a part: it has not ended with a short one. */
	CHECK_INT(cusb_write(dev, 0x01, in->data, 16384, GUARD_MS), 16384);
	CHECK_OK(cusb_cancel(dev, held));
	CHECK_REAPED(dev, held, -ECANCELED, 0);
	CHECK_OK(cusb_cancel(dev, in));
	CHECK_REAPED(dev, in, -ECANCELED, 16384);
	CHECK_INT(cusb_write(dev, 0x01, "next", 4, GUARD_MS), 4);
	CHECK_REAPED(dev, later, 0, 4);
	transfer_end(in);
	transfer_end(held);
	transfer_end(later);
}

CASE_ONLY(cancelling_one_in_parts, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_cancelled);
}

static void check_timeout(struct cusb_device *dev)
{
	struct cusb_transfer *in = transfer_begin(0x81, LENGTH, 0);
	struct cusb_transfer *held = transfer_begin(0x81, 512, 0);

	in->timeout_ms = 60;
	held->timeout_ms = 30;
	CHECK_OK(cusb_submit(dev, in));
	CHECK_OK(cusb_submit(dev, held));
	CHECK_INT(cusb_write(dev, 0x01, in->data, LIMIT + 512, GUARD_MS), LIMIT + 512);
	CHECK_REAPED(dev, held, -ETIMEDOUT, 0);
	CHECK_REAPED(dev, in, -ETIMEDOUT, LIMIT + 512);
	CHECK_OK(cusb_submit(dev, in));
	cusb_close(dev);
	CHECK_REAPED(dev, in, -ECANCELED, 0);
	transfer_end(in);
	transfer_end(held);
}

CASE_ONLY(time_limits_of_those_in_parts, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_timeout);
}

static void check_closed(struct cusb_device *dev)
{
	struct cusb_transfer *in = submit(dev, 0x81, LENGTH, 0), *held = submit(dev, 0x81, 512, 0);

	cusb_close(dev);
	for (int i = 0; i < 2; i++)
		CHECK_INT(reap(dev)->status, -ECANCELED);
	transfer_end(in);
	transfer_end(held);
}

CASE_ONLY(closing_with_parts_in_flight, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_closed);
}

CASE_ONLY(unplugging_with_parts_in_flight, WORLD_VIRTUAL, WHY)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *in, *held;

	virtual_kernel_limit_urb(world.kernel, LIMIT);
	in = submit(dev, 0x81, LENGTH, 0);
	held = submit(dev, 0x81, 512, 0);
	world_unplug(name);
	for (int i = 0; i < 2; i++)
		CHECK_INT(reap(dev)->status, -ENODEV);
	check_none_left(dev);
	transfer_end(in);
	transfer_end(held);
	cusb_device_free(dev);
}

/* The kernel ends the newer part first. */
static void check_reset_by_another(struct cusb_device *dev)
{
	struct cusb_device *other = find_again(dev);
	struct cusb_transfer *in = submit(dev, 0x81, LENGTH, 0), *held = submit(dev, 0x81, 512, 0);

	CHECK_INT(cusb_write(dev, 0x01, in->data, LIMIT + 512, GUARD_MS), LIMIT + 512);
	CHECK_OK(cusb_reset(other));
	CHECK_REAPED(dev, in, -ESHUTDOWN, LIMIT + 512);
	cusb_close(dev);
	CHECK_REAPED(dev, held, -ECANCELED, 0);
	check_loopback(dev, 0x01, 0x81, 100);
	transfer_end(in);
	transfer_end(held);
	cusb_device_free(other);
}

CASE_ONLY(another_program_resets_with_parts_in_flight, WORLD_VIRTUAL, WHY)
{
	with_and_without(check_reset_by_another);
}

CASE_ONLY(a_stall_in_the_middle_of_parts, WORLD_VIRTUAL, WHY)
{
	struct cusb_device *dev = plug("stall");
	struct cusb_transfer *out, *next;

	virtual_kernel_set_capabilities(world.kernel, WITH);
	virtual_kernel_limit_urb(world.kernel, LIMIT);
	out = submit(dev, 0x01, LENGTH, 0);
	next = submit(dev, 0x01, 10, 0);
	CHECK_REAPED(dev, out, -EPIPE, 0);
	CHECK_REAPED(dev, next, -EPIPE, 0);
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	check_none_left(dev);
	transfer_end(out);
	transfer_end(next);
	cusb_device_free(dev);
}

/* Transfers of 1 MiB until all of the kernel's 16 MiB are used, and beyond that in parts. */
CASE(more_than_the_kernel_has_memory_for)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in[64];
	size_t count = 0;
	int err = 0;

	while (err == 0 && count < 64) {
		in[count] = transfer_begin(0x81, 1 << 20, 0);
		err = cusb_submit(dev, in[count]);
		count += err == 0;
	}
	CHECK(count >= 15);
	CHECK(err == 0 || err == -ENOMEM);
	CHECK_INT(cusb_in_flight(dev), count);
	if (err == -ENOMEM)
		transfer_end(in[count]);
	cusb_close(dev);
	for (size_t i = 0; i < count; i++)
		CHECK_INT(reap(dev)->status, -ECANCELED);
	check_none_left(dev);
	for (size_t i = 0; i < count; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

static struct cusb_device *device;
static atomic_bool done;

static void *transfer_held_back(void *data)
{
	CHECK_INT(cusb_transfer_run(device, data), -ECANCELED);
	atomic_store(&done, true);
	return NULL;
}

/* It never was in the kernel, so nothing wakes the thread but a look of its own. */
CASE_ONLY(cancelling_a_sync_transfer_that_is_held_back, WORLD_VIRTUAL, WHY)
{
	struct cusb_transfer *first, *second = transfer_begin(0x81, 512, 0);
	pthread_t thread;

	device = plug_limited(WITHOUT);
	first = submit(device, 0x81, LENGTH, 0);
	CHECK_OK(pthread_create(&thread, NULL, transfer_held_back, second));
	sleep_ms(20);
	while (!atomic_load(&done)) {
		cusb_cancel(device, second);
		sleep_ms(5);
	}
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(cusb_in_flight(device), 1);
	CHECK_OK(cusb_cancel(device, first));
	CHECK_REAPED(device, first, -ECANCELED, 0);
	transfer_end(first);
	transfer_end(second);
	cusb_device_free(device);
}

static char logged[4096];

static void note(enum cusb_log_level level, const char *line, void *user)
{
	(void)user;
	if (level == CUSB_LOG_WARNING)
		strncat(logged, line, sizeof logged - strlen(logged) - 1);
}

/* The message says which limit it is, and where to raise it. */
CASE_NEEDS(memory_that_does_not_suffice_is_explained, NEED_NATIVE)
{
	struct cusb_backend *backend;
	struct cusb_device *dev = NULL;
	struct cusb_transfer *out = transfer_begin(0x01, 100000, 0);

	world_plug("loopback");
	backend = seam_begin();
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	cusb_set_log(CUSB_LOG_WARNING, note, NULL);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, 1, 1000, -ENOMEM);
	CHECK_INT(cusb_submit(dev, out), -ENOMEM);
	CHECK(strstr(cusb_error_text(-ENOMEM), "usbfs_memory_mb"));
	CHECK(strstr(logged, "/sys/module/usbcore/parameters/usbfs_memory_mb"));
	check_none_left(dev);
	transfer_end(out);
	cusb_device_free(dev);
	seam_end();
}
