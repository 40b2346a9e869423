/* SPDX-License-Identifier: MIT */
/*
 * A table of system calls that do next to nothing, to measure the library alone. A program that
 * links it finds its devices on it, from the start. All devices are alike: vendor BENCH_VENDOR,
 * products 1, 2, ..., serial numbers; one interface with bulk endpoints 0x01 and 0x81, and
 * isochronous 0x01 in its alternate setting 1. Every URB is complete as soon as it is submitted,
 * until null_hold().
 */
#ifndef NULL_KERNEL_H
#define NULL_KERNEL_H

#include <stdbool.h>

/* How many devices are plugged in: at first as many as workloads.c has products of. */
extern unsigned int null_devices;

/* Calls of the table so far, other than those of an open device: ioctl and ppoll. */
extern unsigned long null_calls;

/* From now on URBs stay in flight until they are discarded or null_complete() is called. */
void null_hold(void);
/* The URB that was submitted last ends. */
void null_complete(void);
/* How many threads sleep in the kernel. */
unsigned int null_sleepers(void);

#endif
