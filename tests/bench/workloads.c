/* SPDX-License-Identifier: MIT */
#include "bench.h"

#define KIB 1024
#define MIB (1024 * 1024)

/* The virtual devices that the work is done on, in src/virtual/models. */
#define LOOPBACK 0x0001
#define PARTIAL	 0x0004
#define ISO	 0x0014

/* How many of `partial`'s packets can be asked for at once bounds the counts of reads. */
const struct workload workloads[] = {
	{"bulk-64", BENCH_BULK, LOOPBACK, 0, 64, 1, 1000},
	{"bulk-512", BENCH_BULK, LOOPBACK, 0, 512, 1, 1000},
	{"bulk-16K", BENCH_BULK, LOOPBACK, 0, 16 * KIB, 1, 500},
	{"control-64", BENCH_CONTROL, LOOPBACK, 0, 64, 1, 1000},
	{"async-1", BENCH_STREAM, PARTIAL, 0, 16 * KIB, 1, 1000},
	{"async-16", BENCH_STREAM, PARTIAL, 0, 16 * KIB, 16, 1000},
	{"read-8M", BENCH_READ, PARTIAL, 0, 8 * MIB, 1, 1},
	{"iso", BENCH_ISO, ISO, 1, BENCH_ISO_PACKETS *BENCH_ISO_PACKET, 8, 1000},
	{"list", BENCH_LIST, 0, 0, 0, 1, 4},
	{0},
};
