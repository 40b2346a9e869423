/* SPDX-License-Identifier: MIT */
/*
 * Many descriptors to wait for: epoll(7), and an eventfd as the bell that ends a wait.
 *
 * Descriptors belong to the process, not to the kernel of the devices: one set may have devices of
 * several kernels. So if a table of system calls has no epoll_create1(), the set uses the calls of
 * the running kernel.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "backend/usbfs/usbfs.h"
#include "core/native_backend.h"

#define BELL	   UINT64_MAX /* its key */
#define EVENTS_MAX 16	      /* of one wait */
#define TOLD	   (POLLIN | POLLPRI | POLLOUT | POLLERR | POLLHUP)

_Static_assert(EPOLLIN == POLLIN && EPOLLPRI == POLLPRI && EPOLLOUT == POLLOUT &&
		       EPOLLERR == POLLERR && EPOLLHUP == POLLHUP,
	       "events of epoll are those of poll");

/*
 * Kernel fact: epoll refuses a file without a poll function, such as a regular file, with EPERM;
 * poll(2) says that such a file is always ready. The nodes of a testbed can be such files. An
 * eventfd that is always ready stands in for one.
 */
struct stand_in {
	struct stand_in *next;
	int fd, eventfd;
};

struct poll_set {
	struct usbfs fs; /* for its system calls */
	int epoll, bell;
	struct stand_in *stand_ins;
};

static int watch(const struct poll_set *set, int fd, int events, bool edge, uint64_t key)
{
	struct epoll_event event = {.events = (uint32_t)events | (edge ? EPOLLET : 0),
				    .data.u64 = key};

	return sys_epoll_ctl(&set->fs, set->epoll, EPOLL_CTL_ADD, fd, &event);
}

static int add_stand_in(struct poll_set *set, int fd, int events, uint64_t key)
{
	struct stand_in *own = malloc(sizeof *own);
	int err;

	if (!own)
		return -ENOMEM;
	*own = (struct stand_in){set->stand_ins, fd, sys_eventfd2(&set->fs, 1, EFD_CLOEXEC)};
	err = own->eventfd < 0 ? own->eventfd : watch(set, own->eventfd, events, false, key);
	if (err < 0) {
		if (own->eventfd >= 0)
			sys_close(&set->fs, own->eventfd);
		free(own);
		return err;
	}
	set->stand_ins = own;
	return 0;
}

/* The kernel no longer watches a descriptor that is closed. */
static void drop_stand_in(struct poll_set *set, struct stand_in **place)
{
	struct stand_in *own = *place;

	*place = own->next;
	sys_close(&set->fs, own->eventfd);
	free(own);
}

static int add(struct poll_set *set, int fd, int events, bool edge, uint64_t key)
{
	int err = watch(set, fd, events, edge, key);

	return err == -EPERM && edge ? add_stand_in(set, fd, events, key) : err;
}

static void drop(struct poll_set *set, int fd)
{
	struct epoll_event unused = {0};
	struct stand_in **place = &set->stand_ins;

	sys_epoll_ctl(&set->fs, set->epoll, EPOLL_CTL_DEL, fd, &unused);
	while (*place && (*place)->fd != fd)
		place = &(*place)->next;
	if (*place)
		drop_stand_in(set, place);
}

static void end(struct poll_set *set)
{
	while (set->stand_ins)
		drop_stand_in(set, &set->stand_ins);
	if (set->bell >= 0)
		sys_close(&set->fs, set->bell);
	if (set->epoll >= 0)
		sys_close(&set->fs, set->epoll);
	free(set);
}

static int open_both(struct poll_set *set)
{
	set->bell = -1;
	set->epoll = sys_epoll_create1(&set->fs, EPOLL_CLOEXEC);
	if (set->epoll < 0)
		return set->epoll;
	set->bell = sys_eventfd2(&set->fs, 0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (set->bell < 0)
		return set->bell;
	return watch(set, set->bell, POLLIN, false, BELL);
}

static int begin(struct cusb_backend *backend, struct poll_set **out)
{
	struct poll_set *set = calloc(1, sizeof *set);
	int err;

	if (!set)
		return -ENOMEM;
	set->fs.syscalls = &real_poll_syscalls;
	if (backend->queue == &usbfs_queue && usbfs_of(backend)->syscalls->epoll_create1)
		set->fs = *usbfs_of(backend);
	err = open_both(set);
	if (err < 0) {
		end(set);
		return err;
	}
	*out = set;
	return 0;
}

static int fd(const struct poll_set *set)
{
	return set->epoll;
}

/* Another thread may have read it first. */
static void silence_bell(const struct poll_set *set)
{
	uint64_t count;

	sys_read(&set->fs, set->bell, &count, sizeof count);
}

static int wait(const struct poll_set *set, struct poll_set_event *events, int count,
		int timeout_ms)
{
	struct epoll_event ready[EVENTS_MAX];
	int n, kept = 0;

	n = sys_epoll_wait(&set->fs, set->epoll, ready, count < EVENTS_MAX ? count : EVENTS_MAX,
			   timeout_ms);
	for (int i = 0; i < n; i++) {
		if (ready[i].data.u64 == BELL)
			silence_bell(set);
		else
			events[kept++] = (struct poll_set_event){
				.key = ready[i].data.u64, .events = (int)(ready[i].events & TOLD)};
	}
	return n < 0 ? n : kept;
}

/* Without a log line, which signal handlers must not write. */
static void wake(const struct poll_set *set)
{
	const uint64_t one = 1;

	set->fs.syscalls->write(set->fs.kernel, set->bell, &one, sizeof one);
}

static const struct poll_set_operations operations = {
	.begin = begin,
	.end = end,
	.fd = fd,
	.add = add,
	.remove = drop,
	.wait = wait,
	.wake = wake,
};

const struct poll_set_operations *const native_poll_set = &operations;
