/* SPDX-License-Identifier: MIT */
/*
 * Hotplug: a watch is an epoll of all connections. A new one shows that it can be written to, once;
 * from then on only its end shows, once.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "backend.h"

struct cusb_watch {
	struct cusb_watch *next;
	struct usbip_backend *backend;
	int fd;
};

static void watch_remote(const struct cusb_watch *watch, struct remote *remote, int operation,
			 uint32_t events)
{
	struct epoll_event event = {.events = events | (uint32_t)EPOLLONESHOT, .data.ptr = remote};

	epoll_ctl(watch->fd, operation, remote->fd, &event);
}

void watches_tell(struct usbip_backend *backend, struct remote *remote)
{
	for (struct cusb_watch *watch = backend->watches; watch; watch = watch->next)
		watch_remote(watch, remote, EPOLL_CTL_ADD, EPOLLOUT | EPOLLRDHUP);
}

int usbip_watch(struct cusb_backend *base, struct cusb_watch **out)
{
	struct cusb_watch *watch = calloc(1, sizeof *watch);
	struct usbip_backend *backend = usbip_of(base);

	if (!watch)
		return -ENOMEM;
	watch->fd = epoll_create1(EPOLL_CLOEXEC);
	if (watch->fd < 0) {
		int err = -errno;

		free(watch);
		return err;
	}
	watch->backend = backend;
	pthread_mutex_lock(&backend->lock);
	for (struct remote *remote = backend->remotes; remote; remote = remote->next)
		watch_remote(watch, remote, EPOLL_CTL_ADD, EPOLLRDHUP);
	watch->next = backend->watches;
	backend->watches = watch;
	pthread_mutex_unlock(&backend->lock);
	*out = watch;
	return 0;
}

void usbip_unwatch(struct cusb_watch *watch)
{
	struct cusb_watch **at = &watch->backend->watches;

	pthread_mutex_lock(&watch->backend->lock);
	while (*at != watch)
		at = &(*at)->next;
	*at = watch->next;
	pthread_mutex_unlock(&watch->backend->lock);
	close(watch->fd);
	free(watch);
}

int usbip_watch_fd(struct cusb_watch *watch)
{
	return watch->fd;
}

/* That something came or went is enough: the core looks what it is. */
int usbip_watch_next(struct cusb_watch *watch, struct cusb_change *change)
{
	struct epoll_event event;

	if (epoll_wait(watch->fd, &event, 1, 0) < 1)
		return -EAGAIN;
	if (!(event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
		watch_remote(watch, event.data.ptr, EPOLL_CTL_MOD, EPOLLRDHUP);
	*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
	return 0;
}

int usbip_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms)
{
	struct pollfd fd = {.fd = watch ? watch->fd : -1, .events = POLLIN};
	int ready = poll(&fd, 1, timeout_ms ? timeout_ms : -1);

	(void)backend;
	if (ready < 0)
		return -errno;
	return ready ? 0 : -ETIMEDOUT;
}
