/* SPDX-License-Identifier: MIT */
/*
 * One benchmark, several stacks: workloads.c says what is to be done, and bare.c, cusb.c and
 * libusb.c each say how their stack does it. On a real kernel measure.c runs it, driven by guest.c;
 * on the kernel of null_kernel.h, where the library is all that takes time, nanoseconds.c does.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define BENCH_VENDOR	 0xfffe
#define BENCH_REPORTER	 0x0060 /* the product of guest.c's devices that report by themselves */
#define BENCH_TIMEOUT_MS 1000 /* of everything synchronous; what is queued has none */
#define BENCH_PORT	 "3241" /* of this library's server; the kernel's has the usual one */
#define BENCH_DEPTH_MAX	 64
#define BENCH_MANY_MAX	 128 /* devices at once */

/* Isochronous transfers are of so many packets of so many bytes. */
#define BENCH_ISO_PACKETS 8
#define BENCH_ISO_PACKET  1024

enum bench_kind {
	BENCH_BULK,    /* write, read back, and so on */
	BENCH_CONTROL, /* likewise */
	BENCH_STREAM,  /* queued reads of what the device has ready */
	BENCH_ISO,     /* queued isochronous writes */
	BENCH_LIST,    /* from nothing to the descriptors of all devices, and back */
	BENCH_MANY,    /* many devices, each with one interrupt read in flight */
};

struct workload {
	const char *name;
	enum bench_kind kind;
	unsigned int idProduct;
	unsigned int alternate;
	size_t length;	    /* bytes of an operation */
	unsigned int depth; /* operations in flight */
	unsigned int count; /* operations of one measurement */
	bool remote;	    /* for devices of servers alone */
};

/* Ended by one without a name. */
extern const struct workload workloads[];

/* The one of that name, or NULL. */
const struct workload *workload_named(const char *name);
/* Its device is opened, some operations have been done, and there is data for all in flight. */
int workload_begin(const struct workload *work, void **data);
/* Makes the device ready for so many operations; to be called before workload_run(). */
int workload_prepare(const struct workload *work, unsigned int count);
int workload_run(const struct workload *work, void *data, unsigned int count);
void workload_end(const struct workload *work, void *data);

/* Each stack's. They return 0, or -1 after a line on stderr. Only one device is open at a time. */
int stack_open(unsigned int idProduct, unsigned int alternate);
void stack_close(void);
/* All of it, within BENCH_TIMEOUT_MS. */
int stack_bulk(unsigned int endpoint, void *data, size_t length);
int stack_control(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		  void *data, size_t length);
/* `count` transfers of `length` bytes, `depth` at a time in flight; data has room for `depth`. */
int stack_stream(unsigned int endpoint, void *data, size_t length, unsigned int depth,
		 unsigned int count);
int stack_iso(unsigned int endpoint, void *data, unsigned int depth, unsigned int count);
/* How many devices there are, having looked at the device descriptor of each; or -1. */
int stack_list(void);

/* Of many devices at once. A program that is not asked for this work has no need of them. */
#pragma weak stack_open_many
#pragma weak stack_serve
#pragma weak stack_close_many
/* All devices of that product, each with one read from 0x81 in flight; data has room for them. */
int stack_open_many(unsigned int idProduct, void *data, size_t length);
/* So many reads complete, and each is in flight again. */
int stack_serve(unsigned int count);
void stack_close_many(void);

/* Time that passes: processor time is not exact enough for short runs on a busy virtual machine. */
static inline double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#endif
