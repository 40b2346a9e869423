/* SPDX-License-Identifier: MIT */
/* Threads that sleep until a number changes. */
#ifndef CUSB_CORE_FUTEX_H
#define CUSB_CORE_FUTEX_H

#include <stdatomic.h>
#include <time.h>

/*
 * Sleeps as long as the number is `value`, until another thread wakes this one or the time of
 * CLOCK_MONOTONIC is over. 0 or -errno; -EINTR: a signal handler ran, also one with SA_RESTART.
 * @until: NULL: no limit.
 */
int futex_sleep(atomic_int *word, int value, const struct timespec *until);
/* Wakes one thread that sleeps. */
void futex_wake(atomic_int *word);

#endif
