/* SPDX-License-Identifier: MIT */
/*
 * The private part of a wait set.
 *
 * A set does not ask its items whether they are ready. The backend's poll set tells which
 * descriptors became ready; devices and monitors tell all other changes, as struct watcher. Each
 * item that may have something is put on the list of ready items. The next wait takes it off and
 * returns it. So a wait takes no lock of a device, and its work depends on what has happened.
 *
 *	absent --descriptor, change, deadline--> ready --cusb_wait_set_next()--> told --change-->
 *ready
 *
 * A descriptor of a device or a monitor is watched by its edges. So a thread that reaps for a sync
 * call of its own, and an unplugged device, do not keep the waiting thread busy.
 *
 *	wait_set.c -> device.c, monitor.c, fd.c -> items.c -> deadlines.c
 *	next.c -> items.c
 *
 * The set's lock protects everything here, except `woken` and the poll set. No other lock is taken
 * inside it.
 */
#ifndef CUSB_CORE_WAIT_SET_H
#define CUSB_CORE_WAIT_SET_H

#include <cusb/wait.h>

#include "core/device.h"
#include "core/native_backend.h"
#include "core/timespec.h"

struct item {
	struct watcher watcher; /* first: a struct watcher * is a struct item * */
	struct cusb_wait_set *set;
	struct cusb_wait_item told; /* with the events that are not yet told */
	uint32_t place, generation; /* the key of its descriptor */
	int watched; /* the descriptor in the poll set, also if that failed; -1: none */
	bool edge;
	bool ready; /* it is on the list */
	struct item *next, *prev;
	size_t heap_place; /* from 1; 0: it has no deadline */
	struct timespec deadline;
	/*
	 * A device, under its lock: another thread waited in the backend when cusb_reap() wanted to
	 * look. The set is among the threads that wait for their turn, in session->waiting.
	 */
	bool follows;
};

/* An event of a removed item has an old generation. */
struct place {
	struct item *item;
	uint32_t generation;
};

struct cusb_wait_set {
	const struct poll_set_operations *operations;
	struct poll_set *poll_set;
	pid_t maker; /* the process */
	atomic_bool woken;

	pthread_mutex_t lock;
	/* Under `lock`: */
	struct place *places;
	struct item **heap; /* of deadlines; [0] is unused */
	size_t room, heap_count;
	size_t free_from;	   /* no place before this one is free */
	struct item *first, *last; /* ready */
	int err;		   /* of watching a descriptor; for the next wait */
	unsigned int turns;	   /* ready items that may still be told before the next look */
	unsigned int sleepers;	   /* threads that wait in the poll set */
	bool rung;		   /* the bell, for these threads */
	bool nested;		   /* the set's descriptor is in another loop */
};

static inline struct item *item_of(struct watcher *watcher)
{
	return (struct item *)watcher;
}

/* ---- items.c: all with the set's lock held, except item_new() and item_free() ---------------- */

/* Not yet in the set. `told` has its kind, object and `user`. NULL: no memory. */
struct item *item_new(struct cusb_wait_set *set, struct cusb_wait_item told);
/* Puts it into the set, which has room for it then. 0 or -ENOMEM. */
int item_add_locked(struct item *item);
/* Takes it out of the set. The caller frees it. */
void item_remove_locked(struct item *item);
/* The item that was watched with this key, or NULL. */
struct item *item_by_key_locked(const struct cusb_wait_set *set, uint64_t key);
/* Watches a descriptor in place of the one before; -1: none. 0 or -errno. */
int item_watch_locked(struct item *item, int fd, int events);
/* Puts the item on the list, unless it is there, and ends a wait. */
void item_ready_locked(struct item *item);
/* The first ready item, which is taken off the list; NULL: none. */
struct item *item_take_locked(struct cusb_wait_set *set);
/* NULL: none. */
void item_set_deadline_locked(struct item *item, const struct timespec *deadline);
/* Makes all items ready whose deadline is over. */
void items_expire_locked(struct cusb_wait_set *set, struct timespec now);
/* Ends a wait of one of the threads that sleep now, or makes the set's descriptor readable. */
void set_ring_locked(struct cusb_wait_set *set);

/* ---- deadlines.c: a heap --------------------------------------------------------------------- */

void heap_add(struct cusb_wait_set *set, struct item *item);
void heap_remove(struct cusb_wait_set *set, struct item *item);
static inline struct item *heap_first(const struct cusb_wait_set *set)
{
	return set->heap_count ? set->heap[1] : NULL;
}

/* ---- device.c, monitor.c, fd.c: each removes an item of its kind, and frees it --------------- */

void item_end_device(struct item *item);
void item_end_monitor(struct item *item);
void item_end_fd(struct item *item);

#endif
