/* SPDX-License-Identifier: MIT */
/*
 * Measures one workload with the stack that this is linked with: STACK WORKLOAD [COUNT]
 *
 * Prints operations, microseconds of processor time (user and system, of all threads), allocations
 * where allocations.so is preloaded, else -1, and microseconds that passed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bench.h"

unsigned long allocations(void) __attribute__((weak));

static long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000L + time.tv_usec;
}

static long cpu_us(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return microseconds(used.ru_utime) + microseconds(used.ru_stime);
}

static long allocated(void)
{
	return allocations ? (long)allocations() : 0;
}

static int measure(const struct workload *work, void *data, unsigned int count)
{
	long cpu, made;
	double began;

	if (workload_prepare(work, count) < 0)
		return -1;
	made = allocated();
	began = now_ns();
	cpu = cpu_us();
	if (workload_run(work, data, count) < 0)
		return -1;
	cpu = cpu_us() - cpu;
	printf("%u %ld %ld %.0f\n", count, cpu, allocations ? allocated() - made : -1,
	       (now_ns() - began) / 1000);
	return 0;
}

int main(int argc, char **argv)
{
	const struct workload *work = argc > 1 ? workload_named(argv[1]) : NULL;
	void *data;
	int err;

	if (!work) {
		fprintf(stderr, "usage: %s WORKLOAD [COUNT]\n", argv[0]);
		return 2;
	}
	err = workload_begin(work, &data);
	if (err == 0)
		err = measure(work, data, argc > 2 ? (unsigned int)atoi(argv[2]) : work->count);
	workload_end(work, data);
	return err < 0;
}
