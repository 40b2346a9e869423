/* SPDX-License-Identifier: MIT */
/*
 * Deadlines of transfers in flight: a pairing heap with the first deadline at its root. Adding one
 * takes a constant number of steps; removing one takes the logarithm of their number on average.
 *
 * There is no timer: a waiting thread sleeps at most until the first deadline. The transfer of a
 * sync call is here only when the call has to wait more than once, so the straight path reads no
 * clock.
 *
 * `child` is the first child, `sibling` the next child of the same parent. `before` is the child
 * before it, or the parent for a first child.
 */
#include "core/queue.h"

static bool is_sooner(const struct cusb_transfer *a, const struct cusb_transfer *b)
{
	if (state_of(a)->deadline_s != state_of(b)->deadline_s)
		return state_of(a)->deadline_s < state_of(b)->deadline_s;
	return state_of(a)->deadline_ns < state_of(b)->deadline_ns;
}

/* Joins two heaps. */
static struct cusb_transfer *meld(struct cusb_transfer *a, struct cusb_transfer *b)
{
	struct cusb_transfer *root = is_sooner(b, a) ? b : a;
	struct cusb_transfer *child = root == a ? b : a, *next = state_of(root)->child;

	state_of(child)->before = root;
	state_of(child)->sibling = next;
	if (next)
		state_of(next)->before = child;
	state_of(root)->child = child;
	state_of(root)->before = state_of(root)->sibling = NULL;
	return root;
}

/* Joins the children of a removed parent: first in pairs, then the last pair with the others. */
static struct cusb_transfer *meld_all(struct cusb_transfer *child)
{
	struct cusb_transfer *pairs = NULL, *root;

	while (child) {
		struct cusb_transfer *second = state_of(child)->sibling;
		struct cusb_transfer *next = second ? state_of(second)->sibling : NULL;
		struct cusb_transfer *pair = second ? meld(child, second) : child;

		state_of(pair)->sibling = pairs;
		pairs = pair;
		child = next;
	}
	root = pairs;
	pairs = pairs ? state_of(pairs)->sibling : NULL;
	while (pairs) {
		struct cusb_transfer *next = state_of(pairs)->sibling;

		root = meld(root, pairs);
		pairs = next;
	}
	if (root)
		state_of(root)->before = state_of(root)->sibling = NULL;
	return root;
}

void deadline_start(struct session *session, struct cusb_transfer *transfer,
		    struct timespec remaining)
{
	struct transfer_state *state = state_of(transfer);
	struct timespec deadline = time_add(time_now(), remaining);

	state->deadline_s = (uint32_t)deadline.tv_sec;
	state->deadline_ns = (uint32_t)deadline.tv_nsec;
	state->timed = true;
	state->child = state->sibling = state->before = NULL;
	session->deadlines = session->deadlines ? meld(session->deadlines, transfer) : transfer;
}

/* The search goes down only below transfers of sync calls: at most as many as threads. */
const struct cusb_transfer *deadline_of_queue(const struct cusb_transfer *heap)
{
	const struct cusb_transfer *first = NULL;

	if (!heap || !state_of(heap)->waiter)
		return heap;
	for (const struct cusb_transfer *t = state_of(heap)->child; t; t = state_of(t)->sibling) {
		const struct cusb_transfer *found = deadline_of_queue(t);

		if (found && (!first || is_sooner(found, first)))
			first = found;
	}
	return first;
}

static void cut_off(struct cusb_transfer *transfer)
{
	struct cusb_transfer *before = state_of(transfer)->before,
			     *next = state_of(transfer)->sibling;

	if (state_of(before)->child == transfer)
		state_of(before)->child = next;
	else
		state_of(before)->sibling = next;
	if (next)
		state_of(next)->before = before;
}

void deadline_remove(struct session *session, struct cusb_transfer *transfer)
{
	struct cusb_transfer *rest = state_of(transfer)->child;

	state_of(transfer)->timed = false;
	if (rest)
		rest = meld_all(rest);
	if (session->deadlines == transfer) {
		session->deadlines = rest;
		return;
	}
	cut_off(transfer);
	if (rest)
		session->deadlines = meld(session->deadlines, rest);
}
