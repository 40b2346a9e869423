/* SPDX-License-Identifier: MIT */
/* The end of a session: the last thread that uses it collects the rest and closes the handle. */
#include <stdlib.h>

#include "core/queue.h"

/*
 * The lock is held while waiting: all is stopped, and comes back without delay. What has ended
 * stays in dev->completed for cusb_reap().
 */
static void drain(struct session *session)
{
	while (session->in_flight.first)
		if (collect_locked(session, session->in_flight.first) < 0 &&
		    session->in_flight.first)
			session->queue->wait(session->handle, NULL);
}

static void put_locked(struct session *session)
{
	struct device *dev = session->dev;
	struct session **at = &dev->closing;

	if (atomic_fetch_sub(&session->references, 1) != 1)
		return;
	while (*at != session)
		at = &(*at)->next;
	*at = session->next;
	drain(session);
	if (dev->backend->close)
		dev->backend->close(session->handle);
	free(session);
}

void session_put_last(struct session *session)
{
	pthread_mutex_t *lock = &session->dev->lock;

	pthread_mutex_lock(lock);
	put_locked(session);
	pthread_mutex_unlock(lock);
}

void session_left_locked(struct session *session)
{
	if (session->waiting == 0)
		put_locked(session);
}
