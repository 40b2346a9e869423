/* SPDX-License-Identifier: MIT */
/* Arithmetic with times. Every layer may use it. NULL means no limit. */
#ifndef CUSB_CORE_TIMESPEC_H
#define CUSB_CORE_TIMESPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define NS_PER_S  1000000000L
#define NS_PER_MS 1000000L

static inline struct timespec time_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now;
}

/* A timespec from milliseconds; NULL for 0. */
static inline struct timespec *remaining_from_ms(int timeout_ms, struct timespec *time)
{
	if (timeout_ms == 0)
		return NULL;
	time->tv_sec = timeout_ms / 1000;
	time->tv_nsec = timeout_ms % 1000 * NS_PER_MS;
	return time;
}

static inline bool remaining_is_over(const struct timespec *remaining)
{
	return remaining && remaining->tv_sec == 0 && remaining->tv_nsec == 0;
}

static inline bool time_is_sooner(struct timespec a, struct timespec b)
{
	return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

static inline struct timespec time_add(struct timespec a, struct timespec b)
{
	struct timespec sum = {a.tv_sec + b.tv_sec, a.tv_nsec + b.tv_nsec};

	if (sum.tv_nsec >= NS_PER_S) {
		sum.tv_sec++;
		sum.tv_nsec -= NS_PER_S;
	}
	return sum;
}

/* a - b, but never below 0. */
static inline struct timespec time_subtract(struct timespec a, struct timespec b)
{
	struct timespec rest = {a.tv_sec - b.tv_sec, a.tv_nsec - b.tv_nsec};

	if (rest.tv_nsec < 0) {
		rest.tv_sec--;
		rest.tv_nsec += NS_PER_S;
	}
	return rest.tv_sec < 0 ? (struct timespec){0, 0} : rest;
}

/* In milliseconds, rounded up; at most `most`. */
static inline int time_to_ms(struct timespec time, int most)
{
	if (time.tv_sec >= most / 1000)
		return most;
	return (int)(time.tv_sec * 1000 + (time.tv_nsec + NS_PER_MS - 1) / NS_PER_MS);
}

#endif
