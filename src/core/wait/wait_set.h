/* SPDX-License-Identifier: MIT */
/*
 * The private part of a wait set.
 *
 * A set does not ask its items whether they are ready. The backend's poll set reports the
 * descriptors that became ready. Devices and monitors report all other changes, by struct watcher.
 * An item that may have something goes to the list of ready items. The next wait takes it off and
 * returns it. So a wait takes no lock of a device, and its work depends on the number of ready
 * items.
 *
 *	idle --descriptor, change, deadline--> ready --cusb_wait_set_next()--> idle
 *
 * A descriptor of a device or a monitor counts only when it becomes ready, as with EPOLLET. So the
 * waiting thread is not kept busy by an unplugged device, or by the transfers of sync calls.
 *
 *	wait_set.c -> device.c, monitor.c, fd.c -> items.c -> deadlines.c
 *	next.c -> items.c
 *
 * The set's lock protects everything here, except `woken` and the poll set. A thread that holds it
 * takes no other lock.
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
	struct cusb_wait_item told; /* the result of a wait; its events since the last wait */
	uint32_t place, generation; /* the key of its descriptor */
	int watched;  /* the descriptor in the poll set; -1: none */
	bool refused; /* the poll set did not take it */
	bool edge;
	struct item *next, *prev;
	size_t heap_place; /* from 1; 0: it has no deadline */
	struct timespec deadline;
	/*
	 * Of a device, under its lock: cusb_reap() had to leave the looking to a thread that waits
	 * in the backend. The set waits for its turn as a thread does, and session->waiting counts
	 * it.
	 */
	bool follows;
	/* Of a device, under its lock: what the set was told last. */
	const struct session *session; /* whose descriptor is watched; NULL: closed */
	bool has_deadline;
};

/* The event of an item that was removed has an old generation, and is ignored. */
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
	int err;		   /* an error of watching a descriptor; the next wait returns it */
	unsigned int turns;	   /* ready items that may be returned before the next look */
	unsigned int sleepers;	   /* threads that wait in the poll set */
	bool rung;		   /* the bell has rung for these threads */
	bool nested;		   /* the set's descriptor is in another loop */
};

static inline struct item *item_of(struct watcher *watcher)
{
	return (struct item *)watcher;
}

/* ---- items.c: all with the set's lock held, except item_new() -------------------------------- */

/* Makes an item that is not in the set yet. `told` has kind, object and `user`. NULL: no memory. */
struct item *item_new(struct cusb_wait_set *set, struct cusb_wait_item told);
/* Puts the item into the set, and makes room for it. 0 or -ENOMEM. */
int item_add_locked(struct item *item);
/* Takes the item out of the set. The caller frees it. */
void item_remove_locked(struct item *item);
/* The item that was watched with this key, or NULL. */
struct item *item_by_key_locked(const struct cusb_wait_set *set, uint64_t key);
/* Watches this descriptor, and no longer the descriptor before. -1: no descriptor. 0 or -errno. */
int item_watch_locked(struct item *item, int fd, int events);
/* Puts the item on the list of ready items, if it is not there, and ends a wait. */
void item_ready_locked(struct item *item);
/* Takes the first item off the list of ready items. NULL: the list is empty. */
struct item *item_take_locked(struct cusb_wait_set *set);
/* NULL: the item has no deadline. */
void item_set_deadline_locked(struct item *item, const struct timespec *deadline);
/* Makes all items ready whose deadline is over. */
void items_expire_locked(struct cusb_wait_set *set, struct timespec now);
/* Wakes one of the threads that sleep now, or makes the set's descriptor readable. */
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
