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
	if (a->state.deadline_s != b->state.deadline_s)
		return a->state.deadline_s < b->state.deadline_s;
	return a->state.deadline_ns < b->state.deadline_ns;
}

/* Joins two heaps. */
static struct cusb_transfer *meld(struct cusb_transfer *a, struct cusb_transfer *b)
{
	struct cusb_transfer *root = is_sooner(b, a) ? b : a;
	struct cusb_transfer *child = root == a ? b : a, *next = root->state.child;

	child->state.before = root;
	child->state.sibling = next;
	if (next)
		next->state.before = child;
	root->state.child = child;
	root->state.before = root->state.sibling = NULL;
	return root;
}

/* Joins the children of a removed parent: first in pairs, then the last pair with the others. */
static struct cusb_transfer *meld_all(struct cusb_transfer *child)
{
	struct cusb_transfer *pairs = NULL, *root;

	while (child) {
		struct cusb_transfer *second = child->state.sibling;
		struct cusb_transfer *next = second ? second->state.sibling : NULL;
		struct cusb_transfer *pair = second ? meld(child, second) : child;

		pair->state.sibling = pairs;
		pairs = pair;
		child = next;
	}
	root = pairs;
	pairs = pairs ? pairs->state.sibling : NULL;
	while (pairs) {
		struct cusb_transfer *next = pairs->state.sibling;

		root = meld(root, pairs);
		pairs = next;
	}
	if (root)
		root->state.before = root->state.sibling = NULL;
	return root;
}

void deadline_start(struct session *session, struct cusb_transfer *transfer,
		    struct timespec remaining)
{
	struct cusb_transfer_state *state = &transfer->state;
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

	if (!heap || !heap->state.waiter)
		return heap;
	for (const struct cusb_transfer *t = heap->state.child; t; t = t->state.sibling) {
		const struct cusb_transfer *found = deadline_of_queue(t);

		if (found && (!first || is_sooner(found, first)))
			first = found;
	}
	return first;
}

static void cut_off(struct cusb_transfer *transfer)
{
	struct cusb_transfer *before = transfer->state.before, *next = transfer->state.sibling;

	if (before->state.child == transfer)
		before->state.child = next;
	else
		before->state.sibling = next;
	if (next)
		next->state.before = before;
}

void deadline_remove(struct session *session, struct cusb_transfer *transfer)
{
	struct cusb_transfer *rest = transfer->state.child;

	transfer->state.timed = false;
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
