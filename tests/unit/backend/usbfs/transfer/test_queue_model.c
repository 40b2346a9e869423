/* SPDX-License-Identifier: MIT */
/*
 * The queue on a kernel that ends URBs in every order: the public calls of the core above, the
 * native backend's own code below. Each case plays all runs of a scenario, and checks these rules:
 *
 * - each submitted transfer comes back exactly once, and then none of its URBs is in flight
 * - no URB is submitted while it is in flight, and its memory is not written meanwhile
 * - actual_length is the number of bytes at the start of the data that were moved, none is missing
 *   among them, and no other transfer came between them
 * - the status names an event that has happened
 *
 * A scenario has a small number of surprises: errors, kills by another program, refused URBs, ends
 * just before a call, cancels. QUEUE_MODEL_MORE adds one surprise to each scenario. This takes
 * minutes, and prints the numbers of runs. A failure prints the choices of its run.
 *
 *	QUEUE_MODEL_MORE=1 build/tests/unit backend/usbfs/transfer/queue_model
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/usbfs/transfer/model_kernel.h"
#include "backend/usbfs/transfer/transfer_fixture.h"

#define TRANSFERS_MAX 4

/* Lengths that the model's limit of a URB makes so many parts. */
#define ONE   1024
#define TWO   29696
#define THREE 40000

enum second { ALONE, SUBMITS, CANCELS, RUNS_ANOTHER, REAPS_TOO };

struct scenario {
	struct {
		const struct cusb_endpoint *ep;
		size_t length;
		unsigned int packets; /* 0: not isochronous */
	} transfers[TRANSFERS_MAX];
	unsigned int surprises;
	enum second second; /* what the second thread does; with another transfer, the last one */
	bool continues, cancels, unplugs, drops, lent;
};

static const struct cusb_endpoint iso_in = {.bEndpointAddress = 0x82,
					    .bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
					    .wMaxPacketSize = 64,
					    .interface = &sk_interface};

static const struct scenario *scenario;
static struct cusb_transfer *all[TRANSFERS_MAX];
static char *room[TRANSFERS_MAX];
static size_t count;
static bool submitted[TRANSFERS_MAX], cancelled[TRANSFERS_MAX], back[TRANSFERS_MAX];
static pthread_t thread;
static bool has_thread, thread_is_over;
static struct cusb_transfer *thread_has; /* the transfer that came back to it */

FIXTURE(transfer_begin, transfer_end)

/* ---- the law --------------------------------------------------------------------------------- */

static bool status_is_true(size_t i, const struct cusb_transfer *t, unsigned int ends)
{
	switch (t->status) {
	case 0:
		return t->actual_length == t->length || ends & MODEL_SHORT || t->packet_count > 0;
	case -ECANCELED: /* the library cancels all to find the one that was dropped */
		return cancelled[i] || model_has_dropped();
	case -EPIPE:
		return ends & MODEL_FAILED;
	case -ESHUTDOWN:
		return ends & MODEL_KILLED;
	case -EFAULT:
		return model_has_dropped();
	case -ENODEV:
		return model_is_gone();
	case -ENOMEM:
		return ends & MODEL_NO_MEMORY;
	case -EPERM:
		return ends & MODEL_REFUSED;
	default:
		return false;
	}
}

/* The bytes at the start of the data that the device got; of an IN endpoint, all that it sent. */
static size_t true_length(const struct cusb_transfer *t, const struct model_record *record)
{
	bool in = t->bEndpointAddress & CUSB_ENDPOINT_IN;
	size_t length = record->iso_bytes;

	for (size_t i = 0; i < record->chunk_count; i++) {
		const struct model_chunk *chunk = &record->chunks[i];

		if (i > 0 && chunk->position != chunk[-1].position + chunk[-1].length)
			model_broken("another transfer came between two parts");
		if (in && !model_sent_it(chunk, (char *)t->data + length))
			model_broken("data is not where it belongs");
		if (in || chunk->offset == length)
			length += chunk->length;
	}
	return length;
}

static void check_counts(const struct cusb_transfer *t, const struct model_record *record)
{
	if (t->actual_length != true_length(t, record))
		model_broken("actual_length is wrong");
	if (t->packet_count > 0 && t->error_count != record->iso_errors)
		model_broken("error_count is wrong");
}

static void check_back(struct cusb_transfer *t)
{
	const struct model_record *record = model_record(t);
	size_t i = 0;

	while (all[i] != t)
		i++;
	if (!submitted[i] || back[i])
		model_broken("a transfer came back twice");
	back[i] = true;
	if (record->in_flight > 0)
		model_broken("a transfer came back with a URB in flight");
	/* The results of a dropped URB are lost. */
	if (!(record->ends & MODEL_DROPPED))
		check_counts(t, record);
	if (!status_is_true(i, t, record->ends))
		model_broken("the status is not true");
}

/* ---- a run ----------------------------------------------------------------------------------- */

static void prepare(size_t i)
{
	struct cusb_transfer *t = all[i];

	t->bEndpointAddress = scenario->transfers[i].ep->bEndpointAddress;
	t->data = room[i];
	t->length = scenario->transfers[i].length;
	if (t->packet_count > 0)
		cusb_transfer_fill_packets(t, iso_in.wMaxPacketSize);
	model_track(t);
}

static void submit_transfer(size_t i)
{
	struct cusb_transfer *t = all[i];
	int err;

	prepare(i);
	err = sk_submit_transfer(sk, scenario->transfers[i].ep, t);
	submitted[i] = err == 0;
	if (err < 0 && !(model_record(t)->ends & (MODEL_NO_MEMORY | MODEL_REFUSED | MODEL_GONE)))
		model_broken("a transfer was refused without a reason");
}

static void cancel_transfer(size_t i)
{
	if (submitted[i] && !back[i] && cusb_cancel(object, all[i]) == 0)
		cancelled[i] = true;
}

static bool sleeps(void)
{
	struct device *dev = device_of(object);
	bool asleep;

	quick_lock_take(&dev->lock);
	asleep = sk_session(sk)->callers.first || sk_session(sk)->reapers.first;
	quick_lock_give(&dev->lock);
	return asleep;
}

static void *run_another(void *unused)
{
	sk_transfer(sk, scenario->transfers[count].ep, all[count]);
	thread_has = all[count];
	__atomic_store_n(&thread_is_over, true, __ATOMIC_RELEASE);
	return unused;
}

static void *reap_too(void *unused)
{
	if (cusb_reap(object, CUSB_NO_TIMEOUT, &thread_has) < 0)
		thread_has = NULL;
	__atomic_store_n(&thread_is_over, true, __ATOMIC_RELEASE);
	return unused;
}

/* Until the thread sleeps or is over, so that only one thread runs at a time. */
static void start_thread(void *(*function)(void *))
{
	has_thread = true;
	thread_is_over = false;
	ck_assert_int_eq(pthread_create(&thread, NULL, function, NULL), 0);
	while (!__atomic_load_n(&thread_is_over, __ATOMIC_ACQUIRE) && !sleeps())
		usleep(20);
}

static void join_thread(void)
{
	if (!has_thread)
		return;
	has_thread = false;
	pthread_join(thread, NULL);
	if (thread_has)
		check_back(thread_has);
}

static void meanwhile(void)
{
	switch (scenario->second) {
	case SUBMITS:
		submit_transfer(count);
		break;
	case CANCELS:
		cancel_transfer(choose((unsigned int)count));
		break;
	case RUNS_ANOTHER:
		prepare(count);
		submitted[count] = true;
		start_thread(run_another);
		break;
	case REAPS_TOO:
		start_thread(reap_too);
		break;
	default:
		break;
	}
}

static void reap_all(void)
{
	struct cusb_transfer *t;
	int err;

	do {
		unsigned int choice =
			scenario->cancels ? model_surprise((unsigned int)count + 1) : 0;

		if (choice > 0)
			cancel_transfer(choice - 1);
		err = cusb_reap(object, CUSB_NO_TIMEOUT, &t);
		join_thread();
		if (err == 0)
			check_back(t);
	} while (err == 0);
	ck_assert_int_eq(err, -ENODATA);
}

static void begin_run(void)
{
	memset(submitted, 0, sizeof submitted);
	memset(cancelled, 0, sizeof cancelled);
	memset(back, 0, sizeof back);
	handle->capabilities = -1;
	handle->events = NOT_WAITED;
	handle->nap_first = false;
	handle->lent = scenario->lent;
	sk_session(sk)->look = sk_session(sk)->batch = false;
}

static void run_once(void)
{
	begin_run();
	for (size_t i = 0; i < count; i++)
		submit_transfer(i);
	reap_all();
	for (size_t i = 0; i < TRANSFERS_MAX; i++)
		if (submitted[i] && !back[i])
			model_broken("a transfer did not come back");
	model_end();
}

static void begin_scenario(void)
{
	for (count = 0; count < TRANSFERS_MAX && scenario->transfers[count].ep; count++) {
		all[count] = cusb_transfer_new(scenario->transfers[count].packets);
		room[count] = calloc(1, scenario->transfers[count].length);
	}
	/* The last one is the second thread's. */
	if (scenario->second == SUBMITS || scenario->second == RUNS_ANOTHER)
		count--;
	usbfs_of(backend)->syscalls = &model_syscalls;
}

static void end_scenario(void)
{
	usbfs_of(backend)->syscalls = &sk_syscalls;
	handle->lent = false;
	for (size_t i = 0; i < TRANSFERS_MAX; i++) {
		cusb_transfer_free(all[i]);
		free(room[i]);
		all[i] = NULL;
		room[i] = NULL;
	}
}

static void play(const char *more)
{
	const struct model_options options = {
		.surprises =
			scenario->surprises + (more ? (unsigned int)strtoul(more, NULL, 10) : 0),
		.unplug = scenario->unplugs,
		.drops = scenario->drops,
		.continues = scenario->continues,
		.meanwhile = scenario->second == ALONE ? NULL : meanwhile,
	};
	unsigned long runs = 0;

	choices_first();
	do {
		model_begin(&options);
		run_once();
		runs++;
	} while (choices_next());
	if (more)
		fprintf(stderr, "%lu runs\n", runs);
}

#define BULK_IN(length)                                                                            \
	{                                                                                          \
		&bulk_in, length, 0                                                                \
	}
#define BULK_OUT(length)                                                                           \
	{                                                                                          \
		&bulk_out, length, 0                                                               \
	}
#define INTERRUPT(length)                                                                          \
	{                                                                                          \
		&interrupt_in, length, 0                                                           \
	}
#define ISO(packets)                                                                               \
	{                                                                                          \
		&iso_in, (packets)*64, packets                                                     \
	}

static const struct scenario scenarios[] = {
	/* one transfer in parts: two of them in flight, or one after the other */
	{{BULK_IN(THREE)}, .surprises = 3, .continues = true, .cancels = true},
	{{BULK_OUT(THREE)}, .surprises = 3, .continues = true, .cancels = true},
	{{BULK_IN(THREE)}, .surprises = 3, .cancels = true},
	{{BULK_OUT(THREE)}, .surprises = 3, .cancels = true},
	{{INTERRUPT(THREE)}, .surprises = 3, .cancels = true},
	{{BULK_IN(THREE)}, .surprises = 2, .continues = true, .cancels = true, .unplugs = true},
	/* others wait behind it, or go on beside it */
	{{BULK_IN(TWO), BULK_IN(ONE), BULK_OUT(ONE)},
	 .surprises = 1,
	 .continues = true,
	 .cancels = true},
	{{BULK_IN(TWO), BULK_IN(THREE)}, .surprises = 1, .continues = true, .cancels = true},
	{{BULK_IN(TWO), BULK_IN(THREE)},
	 .surprises = 2,
	 .cancels = true,
	 .unplugs = true,
	 .lent = true},
	{{BULK_IN(ONE), BULK_IN(TWO), BULK_IN(ONE), BULK_IN(TWO)},
	 .surprises = 1,
	 .continues = true,
	 .cancels = true},
	{{BULK_IN(THREE), BULK_IN(ONE), BULK_IN(THREE), BULK_IN(TWO)}, .continues = true},
	{{BULK_IN(THREE), BULK_OUT(THREE), BULK_IN(TWO), BULK_OUT(ONE)}, .surprises = 0},
	/* memory that the kernel cannot write */
	{{BULK_IN(TWO), BULK_IN(ONE), BULK_OUT(ONE)},
	 .surprises = 2,
	 .continues = true,
	 .drops = true},
	{{ISO(300), BULK_IN(TWO)}, .surprises = 1, .drops = true},
	/* isochronous: all URBs of a transfer at once */
	{{ISO(2), ISO(300)}, .surprises = 2, .cancels = true, .lent = true},
	{{ISO(300), BULK_IN(TWO)}, .surprises = 1, .continues = true, .unplugs = true},
	/* two threads */
	{{BULK_IN(TWO), BULK_IN(TWO)}, .surprises = 1, .second = SUBMITS, .continues = true},
	{{BULK_IN(TWO), BULK_IN(ONE)}, .surprises = 2, .second = CANCELS, .continues = true},
	{{BULK_IN(TWO), BULK_IN(TWO)}, .surprises = 1, .second = RUNS_ANOTHER, .continues = true},
	{{BULK_IN(TWO), BULK_IN(ONE)}, .surprises = 1, .second = REAPS_TOO, .continues = true},
};

CASE_PER_ROW(each_transfer_comes_back_once_and_tells_the_truth, scenarios)
{
	scenario = &scenarios[_i];
	begin_scenario();
	play(getenv("QUEUE_MODEL_MORE"));
	end_scenario();
}
