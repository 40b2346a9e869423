/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

#include "core/wait/script_epoll.h"

#define EPOLL 1000
#define BELL  1001

struct script_epoll ep;
struct cusb_wait_set *ep_set;

static struct cusb_backend *backend;
static struct watched {
	int fd, ready;
	struct epoll_event event;
} watched[64];
static size_t watched_count;

static int next_error(int *err)
{
	int now = *err;

	*err = 0;
	return now;
}

static int open_fd(int *err, int fd)
{
	int refused = next_error(err);

	if (refused)
		return refused;
	ep.open_fds++;
	return fd;
}

static int fake_epoll_create1(void *kernel, int flags)
{
	(void)kernel;
	ck_assert_int_eq(flags, EPOLL_CLOEXEC);
	return open_fd(&ep.create_err, EPOLL);
}

static int fake_eventfd2(void *kernel, unsigned int value, int flags)
{
	(void)kernel;
	(void)flags;
	return open_fd(&ep.eventfd_err, value ? STAND_IN : BELL);
}

static struct watched *find(int fd)
{
	for (size_t i = 0; i < watched_count; i++)
		if (watched[i].fd == fd)
			return &watched[i];
	return NULL;
}

static int fake_close(void *kernel, int fd)
{
	struct watched *found = find(fd);

	(void)kernel;
	ep.open_fds--;
	if (fd == EPOLL)
		watched_count = 0;
	else if (found)
		*found = watched[--watched_count];
	return 0;
}

bool ep_watches(int fd)
{
	return find(fd);
}

bool ep_is_edge(int fd)
{
	return find(fd)->event.events & EPOLLET;
}

static int fake_epoll_ctl(void *kernel, int epfd, int operation, int fd, struct epoll_event *event)
{
	struct watched *found = find(fd);

	(void)kernel;
	ck_assert_int_eq(epfd, EPOLL);
	if (operation == EPOLL_CTL_ADD) {
		int err = next_error(&ep.add_err);

		if (err == 0)
			watched[watched_count++] = (struct watched){fd, 0, *event};
		return err;
	}
	if (!found)
		return -ENOENT;
	*found = watched[--watched_count];
	return 0;
}

static int take_events(struct epoll_event *events, int count)
{
	int n = 0;

	for (size_t i = 0; i < watched_count && n < count; i++) {
		int ready = watched[i].fd == BELL && ep.bell ? EPOLLIN : watched[i].ready;

		watched[i].ready = 0;
		if (!ready)
			continue;
		events[n] = watched[i].event;
		events[n++].events = (uint32_t)ready;
	}
	return n;
}

static int fake_epoll_wait(void *kernel, int epfd, struct epoll_event *events, int count,
			   int timeout_ms)
{
	const struct timespec time = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	void (*on_wait)(void) = ep.on_wait;
	int err = next_error(&ep.wait_err), n;

	(void)kernel;
	ck_assert_int_eq(epfd, EPOLL);
	ep.waits++;
	if (timeout_ms != 0)
		ep.timeout_ms = timeout_ms;
	n = err ? err : take_events(events, count);
	ep.on_wait = NULL;
	if (on_wait)
		on_wait();
	if (n == 0 && !ep.bell) {
		ck_assert_int_ge(timeout_ms, 0);
		nanosleep(&time, NULL);
	}
	return n;
}

static ssize_t fake_read(void *kernel, int fd, void *buf, size_t size)
{
	bool rung = ep.bell;

	(void)kernel;
	(void)buf;
	ck_assert_int_eq(fd, BELL);
	ep.reads++;
	ep.bell = false;
	return rung ? (ssize_t)size : -EAGAIN;
}

static ssize_t fake_write(void *kernel, int fd, const void *buf, size_t size)
{
	(void)kernel;
	(void)buf;
	ck_assert_int_eq(fd, BELL);
	ep.bell = true;
	return (ssize_t)size;
}

void ep_ready(int fd, int events)
{
	ck_assert(find(fd));
	find(fd)->ready = events;
}

void ep_begin(void)
{
	static const struct cusb_syscalls fake = {
		.close = fake_close,
		.read = fake_read,
		.epoll_create1 = fake_epoll_create1,
		.epoll_ctl = fake_epoll_ctl,
		.epoll_wait = fake_epoll_wait,
		.eventfd2 = fake_eventfd2,
		.write = fake_write,
	};

	core_begin_found();
	ep = (struct script_epoll){.create_err = 0};
	ck_assert_int_eq(cusb_usbfs_new(&(struct cusb_usbfs_options){.syscalls = &fake}, &backend),
			 0);
	cusb_set_default_backend(backend);
	ck_assert_int_eq(cusb_wait_set_new(&ep_set), 0);
	script_calls();
}

void ep_end(void)
{
	cusb_wait_set_free(ep_set);
	ck_assert_uint_eq(ep.open_fds, 0);
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	core_end();
}
