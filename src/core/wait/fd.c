/* SPDX-License-Identifier: MIT */
/* A descriptor of the program in a set. */
#include <poll.h>
#include <stdlib.h>

#include "core/log.h"
#include "core/wait/wait_set.h"

static struct item *find_locked(const struct cusb_wait_set *set, int fd)
{
	for (size_t i = 0; i < set->room; i++) {
		struct item *item = set->places[i].item;

		if (item && item->told.kind == CUSB_WAIT_FD && item->told.fd == fd)
			return item;
	}
	return NULL;
}

static int change_locked(struct item *item, int events, void *user)
{
	item->told.user = user;
	item->told.events = 0;
	return item_watch_locked(item, item->told.fd, events);
}

static int add_locked(struct cusb_wait_set *set, int fd, int events, void *user)
{
	struct item *item = find_locked(set, fd);
	int err;

	if (item)
		return change_locked(item, events, user);
	item = item_new(set, (struct cusb_wait_item){.kind = CUSB_WAIT_FD, .fd = fd, .user = user});
	if (!item)
		return -ENOMEM;
	err = item_add_locked(item);
	if (err == 0) {
		err = item_watch_locked(item, fd, events);
		if (err < 0)
			item_remove_locked(item);
	}
	if (err < 0)
		free(item);
	return err;
}

int cusb_wait_set_add_fd(struct cusb_wait_set *set, int fd, int events, void *user)
{
	int err;

	if (events & ~(POLLIN | POLLPRI | POLLOUT))
		return refuse(-EINVAL, "events %#x are not only POLLIN, POLLOUT and POLLPRI",
			      (unsigned int)events);
	if (fd < 0)
		return refuse(-EBADF, "descriptor %d is below 0", fd);
	error_forget();
	pthread_mutex_lock(&set->lock);
	err = add_locked(set, fd, events, user);
	pthread_mutex_unlock(&set->lock);
	return err;
}

static void end_locked(struct item *item)
{
	item_remove_locked(item);
	free(item);
}

void item_end_fd(struct item *item)
{
	pthread_mutex_t *lock = &item->set->lock;

	pthread_mutex_lock(lock);
	end_locked(item);
	pthread_mutex_unlock(lock);
}

int cusb_wait_set_remove_fd(struct cusb_wait_set *set, int fd)
{
	struct item *item;

	error_forget();
	pthread_mutex_lock(&set->lock);
	item = find_locked(set, fd);
	if (item)
		end_locked(item);
	pthread_mutex_unlock(&set->lock);
	return item ? 0 : -ENOENT;
}
