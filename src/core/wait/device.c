/* SPDX-License-Identifier: MIT */
/* A device in a set. The device's lock is held in all functions that are not public. */
#include <poll.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/log.h"
#include "core/queue.h"
#include "core/wait/wait_set.h"

static struct session *open_session(const struct device *dev)
{
	return dev->session && !dev->session->closed ? dev->session : NULL;
}

/* The descriptor changes when the device is closed or opened. 0 or -errno. */
static int follow_descriptor(struct item *item, const struct session *session)
{
	int fd = session && session->queue ? session->queue->poll_fd(session->handle) : -1;

	if (fd < 0)
		fd = -1;
	item->session = session;
	return fd == item->watched ? 0 : item_watch_locked(item, fd, POLLIN | POLLOUT);
}

/*
 * While a thread waits in the backend for a sync call, no other thread reaps. The set then waits
 * for its turn, as a thread in cusb_reap() does, until leave_locked() tells it.
 */
static bool is_its_turn(struct item *item, const struct device *dev, enum watched_change change)
{
	struct session *session = open_session(dev);

	if (item->follows && (dev->session->closed || !dev->session->polling)) {
		item->follows = false;
		dev->session->waiting--;
		return session != NULL;
	}
	if (!item->follows && change == WATCHED_EMPTY && session && session->polling &&
	    session->queued > 0) {
		item->follows = true;
		session->waiting++;
	}
	return false;
}

/* Closing has cancelled them. A thread in a call that cannot be cancelled keeps their session. */
static bool has_cancelled(const struct device *dev)
{
	const struct session *session = dev->closing;

	while (session && session->queued == 0)
		session = session->next;
	return session != NULL;
}

static bool has_more(const struct device *dev, enum watched_change change)
{
	const struct session *session = open_session(dev);

	if (dev->completed.first || change == WATCHED_EMPTY)
		return dev->completed.first;
	return has_cancelled(dev) || (change == WATCHED_TAKEN && session && session->queued > 0);
}

static void follow_deadline(struct item *item, const struct session *session)
{
	const struct cusb_transfer *first = session ? deadline_of_queue(session->deadlines) : NULL;
	struct timespec deadline;

	if (first)
		deadline = deadline_of(first);
	item->has_deadline = first != NULL;
	item_set_deadline_locked(item, first ? &deadline : NULL);
}

static int follow_locked(struct item *item, const struct device *dev, bool ready)
{
	const struct session *session = open_session(dev);
	int err = follow_descriptor(item, session);

	follow_deadline(item, session);
	if (ready)
		item_ready_locked(item);
	return err;
}

/* The set has nothing to learn: a session has one descriptor as long as it is open. */
static bool knows(const struct item *item, const struct device *dev)
{
	const struct session *session = open_session(dev);

	return item->session == session && !item->has_deadline && !(session && session->deadlines);
}

static void update(struct watcher *watcher, enum watched_change change)
{
	struct item *item = item_of(watcher);
	struct cusb_wait_set *set = item->set;
	const struct device *dev = device_of(item->told.dev);
	bool ready = is_its_turn(item, dev, change) || has_more(dev, change);
	int err;

	if (!ready && knows(item, dev))
		return;
	pthread_mutex_lock(&set->lock);
	err = follow_locked(item, dev, ready);
	if (err < 0) {
		log_line(CUSB_LOG_ERROR, "%s: cannot be waited for: %s", dev->public.name,
			 cusb_strerror(err));
		set->err = err;
		set_ring_locked(set);
	}
	pthread_mutex_unlock(&set->lock);
}

static int begin_locked(struct item *item, struct device *dev)
{
	struct cusb_wait_set *set = item->set;
	int err;

	if (dev->watcher)
		return -EBUSY;
	if (!dev->backend->queue)
		return -ENOSYS;
	pthread_mutex_lock(&set->lock);
	err = item_add_locked(item);
	if (err == 0) {
		err = follow_locked(item, dev, dev->completed.first);
		if (err < 0)
			item_remove_locked(item);
	}
	pthread_mutex_unlock(&set->lock);
	if (err == 0)
		dev->watcher = &item->watcher;
	return err;
}

int cusb_wait_set_add_device(struct cusb_wait_set *set, struct cusb_device *public, void *user)
{
	struct device *dev = device_of(public);
	struct item *item = item_new(
		set, (struct cusb_wait_item){
			     .kind = CUSB_WAIT_DEVICE, .dev = public, .fd = -1, .user = user});
	int err;

	error_forget();
	if (!item)
		return -ENOMEM;
	item->edge = true;
	item->watcher.update = update;
	/* Another thread may remove the device before this one goes on. */
	cusb_device_ref(public);
	device_enter(dev);
	err = device_leave(dev, begin_locked(item, dev));
	if (err < 0) {
		cusb_device_free(public);
		free(item);
	}
	return err;
}

/* In a child of fork(2) the device may have forgotten the set. */
static void end_locked(struct item *item, struct device *dev)
{
	if (dev->watcher == &item->watcher) {
		dev->watcher = NULL;
		if (item->follows)
			dev->session->waiting--;
	}
	pthread_mutex_lock(&item->set->lock);
	item_remove_locked(item);
	pthread_mutex_unlock(&item->set->lock);
}

void item_end_device(struct item *item)
{
	struct device *dev = device_of(item->told.dev);

	device_enter(dev);
	end_locked(item, dev);
	device_leave(dev, 0);
	cusb_device_free(item->told.dev);
	free(item);
}

int cusb_wait_set_remove_device(struct cusb_wait_set *set, struct cusb_device *public)
{
	struct device *dev = device_of(public);
	struct item *item;

	device_enter(dev);
	item = dev->watcher ? item_of(dev->watcher) : NULL;
	if (item && item->set == set)
		end_locked(item, dev);
	else
		item = NULL;
	device_leave(dev, 0);
	if (!item)
		return -ENOENT;
	cusb_device_free(public);
	free(item);
	return 0;
}
