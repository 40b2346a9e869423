/* SPDX-License-Identifier: MIT */
/* A monitor in a set. Only one thread at a time uses a monitor, so the monitor needs no lock. */
#include <poll.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/log.h"
#include "core/monitor/monitor.h"
#include "core/wait/wait_set.h"

static struct timespec time_of(int64_t ms)
{
	return (struct timespec){.tv_sec = (time_t)(ms / 1000),
				 .tv_nsec = (long)(ms % 1000) * NS_PER_MS};
}

/* While its watch does not work, a monitor has no descriptor. 0 or -errno. */
static int follow_locked(struct item *item, enum watched_change change)
{
	struct cusb_monitor *monitor = item->told.monitor;
	int64_t time = monitor_next_time(monitor);
	struct timespec deadline = time_of(time);
	int fd = cusb_monitor_poll_fd(monitor);
	int err = fd == item->watched ? 0 : item_watch_locked(item, fd, POLLIN);

	item_set_deadline_locked(item, time == NO_DEADLINE ? NULL : &deadline);
	if (change == WATCHED_TAKEN)
		item_ready_locked(item);
	return err;
}

static void update(struct watcher *watcher, enum watched_change change)
{
	struct item *item = item_of(watcher);
	struct cusb_wait_set *set = item->set;
	int err;

	pthread_mutex_lock(&set->lock);
	err = follow_locked(item, change);
	if (err < 0) {
		log_line(CUSB_LOG_ERROR, "hotplug: cannot be waited for: %s", cusb_strerror(err));
		set->err = err;
		set_ring_locked(set);
	}
	pthread_mutex_unlock(&set->lock);
}

void item_end_monitor(struct item *item)
{
	item->told.monitor->watcher = NULL;
	pthread_mutex_lock(&item->set->lock);
	item_remove_locked(item);
	pthread_mutex_unlock(&item->set->lock);
	free(item);
}

static void end(struct watcher *watcher)
{
	item_end_monitor(item_of(watcher));
}

/* A new monitor may have events already. */
static int begin(struct item *item)
{
	int err;

	pthread_mutex_lock(&item->set->lock);
	err = item_add_locked(item);
	if (err == 0) {
		err = follow_locked(item, WATCHED_TAKEN);
		if (err < 0)
			item_remove_locked(item);
	}
	pthread_mutex_unlock(&item->set->lock);
	return err;
}

int cusb_wait_set_add_monitor(struct cusb_wait_set *set, struct cusb_monitor *monitor, void *user)
{
	struct item *item;
	int err;

	error_forget();
	if (monitor->watcher)
		return -EBUSY;
	item = item_new(set, (struct cusb_wait_item){.kind = CUSB_WAIT_MONITOR,
						     .monitor = monitor,
						     .fd = -1,
						     .user = user});
	if (!item)
		return -ENOMEM;
	item->edge = true;
	item->watcher.update = update;
	item->watcher.gone = end;
	err = begin(item);
	if (err < 0)
		free(item);
	else
		monitor->watcher = &item->watcher;
	return err;
}

int cusb_wait_set_remove_monitor(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	error_forget();
	if (!monitor->watcher || item_of(monitor->watcher)->set != set)
		return -ENOENT;
	item_end_monitor(item_of(monitor->watcher));
	return 0;
}
