/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: without a time limit FUTEX_WAIT begins again after a handler with SA_RESTART. With a
 * limit every handler ends it (futex_wait() in kernel/futex/waitwake.c). So there is always a
 * limit.
 *
 * The system call takes two longs of the kernel; see ppoll_long() in backend/usbfs/syscalls.c.
 */
#include <errno.h>
#include <linux/futex.h>
#include <linux/types.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/futex.h"

static const struct timespec never = {INT32_MAX, 0}; /* 68 years after the start of the system */

/* 0 or -errno. Only a wait reads `until`. */
static int futex(atomic_int *word, int operation, int value, const struct timespec *until)
{
	long result = -1;

	errno = ENOSYS;
#ifdef SYS_futex
	const __kernel_long_t time_long[2] = {(__kernel_long_t)until->tv_sec, until->tv_nsec};

	result =
		syscall(SYS_futex, word, operation, value, time_long, NULL, FUTEX_BITSET_MATCH_ANY);
#endif
#ifdef SYS_futex_time64
	const int64_t time64[2] = {until->tv_sec, until->tv_nsec};

	if (result < 0 && errno == ENOSYS)
		result = syscall(SYS_futex_time64, word, operation, value, time64, NULL,
				 FUTEX_BITSET_MATCH_ANY);
#endif
	return result < 0 ? -errno : 0;
}

int futex_sleep(atomic_int *word, int value, const struct timespec *until)
{
	return futex(word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, value, until ? until : &never);
}

void futex_wake(atomic_int *word)
{
	futex(word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, &never);
}
