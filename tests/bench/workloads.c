/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define KIB 1024

/* The virtual devices that the work is done on, in src/virtual/models. */
#define LOOPBACK 0x0001
#define PARTIAL	 0x0004
#define ISO	 0x0014

#define PARTIAL_PACKET 512

/* How many of `partial`'s packets can be asked for at once bounds the counts of reads. */
const struct workload workloads[] = {
	{"bulk-64", BENCH_BULK, LOOPBACK, 0, 64, 1, 1000, false},
	{"bulk-512", BENCH_BULK, LOOPBACK, 0, 512, 1, 1000, false},
	{"bulk-16K", BENCH_BULK, LOOPBACK, 0, 16 * KIB, 1, 500, false},
	{"control-64", BENCH_CONTROL, LOOPBACK, 0, 64, 1, 1000, false},
	{"async-1", BENCH_STREAM, PARTIAL, 0, 16 * KIB, 1, 1000, false},
	{"async-16", BENCH_STREAM, PARTIAL, 0, 16 * KIB, 16, 1000, false},
	{"async-64", BENCH_STREAM, PARTIAL, 0, 16 * KIB, 64, 2000, true},
	{"iso", BENCH_ISO, ISO, 1, BENCH_ISO_PACKETS *BENCH_ISO_PACKET, 8, 1000, false},
	{"list", BENCH_LIST, 0, 0, 0, 1, 2, false},
	{"many", BENCH_MANY, BENCH_REPORTER, 0, 8, 1, 1000, false},
	{0},
};

const struct workload *workload_named(const char *name)
{
	for (const struct workload *work = workloads; work->name; work++)
		if (strcmp(work->name, name) == 0)
			return work;
	return NULL;
}

static int write_and_read_back(void *data, size_t length, unsigned int count)
{
	for (unsigned int i = 0; i < count; i += 2) {
		if (stack_bulk(0x01, data, length) < 0 || stack_bulk(0x81, data, length) < 0)
			return -1;
	}
	return 0;
}

static int store_and_fetch(void *data, size_t length, unsigned int count)
{
	for (unsigned int i = 0; i < count; i += 2) {
		if (stack_control(0x40, 0, 0, data, length) < 0 ||
		    stack_control(0xc0, 1, 0, data, length) < 0)
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

/* The device is told how much it has to give. */
int workload_prepare(const struct workload *work, unsigned int count)
{
	size_t packets = work->length / PARTIAL_PACKET * count;

	if (work->kind != BENCH_STREAM)
		return 0;
	if (packets > 0xffff) {
		fprintf(stderr, "%s: the device does not have that much to read\n", work->name);
		return -1;
	}
	return stack_control(0x40, 2, (unsigned int)packets, NULL, 0);
}

int workload_run(const struct workload *work, void *data, unsigned int count)
{
	switch (work->kind) {
	case BENCH_BULK:
		return write_and_read_back(data, work->length, count);
	case BENCH_CONTROL:
		return store_and_fetch(data, work->length, count);
	case BENCH_STREAM:
		return stack_stream(0x81, data, work->length, work->depth, count);
	case BENCH_ISO:
		return stack_iso(0x01, data, work->depth, count);
	case BENCH_LIST:
		return list_again_and_again(count);
	case BENCH_MANY:
		return stack_serve(count);
	}
	return -1;
}

static int open_devices(const struct workload *work, void *data)
{
	if (work->kind == BENCH_LIST)
		return 0;
	if (work->kind == BENCH_MANY)
		return stack_open_many(work->idProduct, data, work->length);
	return stack_open(work->idProduct, work->alternate);
}

static int warm_up(const struct workload *work, void *data)
{
	unsigned int count = work->kind == BENCH_LIST ? 1 : 2 * work->depth;

	return workload_prepare(work, count) < 0 ? -1 : workload_run(work, data, count);
}

int workload_begin(const struct workload *work, void **data)
{
	*data = calloc(work->kind == BENCH_MANY ? BENCH_MANY_MAX : BENCH_DEPTH_MAX,
		       work->length + 1);
	if (!*data || open_devices(work, *data) < 0)
		return -1;
	return warm_up(work, *data);
}

void workload_end(const struct workload *work, void *data)
{
	if (work->kind == BENCH_MANY)
		stack_close_many();
	else if (work->kind != BENCH_LIST)
		stack_close();
	free(data);
}
