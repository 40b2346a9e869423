/* SPDX-License-Identifier: MIT */
/*
 * An in-memory usbfs that plays every order in which URBs end. Each of its decisions is a number
 * from a list, the choices. A run with the next list has a different decision somewhere:
 *
 *	do {
 *		model_begin(&options);
 *		...                     submit, reap
 *		model_end();            no URB is left
 *	} while (choices_next());
 *
 * It obeys the rules of drivers/usb/core/devio.c. The memory of a URB and its data are written when
 * it is reaped. URBs of an endpoint move data in their order. When a URB fails, the kernel unlinks
 * its continuations and refuses further ones, except after -ENOENT and -ECONNRESET.
 *
 * It ends the test in these cases: a URB in flight is submitted again; the memory of a URB in
 * flight has changed; the library waits although nothing is in flight; the library waits for a part
 * behind one that has ended its transfer, which would take the next message.
 */
#ifndef MODEL_KERNEL_H
#define MODEL_KERNEL_H

#include "backend/usbfs/usbfs_fixture.h"

#define MODEL_URB_MAX 20000 /* bytes; a longer URB finds no memory */

/* ---- choices --------------------------------------------------------------------------------- */

void choices_first(void);
/* Whether there is a next list. */
bool choices_next(void);
/* A number below `options`. */
unsigned int choose(unsigned int options);
/* Ends the test, with the choices so far. */
_Noreturn void model_broken(const char *what);

/* ---- the kernel ------------------------------------------------------------------------------ */

struct model_options {
	/* The number of events in a run that a program does not expect, such as an error. */
	unsigned int surprises;
	bool drops;     /* one may be that the memory of a URB cannot be written: -EFAULT */
	bool unplug;   /* one of them may be that the device leaves */
	bool continues; /* the host has BULK_CONTINUATION */
	/* What another thread does while the first waits; NULL: nothing. Called once in a run. */
	void (*meanwhile)(void);
};

extern const struct cusb_syscalls model_syscalls;

void model_begin(const struct model_options *options);
/* Ends the test when a URB was not reaped. */
void model_end(void);
/* Takes one of the surprises that are left: a number below `options`, 0 when none is left. */
unsigned int model_surprise(unsigned int options);

/* Whether the device has left, and whether a URB was dropped. */
bool model_is_gone(void);
bool model_has_dropped(void);

/* How a transfer's URBs have ended, in bits. */
#define MODEL_SHORT	0x01 /* with less than there was room for, without an error */
#define MODEL_FAILED	0x02 /* -EPIPE */
#define MODEL_KILLED	0x04 /* by another program: -ENOENT or -ESHUTDOWN */
#define MODEL_DISCARDED 0x08 /* by DISCARDURB */
#define MODEL_NO_MEMORY 0x10 /* a URB was refused: -ENOMEM */
#define MODEL_REFUSED	0x20 /* a URB was refused: -EPERM */
#define MODEL_GONE	0x40 /* the device has left */
#define MODEL_DROPPED	0x80 /* by the kernel, which could not write its memory */

/* The bytes that one URB moved. */
struct model_chunk {
	size_t offset, length; /* in the data of the transfer */
	uint32_t position;     /* in all bytes of the endpoint */
};

/* What happened to the URBs whose memory is inside a transfer. */
struct model_record {
	unsigned int ends; /* MODEL_... */
	unsigned int in_flight;
	bool over;	   /* a part was reaped that failed or was short */
	size_t over_offset; /* of that part */
	struct model_chunk chunks[8]; /* in the order on the bus */
	size_t chunk_count;
	size_t iso_bytes;
	unsigned int iso_errors;
};

/* The record of a transfer since it was tracked. */
const struct model_record *model_record(const struct cusb_transfer *transfer);
void model_track(struct cusb_transfer *transfer);
/* The first and the last four bytes of a chunk of an IN endpoint are as the device sent them. */
bool model_sent_it(const struct model_chunk *chunk, const void *data);

#endif
