/* SPDX-License-Identifier: MIT */
/*
 * How long an operation takes the library alone, on the null kernel. Each figure is the shortest of
 * many short runs: whatever else the machine does only adds. Prints for table.awk:
 *
 *	ns WORKLOAD THREADS NANOSECONDS       beside THREADS - 1 threads that sleep
 *	ns-devices DEVICES NANOSECONDS        sync bulk, 64 B, over so many devices in turn
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "bench.h"
#include "null_kernel.h"

#define RUNS	60
#define PER_RUN 2048

static double shortest(double a, double b)
{
	return a < b ? a : b;
}

static int time_workload(const char *name, unsigned int threads)
{
	const struct workload *work = workload_named(name);
	double best = 1e12;
	void *data;
	int err = workload_begin(work, &data);

	for (unsigned int run = 0; run < RUNS && err == 0; run++) {
		double began = now_ns();

		err = workload_run(work, data, PER_RUN);
		best = shortest(best, now_ns() - began);
	}
	workload_end(work, data);
	printf("ns %s %u %.1f\n", name, threads, best / PER_RUN);
	return err;
}

static int time_workloads(unsigned int threads)
{
	static const char *const names[] = {"bulk-64", "control-64", "async-16", "iso"};
	int err = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names && err == 0; i++)
		err = time_workload(names[i], threads);
	return err;
}

static int write_to_each(struct cusb_device **list, unsigned int count)
{
	static unsigned char data[64];

	for (unsigned int i = 0; i < PER_RUN; i++)
		if (cusb_write(list[i % count], 0x01, data, sizeof data, BENCH_TIMEOUT_MS) < 0)
			return -1;
	return 0;
}

static int time_devices(unsigned int count)
{
	struct cusb_device **list;
	double best = 1e12;
	int err = 0;

	null_devices = count;
	if (cusb_find_all(NULL, &list) != (ssize_t)count)
		return -1;
	for (unsigned int run = 0; run < RUNS && err == 0; run++) {
		double began = now_ns();

		err = write_to_each(list, count);
		best = shortest(best, now_ns() - began);
	}
	cusb_free_list(list);
	printf("ns-devices %u %.1f\n", count, best / PER_RUN);
	return err;
}

static void *sleep_on(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return NULL;
}

int main(void)
{
	static const unsigned int devices[] = {1, 16, 128};
	const unsigned int plugged = null_devices;
	pthread_t sleeper;
	int err = time_workloads(1);

	for (size_t i = 0; i < sizeof devices / sizeof *devices && err == 0; i++)
		err = time_devices(devices[i]);
	null_devices = plugged;
	if (err == 0)
		err = pthread_create(&sleeper, NULL, sleep_on, NULL);
	if (err == 0)
		err = time_workloads(2);
	return err != 0;
}
