/* SPDX-License-Identifier: MIT */
/*
 * What grows with the transfers in flight on one device, and with the threads that wait for it, on
 * the null kernel. Prints for table.awk:
 *
 *	growth WHAT IN_FLIGHT NANOSECONDS    of one call
 *	woken THREADS                        of 64 that wait in cusb_reap(), when one transfer ends,
 *	                                     other than the one that waits in the kernel
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "bench.h"
#include "null_kernel.h"

#define ENDPOINT    0x81
#define FEW	    1000
#define MANY	    16000
#define LONGEST_MS  10000000
#define RUNS	    20
#define SLOW_NS	    1e9 /* one run of so long is enough */
#define SLEEPERS    64
#define COMPLETIONS 20
#define PATIENCE_MS 60000

static struct cusb_device *device;
static struct cusb_transfer transfers[MANY];
static unsigned char data[64];

/* ---- calls, with so many in flight ----------------------------------------------------------- */

static int submit_one(struct cusb_transfer *transfer, int timeout_ms)
{
	transfer->bEndpointAddress = ENDPOINT;
	transfer->data = data;
	transfer->length = sizeof data;
	transfer->timeout_ms = timeout_ms;
	return cusb_submit(device, transfer);
}

static int submit(unsigned int count)
{
	int err = 0;

	for (unsigned int i = 0; i < count && err == 0; i++)
		err = submit_one(&transfers[i], CUSB_NO_TIMEOUT);
	return err;
}

static int submit_falling(unsigned int count)
{
	int err = 0;

	for (unsigned int i = 0; i < count && err == 0; i++)
		err = submit_one(&transfers[i], LONGEST_MS - (int)i);
	return err;
}

static int cancel_newest_first(unsigned int count)
{
	int err = 0;

	while (count > 0 && err == 0)
		err = cusb_cancel(device, &transfers[--count]);
	return err;
}

static int reap_all(unsigned int count)
{
	struct cusb_transfer *done;
	int err = 0;

	for (unsigned int i = 0; i < count && err == 0; i++)
		err = cusb_reap(device, CUSB_NO_TIMEOUT, &done);
	return err;
}

static int cancel_all(unsigned int count)
{
	return cusb_cancel_all(device, ENDPOINT) == (int)count ? 0 : -EIO;
}

struct call {
	const char *name;
	int (*before)(unsigned int count);
	int (*measured)(unsigned int count);
	int (*after)(unsigned int count);
};

static int time_once(const struct call *call, unsigned int count, double *ns)
{
	int err = call->before ? call->before(count) : 0;
	double began = now_ns();

	if (err == 0)
		err = call->measured(count);
	*ns = now_ns() - began;
	if (err == 0 && call->after)
		err = call->after(count);
	return err < 0 ? err : reap_all(count);
}

static int time_call(const struct call *call, unsigned int count)
{
	double best = 1e15, ns = 0;
	int err = 0;

	for (unsigned int run = 0; run < RUNS && err == 0 && ns < SLOW_NS; run++) {
		err = time_once(call, count, &ns);
		best = ns < best ? ns : best;
	}
	printf("growth %s %u %.1f\n", call->name, count, best / count);
	return err;
}

static int time_calls(void)
{
	static const struct call calls[] = {
		{"submit", NULL, submit, cancel_all},
		{"submit-falling", NULL, submit_falling, cancel_all},
		{"cancel", submit, cancel_newest_first, NULL},
		{"cancel-all", submit, cancel_all, NULL},
	};
	int err = 0;

	for (size_t i = 0; i < sizeof calls / sizeof *calls && err == 0; i++) {
		err = time_call(&calls[i], FEW);
		if (err == 0)
			err = time_call(&calls[i], MANY);
	}
	return err;
}

/* ---- many that wait -------------------------------------------------------------------------- */

static atomic_uint reaped;
static atomic_int sleepers[SLEEPERS]; /* their thread IDs */

static void *reap_on(void *tid)
{
	struct cusb_transfer *done;

	atomic_store((atomic_int *)tid, gettid());
	while (cusb_reap(device, CUSB_NO_TIMEOUT, &done) == 0)
		atomic_fetch_add(&reaped, 1);
	return NULL;
}

/* A thread's state, and how often it has slept. */
static unsigned long look_at(int tid, char *state)
{
	char path[64], line[128];
	unsigned long slept = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/self/task/%d/status", tid);
	*state = 'R';
	file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file)) {
		sscanf(line, "State: %c", state);
		sscanf(line, "voluntary_ctxt_switches: %lu", &slept);
	}
	if (file)
		fclose(file);
	return slept;
}

static bool all_sleep(unsigned long slept[SLEEPERS])
{
	unsigned int asleep = 0;

	for (unsigned int i = 0; i < SLEEPERS; i++) {
		char state;

		slept[i] = look_at(atomic_load(&sleepers[i]), &state);
		asleep += state == 'S';
	}
	return asleep == SLEEPERS && null_sleepers() == 1;
}

/* Until so many are reaped and all sleep again, one of them in the kernel. */
static int settle(unsigned int wanted, unsigned long slept[SLEEPERS])
{
	for (unsigned int ms = 0; ms < PATIENCE_MS; ms++) {
		usleep(1000);
		if (atomic_load(&reaped) == wanted && all_sleep(slept))
			return 0;
	}
	return -ETIMEDOUT;
}

/* How many threads have to do with one completion. */
static int complete_one(struct cusb_transfer *transfer, unsigned int *woken)
{
	unsigned long before[SLEEPERS], after[SLEEPERS];
	unsigned int count = atomic_load(&reaped);
	int err = submit_one(transfer, CUSB_NO_TIMEOUT);

	if (err == 0)
		err = settle(count, before);
	if (err < 0)
		return err;
	null_complete();
	err = settle(count + 1, after);
	for (unsigned int i = 0; i < SLEEPERS && err == 0; i++)
		*woken += before[i] != after[i];
	return err;
}

/* The first transfer stays in flight: with none there would be nothing to wait for. */
static int count_woken(void)
{
	pthread_t threads[SLEEPERS];
	unsigned int woken = 0;
	int err = submit_one(&transfers[0], CUSB_NO_TIMEOUT);

	for (unsigned int i = 0; i < SLEEPERS && err == 0; i++)
		err = -pthread_create(&threads[i], NULL, reap_on, &sleepers[i]);
	for (unsigned int i = 0; i < COMPLETIONS && err == 0; i++)
		err = complete_one(&transfers[1], &woken);
	if (err < 0)
		return err;
	printf("woken %.1f\n", (double)woken / COMPLETIONS - 1);
	cusb_close(device);
	for (unsigned int i = 0; i < SLEEPERS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

int main(void)
{
	int err = cusb_find(NULL, &device);

	null_hold();
	if (err == 0)
		err = cusb_claim_interface(device, 0);
	if (err == 0)
		err = time_calls();
	if (err == 0)
		err = count_woken();
	if (err < 0)
		fprintf(stderr, "growth: %s\n", cusb_strerror(err));
	cusb_device_free(device);
	return err < 0;
}
