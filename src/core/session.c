/* SPDX-License-Identifier: MIT */
/*
 * A session, from its beginning, when a call needs the device open, to its end, when the last
 * thread that uses it collects its transfers and closes the handle.
 */
#include <errno.h>
#include <stdlib.h>

#include "core/queue.h"

/* The backend's control() is one call, which a signal handler cannot end. */
static void choose_control_locked(struct session *session)
{
	const struct device *dev = session->dev;

	atomic_store(&session->control, is_interruptible(dev) ? NULL : dev->backend->control);
}

int session_begin_locked(struct device *dev)
{
	struct session *session;
	int err;

	if (dev->session)
		return 0;
	error_forget();
	if (atomic_load(&dev->left))
		return because(-ENODEV, "the device was unplugged");
	if (!dev->backend->open)
		return -ENOSYS;
	session = calloc(1, sizeof *session);
	if (!session)
		return -ENOMEM;
	err = dev->backend->open(dev->backend, &dev->public, dev->fd, &session->handle);
	if (err < 0) {
		free(session);
		return err;
	}
	session->dev = dev;
	session->opener = getpid();
	session->queue = dev->backend->queue;
	atomic_init(&session->references, 1);
	choose_control_locked(session);
	dev->session = session;
	watcher_tell(dev->watcher, WATCHED_CHANGED);
	return 0;
}

int device_open_locked(struct device *dev)
{
	return dev->by_hand && !dev->session ? dev->by_hand->refuse_closed(dev)
					     : session_begin_locked(dev);
}

void cusb_set_interruptible(struct cusb_device *public, bool on)
{
	struct device *dev = device_of(public);

	quick_lock_take(&dev->lock);
	atomic_store(&dev->interruptible, on);
	if (dev->session)
		choose_control_locked(dev->session);
	quick_lock_give(&dev->lock);
}

/*
 * Waits with the lock held: all transfers are stopped, and complete without delay. They stay in
 * dev->completed for cusb_reap().
 */
static void drain(struct session *session)
{
	while (session->in_flight.first)
		if (collect_locked(session, session->in_flight.first) < 0 &&
		    session->in_flight.first)
			session->queue->wait(session->handle, NULL);
}

static void end(struct session *session)
{
	const struct cusb_backend *backend = session->dev->backend;

	if (backend->close)
		backend->close(session->handle);
	free(session);
}

/* Its transfers come back in the parent, and may be on stacks of threads that are not here. */
void session_drop_locked(struct session *session)
{
	session->dev->in_flight -= session->queued;
	for (struct cusb_transfer *t = session->in_flight.first; t; t = state_of(t)->entry.next)
		state_of(t)->phase = TRANSFER_INHERITED;
	end(session);
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
	end(session);
}

void session_put_last(struct session *session)
{
	struct quick_lock *lock = &session->dev->lock;

	quick_lock_take(lock);
	put_locked(session);
	quick_lock_give(lock);
}

void session_note_release_locked(struct session *session, unsigned int number)
{
	if (atomic_load(&session->references) <= 1)
		return;
	interface_add(&session->released, number);
	atomic_store(&session->release_again, true);
}

static void release_again_locked(struct session *session)
{
	struct device *dev = session->dev;
	unsigned int alone = session->closed ? 1 : 2;

	for (unsigned int number = 0; number < INTERFACES_MAX; number++)
		if (interface_in(&session->released, number) &&
		    !settings_may_be_claimed(&dev->settings, number) && dev->backend->release)
			dev->backend->release(session->handle, number);
	if (atomic_load(&session->references) > alone)
		return;
	session->released = (struct interface_set){{0}};
	atomic_store(&session->release_again, false);
}

void session_release_again(struct session *session)
{
	quick_lock_take(&session->dev->lock);
	release_again_locked(session);
	quick_lock_give(&session->dev->lock);
}

void session_left_locked(struct session *session)
{
	if (session->waiting == 0)
		put_locked(session);
}
