/* SPDX-License-Identifier: MIT */
/*
 * Measures one workload with the stack that this is linked with: STACK WORKLOAD [COUNT]
 *
 * Prints operations, microseconds of time, microseconds of processor time (user and system, of all
 * threads), and allocations where allocations.so is preloaded, else -1. Opening, claiming and a few
 * operations to warm up come before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"

#define PARTIAL_PACKET 512

unsigned long allocations(void) __attribute__((weak));

struct reading {
	double time_us, cpu_us;
	unsigned long allocations;
};

static unsigned char *data;

static double microseconds(struct timeval time)
{
	return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

static struct reading look(void)
{
	struct timespec time;
	struct rusage used;

	clock_gettime(CLOCK_MONOTONIC, &time);
	getrusage(RUSAGE_SELF, &used);
	return (struct reading){
		.time_us = (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3,
		.cpu_us = microseconds(used.ru_utime) + microseconds(used.ru_stime),
		.allocations = allocations ? allocations() : 0,
	};
}

static int write_and_read_back(size_t length, unsigned int count)
{
	for (unsigned int i = 0; i < count; i += 2) {
		if (stack_bulk(0x01, data, length) < 0 || stack_bulk(0x81, data, length) < 0)
			return -1;
	}
	return 0;
}

static int store_and_fetch(size_t length, unsigned int count)
{
	for (unsigned int i = 0; i < count; i += 2) {
		if (stack_control(0x40, 0, 0, data, length) < 0 ||
		    stack_control(0xc0, 1, 0, data, length) < 0)
			return -1;
	}
	return 0;
}

static int read_again_and_again(size_t length, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (stack_bulk(0x81, data, length) < 0)
			return -1;
	}
	return 0;
}

static int list_again_and_again(unsigned int count)
{
	int found = 0;

	for (unsigned int i = 0; i < count && found >= 0; i++)
		found = stack_list();
	return found < 0 ? -1 : 0;
}

/* What must have been done before the clock runs: the device is told how much it has to give. */
static int prepare(const struct workload *work, unsigned int count)
{
	size_t packets = work->length / PARTIAL_PACKET * count;

	if (work->kind != BENCH_READ && work->kind != BENCH_STREAM)
		return 0;
	if (packets > 0xffff) {
		fprintf(stderr, "%s: the device does not have that much to read\n", work->name);
		return -1;
	}
	return stack_control(0x40, 2, (unsigned int)packets, NULL, 0);
}

static int run(const struct workload *work, unsigned int count)
{
	switch (work->kind) {
	case BENCH_BULK:
		return write_and_read_back(work->length, count);
	case BENCH_CONTROL:
		return store_and_fetch(work->length, count);
	case BENCH_READ:
		return read_again_and_again(work->length, count);
	case BENCH_STREAM:
		return stack_stream(0x81, data, work->length, work->depth, count);
	case BENCH_ISO:
		return stack_iso(0x01, data, work->depth, count);
	case BENCH_LIST:
		return list_again_and_again(count);
	}
	return -1;
}

static int measure(const struct workload *work, unsigned int count)
{
	unsigned int warm_up = work->kind == BENCH_READ ? 1 : 2 * work->depth;
	struct reading before, after;

	if (prepare(work, warm_up) < 0 || run(work, warm_up) < 0 || prepare(work, count) < 0)
		return -1;
	before = look();
	if (run(work, count) < 0)
		return -1;
	after = look();
	printf("%u %.0f %.0f %ld\n", count, after.time_us - before.time_us,
	       after.cpu_us - before.cpu_us,
	       allocations ? (long)(after.allocations - before.allocations) : -1);
	return 0;
}

static int measure_open(const struct workload *work, unsigned int count)
{
	int err = 0;

	data = calloc(BENCH_DEPTH_MAX, work->length + 1);
	if (!data)
		return -1;
	if (work->kind != BENCH_LIST)
		err = stack_open(work->idProduct, work->alternate);
	if (err == 0)
		err = measure(work, count);
	if (work->kind != BENCH_LIST)
		stack_close();
	free(data);
	return err;
}

int main(int argc, char **argv)
{
	const struct workload *work = workloads;

	while (work->name && (argc < 2 || strcmp(work->name, argv[1]) != 0))
		work++;
	if (!work->name) {
		fprintf(stderr, "usage: %s WORKLOAD [COUNT]\n", argv[0]);
		return 2;
	}
	return measure_open(work, argc > 2 ? (unsigned int)atoi(argv[2]) : work->count) < 0;
}
