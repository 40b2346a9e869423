/* SPDX-License-Identifier: MIT */
/* The heap of time limits. */
#include <string.h>

#include "core/queue.h"
#include "unit.h"

#define COUNT 64

static struct session session;
static struct cusb_transfer transfers[COUNT];

static void setup(void)
{
	memset(&session, 0, sizeof session);
	memset(transfers, 0, sizeof transfers);
}

static void teardown(void)
{
}

static void start(size_t i, long seconds)
{
	deadline_start(&session, &transfers[i], (struct timespec){seconds, 0});
}

/* Neither in order nor in the opposite one. */
static size_t mixed(size_t i)
{
	return i * 27 % COUNT;
}

static const struct cusb_transfer *take_first(void)
{
	struct cusb_transfer *first = session.deadlines;

	deadline_stop(&session, first);
	return first;
}

FIXTURE(setup, teardown)

CASE(first_deadline_is_at_the_root)
{
	start(0, 30);
	start(1, 10);
	start(2, 20);
	ck_assert_ptr_eq(take_first(), &transfers[1]);
	ck_assert_ptr_eq(take_first(), &transfers[2]);
	ck_assert_ptr_eq(take_first(), &transfers[0]);
	ck_assert_ptr_null(session.deadlines);
}

CASE(deadlines_come_out_in_their_order)
{
	for (size_t i = 0; i < COUNT; i++)
		start(mixed(i), 1000 + (long)mixed(i));
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_ptr_eq(take_first(), &transfers[i]);
	ck_assert_ptr_null(session.deadlines);
}

CASE(falling_and_rising_deadlines_come_out_in_their_order)
{
	for (size_t i = 0; i < COUNT / 2; i++) {
		start(i, 5000 + (long)i);
		start(COUNT - 1 - i, 5000 + (long)(COUNT - 1 - i));
	}
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_ptr_eq(take_first(), &transfers[i]);
}

CASE(any_can_be_taken_out)
{
	for (size_t i = 0; i < COUNT; i++)
		start(mixed(i), 1000 + (long)mixed(i));
	for (size_t i = 1; i < COUNT; i += 2)
		deadline_stop(&session, &transfers[mixed(i)]);
	for (size_t i = 0; i < COUNT; i++)
		if (state_of(&transfers[i])->timed)
			ck_assert_ptr_eq(take_first(), &transfers[i]);
	ck_assert_ptr_null(session.deadlines);
}

CASE(what_was_taken_out_can_come_back)
{
	for (size_t i = 0; i < COUNT; i++)
		start(i, 1000 + (long)i);
	for (size_t i = 0; i < COUNT / 2; i++) {
		deadline_stop(&session, &transfers[i]);
		start(i, 9000 + (long)i);
	}
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_ptr_eq(take_first(), &transfers[(i + COUNT / 2) % COUNT]);
}

CASE(stopping_what_has_no_deadline_does_nothing)
{
	start(0, 1);
	deadline_stop(&session, &transfers[1]);
	ck_assert_ptr_eq(session.deadlines, &transfers[0]);
}

/* A sync call's transfer has a waiter. */
CASE(first_deadline_of_the_queue_leaves_out_sync_calls)
{
	static struct waiter waiter;

	ck_assert_ptr_null(deadline_of_queue(session.deadlines));
	for (size_t i = 0; i < COUNT; i++) {
		size_t at = mixed(i);

		state_of(&transfers[at])->waiter = at < COUNT / 2 ? &waiter : NULL;
		start(at, 1000 + (long)at);
	}
	ck_assert_ptr_eq(deadline_of_queue(session.deadlines), &transfers[COUNT / 2]);
	for (size_t i = 0; i < COUNT / 2; i++)
		ck_assert_ptr_eq(take_first(), &transfers[i]);
	ck_assert_ptr_eq(deadline_of_queue(session.deadlines), session.deadlines);
}
