/* SPDX-License-Identifier: MIT */
/*
 * The core's data of a transfer. It is in the member `own` of struct cusb_transfer, which a program
 * may declare as a variable. The memory then has the type of `own`, so this struct needs may_alias.
 */
#ifndef CUSB_CORE_TRANSFER_STATE_H
#define CUSB_CORE_TRANSFER_STATE_H

#include <cusb/backend.h>

struct transfer_state {
	struct cusb_queue_entry entry; /* the first member: cusb_queue_entry_of() */
	struct device *owner;	       /* see transfer_owner() */
	struct waiter *waiter;	       /* of a sync call; NULL: cusb_reap() returns the transfer */
	struct cusb_transfer *child, *sibling, *before; /* in the heap of deadlines */
	uint32_t deadline_s, deadline_ns;
	int timeout_ms;
	unsigned char phase; /* TRANSFER_IDLE... */
	unsigned char why;   /* STOP_NOT... */
	bool timed;	     /* in the heap of deadlines */
	bool held;	     /* the backend waits for another transfer before this one */
} __attribute__((may_alias));

_Static_assert(sizeof(struct transfer_state) <= sizeof(((struct cusb_transfer *)0)->own),
	       "the library's data has room in a transfer");
_Static_assert(_Alignof(struct transfer_state) <= _Alignof(struct cusb_transfer),
	       "the library's data is aligned in a transfer");

static inline struct transfer_state *state_of(const struct cusb_transfer *transfer)
{
	return (struct transfer_state *)(uintptr_t)transfer->own.bytes;
}

#endif
