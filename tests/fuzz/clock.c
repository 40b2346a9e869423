/* SPDX-License-Identifier: MIT */
#include "core/timespec.h"

#include "clock.h"

static struct timespec now;

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_nanosleep(const struct timespec *time, struct timespec *left);

void clock_begin(void)
{
	now = (struct timespec){1000, 0};
}

void clock_pass(struct timespec time)
{
	now = time_add(now, time);
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
	if (clock != CLOCK_MONOTONIC)
		return __real_clock_gettime(clock, time);
	*time = now;
	return 0;
}

int __wrap_nanosleep(const struct timespec *time, struct timespec *left)
{
	(void)left;
	clock_pass(*time);
	return 0;
}
