/* SPDX-License-Identifier: MIT */
/* What is left of a transfer's time. */
#include "backend/usbfs/usbfs.h"

#define NS_PER_S  1000000000L
#define NS_PER_MS 1000000L

struct timespec *remaining_from_ms(int timeout_ms, struct timespec *time)
{
	if (timeout_ms == 0)
		return NULL;
	time->tv_sec = timeout_ms / 1000;
	time->tv_nsec = timeout_ms % 1000 * NS_PER_MS;
	return time;
}

bool remaining_is_over(const struct timespec *remaining)
{
	return remaining && remaining->tv_sec == 0 && remaining->tv_nsec == 0;
}

struct timespec time_add(struct timespec a, struct timespec b)
{
	struct timespec sum = {a.tv_sec + b.tv_sec, a.tv_nsec + b.tv_nsec};

	if (sum.tv_nsec >= NS_PER_S) {
		sum.tv_sec++;
		sum.tv_nsec -= NS_PER_S;
	}
	return sum;
}

struct timespec time_subtract(struct timespec a, struct timespec b)
{
	struct timespec rest = {a.tv_sec - b.tv_sec, a.tv_nsec - b.tv_nsec};

	if (rest.tv_nsec < 0) {
		rest.tv_sec--;
		rest.tv_nsec += NS_PER_S;
	}
	return rest.tv_sec < 0 ? (struct timespec){0, 0} : rest;
}
