/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "stress.h"

#define DEPTH  12
#define LENGTH (4 * PACKET)
#define GUARD  0x77

enum { IDLE, IN_FLIGHT };

/*
 * A transfer, the device it is in flight on, and whether it is: from before cusb_submit() until it
 * has been looked at after cusb_reap(), which any thread may have been in.
 */
struct slot {
	struct cusb_transfer transfer;
	struct cusb_device *dev;
	atomic_int state;
	uint8_t data[LENGTH + 1];
};

/* Those of the worker that reaps, and those that have `complete`. */
static struct slot reaped[DEPTH], called[DEPTH];

struct tally tally;

static void count(atomic_ulong *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static void complete(struct cusb_device *dev, struct cusb_transfer *transfer);

static void prepare(struct slot *slot)
{
	static const unsigned int endpoints[] = {0x81, 0x82, 0x01, 0x02};
	struct cusb_transfer *transfer = &slot->transfer;
	bool control = random_below(8) == 0;

	transfer->bEndpointAddress = control ? 0 : endpoints[random_below(4)];
	transfer->length = control ? 8 + random_below(200) : (1 + random_below(4)) * PACKET;
	/* Without a time limit nothing but a cancel or the cable ends a read. */
	transfer->timeout_ms = random_below(3) ? 2 * some_limit() : CUSB_NO_TIMEOUT;
	transfer->data = slot->data;
	transfer->user = slot;
	transfer->complete = slot >= called && slot < called + DEPTH ? complete : NULL;
	slot->data[LENGTH] = GUARD;
	if (control)
		cusb_fill_setup(slot->data, 0xc0, 1, 0, 0, (unsigned int)transfer->length - 8);
}

/* The worker and `complete` may both be after a slot that has just become idle. */
static bool take(struct slot *slot)
{
	int idle = IDLE;

	return atomic_compare_exchange_strong_explicit(&slot->state, &idle, IN_FLIGHT,
						       memory_order_acquire, memory_order_relaxed);
}

/* False: the device is gone. */
static bool submit(struct slot *slot, struct cusb_device *dev)
{
	bool was_gone = is_gone(me->seen);
	long err;

	if (!take(slot))
		return true;
	prepare(slot);
	slot->dev = dev;
	err = WATCHED(long, cusb_submit(dev, &slot->transfer));
	judge("cusb_submit", err, was_gone);
	if (err == 0) {
		count(&tally.submitted);
		return true;
	}
	if (atomic_exchange_explicit(&slot->state, IDLE, memory_order_acq_rel) != IN_FLIGHT)
		fail("a transfer that was refused has been reaped");
	count(&tally.refused);
	return err != -ENODEV;
}

static void count_outcome(const struct cusb_transfer *transfer)
{
	switch (transfer->status) {
	case 0:
		count(&tally.completed);
		break;
	case -ECANCELED:
		count(&tally.cancelled);
		break;
	case -ETIMEDOUT:
		count(&tally.expired);
		break;
	case -ENODEV:
		count(&tally.gone);
		break;
	default:
		fail("a transfer to 0x%02x ended with %d (%s)", transfer->bEndpointAddress,
		     transfer->status, cusb_strerror(transfer->status));
	}
}

static void account(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	struct slot *slot = transfer->user;

	if (atomic_load_explicit(&slot->state, memory_order_acquire) != IN_FLIGHT)
		fail("a transfer was reaped that was not in flight");
	if (slot->dev != dev)
		fail("a transfer was reaped from another device");
	if (slot->data[LENGTH] != GUARD || transfer->actual_length > transfer->length)
		fail("a transfer moved more than was asked for");
	if (transfer->status == -ENODEV && !is_leaving(me->seen))
		fail("a transfer found the device gone, which was there");
	count_outcome(transfer);
	if (atomic_exchange_explicit(&slot->state, IDLE, memory_order_acq_rel) != IN_FLIGHT)
		fail("a transfer was reaped twice");
}

/* Often submits again from here. */
static void complete(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	struct slot *slot = transfer->user;

	account(dev, transfer);
	if (random_below(3))
		submit(slot, dev);
}

static long reap(struct cusb_device *dev, int timeout_ms)
{
	struct cusb_transfer *transfer = NULL;
	long err = WATCHED(long, cusb_reap(dev, timeout_ms, &transfer));

	if (err == 0) {
		atomic_fetch_add_explicit(&me->done, 1, memory_order_relaxed);
		if (transfer)
			account(dev, transfer);
	} else if (err != -ENODATA && err != -EAGAIN && err != -ETIMEDOUT) {
		fail("cusb_reap returned %ld (%s)", err, cusb_strerror((int)err));
	}
	return err;
}

static bool use_slots(struct slot *slots, struct cusb_device *dev)
{
	for (size_t i = 0; i < DEPTH; i++)
		if (!submit(&slots[i], dev))
			return false;
	return true;
}

/* The device is gone, so all that is in flight comes back, to this thread or to another. */
static void leave_slots(struct slot *slots, struct cusb_device *dev)
{
	long begin = now_ms();

	for (size_t i = 0; i < DEPTH; i++) {
		while (atomic_load_explicit(&slots[i].state, memory_order_acquire) != IDLE) {
			if (reap(dev, 1000) == -ENODATA)
				sleep_ms(1);
			if (now_ms() - begin > CALL_LIMIT_MS)
				fail("a transfer to 0x%02x does not come back, %zu are in flight",
				     slots[i].transfer.bEndpointAddress, cusb_in_flight(dev));
		}
	}
}

/* ---- one wait for all, of two workers; a third one wakes them -------------------------------- */

static struct cusb_wait_set *set;

static void make_set(void)
{
	if (cusb_wait_set_new(&set) != 0)
		fail("no wait set");
}

static struct cusb_wait_set *set_of_all(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_set);
	return set;
}

void end_waiting(void)
{
	cusb_wait_set_free(set);
}

static void wait_for_any(void)
{
	struct cusb_wait_item item;
	int timeout_ms = (int)random_below(20) + 1;
	long err = WATCHED(long, cusb_wait_set_next(set_of_all(), timeout_ms, &item));

	if (err < 0 && err != -ETIMEDOUT)
		fail("cusb_wait_set_next returned %ld (%s)", err, cusb_strerror((int)err));
}

/* Another worker may have removed it. */
static void add_to_set(struct cusb_device *dev)
{
	long err = WATCHED(long, cusb_wait_set_add_device(set_of_all(), dev, NULL));

	if (err < 0 && err != -EBUSY)
		fail("cusb_wait_set_add_device returned %ld (%s)", err, cusb_strerror((int)err));
}

static void remove_from_set(struct cusb_device *dev)
{
	long err = WATCHED(long, cusb_wait_set_remove_device(set_of_all(), dev));

	if (err < 0 && err != -ENOENT)
		fail("cusb_wait_set_remove_device returned %ld", err);
}

static void disturb_waiting(struct cusb_device *dev)
{
	if (random_below(16) == 0)
		remove_from_set(dev);
	cusb_wait_set_wake(set_of_all());
}

/* ---- the workers ----------------------------------------------------------------------------- */

bool use_queue(struct worker *worker, struct cusb_device *dev)
{
	(void)worker;
	if (!use_slots(reaped, dev))
		return false;
	if (random_below(2))
		wait_for_any();
	for (size_t i = 0; i < DEPTH / 2; i++)
		reap(dev, (int)random_below(20) + 1);
	return true;
}

bool use_callbacks(struct worker *worker, struct cusb_device *dev)
{
	(void)worker;
	add_to_set(dev);
	if (!use_slots(called, dev))
		return false;
	wait_for_any();
	while (reap(dev, CUSB_DONT_WAIT) == 0)
		;
	return true;
}

void leave_queue(struct worker *worker, struct cusb_device *dev)
{
	(void)worker;
	leave_slots(reaped, dev);
}

void leave_callbacks(struct worker *worker, struct cusb_device *dev)
{
	(void)worker;
	leave_slots(called, dev);
	remove_from_set(dev);
}

void cancel_any(struct cusb_device *dev)
{
	struct slot *slots = random_below(2) ? reaped : called;
	long err;

	disturb_waiting(dev);
	err = WATCHED(long, cusb_cancel(dev, &slots[random_below(DEPTH)].transfer));

	if (err == 0)
		atomic_fetch_add_explicit(&me->done, 1, memory_order_relaxed);
	else if (err != -ENOENT && err != -EALREADY)
		fail("cusb_cancel returned %ld (%s)", err, cusb_strerror((int)err));
}

void check_tally(void)
{
	unsigned long ended = tally.completed + tally.cancelled + tally.expired + tally.gone;

	for (size_t i = 0; i < DEPTH; i++)
		if (reaped[i].state != IDLE || called[i].state != IDLE)
			fail("a transfer was never reaped");
	printf("transfers: %lu submitted = %lu completed + %lu cancelled + %lu timed out "
	       "+ %lu unplugged; %lu refused\n",
	       tally.submitted, tally.completed, tally.cancelled, tally.expired, tally.gone,
	       tally.refused);
	if (tally.submitted != ended)
		fail("%lu were reaped", ended);
}
