/* SPDX-License-Identifier: MIT */
#include <limits.h>

#include "core/timespec.h"
#include "unit.h"

static void check(struct timespec time, long s, long ns)
{
	ck_assert_int_eq(time.tv_sec, s);
	ck_assert_int_eq(time.tv_nsec, ns);
}

CASE(no_milliseconds_are_no_limit)
{
	struct timespec time;

	ck_assert_ptr_null(remaining_from_ms(0, &time));
}

CASE(milliseconds_become_seconds_and_the_rest)
{
	struct timespec time;

	ck_assert_ptr_eq(remaining_from_ms(1, &time), &time);
	check(time, 0, 1000000);
	remaining_from_ms(1999, &time);
	check(time, 1, 999000000);
	remaining_from_ms(INT_MAX, &time);
	check(time, 2147483, 647000000);
}

CASE(only_nothing_left_is_over)
{
	ck_assert(remaining_is_over(&(struct timespec){0, 0}));
	ck_assert(!remaining_is_over(&(struct timespec){0, 1}));
	ck_assert(!remaining_is_over(&(struct timespec){1, 0}));
}

CASE(no_limit_is_never_over)
{
	ck_assert(!remaining_is_over(NULL));
}

CASE(sum_carries_into_the_seconds)
{
	check(time_add((struct timespec){1, 500000000}, (struct timespec){2, 499999999}), 3,
	      999999999);
	check(time_add((struct timespec){1, 500000000}, (struct timespec){2, 500000000}), 4, 0);
}

CASE(difference_borrows_from_the_seconds)
{
	check(time_subtract((struct timespec){3, 0}, (struct timespec){1, 1}), 1, 999999999);
	check(time_subtract((struct timespec){3, 5}, (struct timespec){3, 5}), 0, 0);
}

CASE(difference_is_never_below_0)
{
	check(time_subtract((struct timespec){3, 4}, (struct timespec){3, 5}), 0, 0);
	check(time_subtract((struct timespec){3, 0}, (struct timespec){9, 0}), 0, 0);
}
