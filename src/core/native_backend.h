/* SPDX-License-Identifier: MIT */
/*
 * The link between the core and the native backend.
 *
 * A static program that only finds devices should not contain the code that uses devices. So at
 * first the default backend has only the functions for finding. The first call that uses a device
 * adds the other functions, and only this call refers to their code. In the same way only a wait
 * set refers to native_poll_set. The backend defines these symbols. native_backend.c has weak
 * definitions for a library without the backend.
 */
#ifndef CUSB_CORE_NATIVE_BACKEND_H
#define CUSB_CORE_NATIVE_BACKEND_H

#include <cusb/backend.h>

/* Descriptors to wait for. The native backend defines this struct. */
struct poll_set;

/* A descriptor that became ready. */
struct poll_set_event {
	uint64_t key; /* as given to add() */
	int events;   /* POLLIN and so on */
};

struct poll_set_operations {
	/* For a native backend uses its system calls; for any other backend, this machine's. */
	int (*begin)(struct cusb_backend *backend, struct poll_set **set);
	void (*end)(struct poll_set *set);
	/* A descriptor that shows POLLIN when wait() would return at once. */
	int (*fd)(const struct poll_set *set);
	/*
	 * @events: POLLIN and so on; POLLERR and POLLHUP in any case.
	 * @edge:   tell the descriptor only when it becomes ready, as EPOLLET does. A file that
	 *          cannot be polled is always ready.
	 * Returns 0. Without @edge, -EPERM means that the file cannot be polled.
	 */
	int (*add)(struct poll_set *set, int fd, int events, bool edge, uint64_t key);
	void (*remove)(struct poll_set *set, int fd);
	/*
	 * Waits at most timeout_ms; -1: no limit. Any number of threads may wait.
	 * Returns:
	 *   > 0     the number of events
	 *   0       the time is over, or wake() was called
	 *   -EINTR  a signal handler ran
	 */
	int (*wait)(const struct poll_set *set, struct poll_set_event *events, int count,
		    int timeout_ms);
	/* Ends the wait() that runs now, or the next one. A signal handler may call it. */
	void (*wake)(const struct poll_set *set);
};

extern struct cusb_backend *native_backend;
/* May be called any number of times, by any thread. */
void native_backend_complete(void);
extern const struct poll_set_operations *const native_poll_set; /* NULL: none */

#endif
