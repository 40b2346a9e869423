/* SPDX-License-Identifier: MIT */
/*
 * Waiting without a thread of the backend's own: of those that wait, one polls and reads for all,
 * and the others sleep until it has. When it stops, another one takes its place.
 */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "remote.h"

/*
 * How long poll may sleep on what does not wake it: a time limit that another thread sets, and a
 * transfer that another thread cancels before it was sent.
 */
#define LOOK_NS (100 * NS_PER_MS)

int64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t clock_after(int timeout_ms)
{
	return timeout_ms ? clock_ns() + timeout_ms * NS_PER_MS : NEVER;
}

static struct timespec to_timespec(int64_t ns)
{
	return (struct timespec){(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
}

void deadline_set(struct cusb_transfer *transfer, int timeout_ms)
{
	int64_t deadline = timeout_ms ? clock_after(timeout_ms) : 0;

	transfer->state.deadline_s = (uint32_t)(deadline / NS_PER_S);
	transfer->state.deadline_ns = (uint32_t)(deadline % NS_PER_S);
}

static int64_t deadline_of(const struct cusb_transfer *transfer)
{
	const struct cusb_transfer_state *state = &transfer->state;
	int64_t deadline = state->deadline_s * NS_PER_S + state->deadline_ns;

	return deadline ? deadline : NEVER;
}

int64_t deadline_first(const struct remote *remote)
{
	int64_t first = NEVER;

	for (struct cusb_transfer *t = remote->flying.first; t; t = t->state.next)
		if (deadline_of(t) < first)
			first = deadline_of(t);
	return first;
}

static struct cusb_transfer *find_expired(const struct remote *remote, int64_t now)
{
	struct cusb_transfer *transfer = remote->flying.first;

	while (transfer && deadline_of(transfer) > now)
		transfer = transfer->state.next;
	return transfer;
}

void deadline_expire(struct remote *remote)
{
	struct cusb_transfer *transfer;
	int64_t now = clock_ns();

	while ((transfer = find_expired(remote, now))) {
		if (transfer->state.marks & MARK_STOPPED)
			link_lose(remote); /* it was to be stopped, and the server says nothing */
		else
			queue_stop(remote, transfer, MARK_EXPIRED);
	}
}

static int poll_for_all(struct remote *remote, int64_t until)
{
	struct pollfd fd = {.fd = remote->poll_fd, .events = POLLIN};
	int64_t left = until - clock_ns();
	struct timespec time = to_timespec(left < 0 ? 0 : left < LOOK_NS ? left : LOOK_NS);
	int err = 0;

	remote->polling = true;
	pthread_mutex_unlock(&remote->lock);
	if (ppoll(&fd, 1, &time, NULL) < 0)
		err = -errno;
	pthread_mutex_lock(&remote->lock);
	remote->polling = false;
	if (!remote->gone)
		link_send(remote);
	link_receive(remote);
	pthread_cond_broadcast(&remote->changed);
	return err;
}

static void sleep_until(struct remote *remote, int64_t until)
{
	struct timespec time = to_timespec(until);

	if (until == NEVER)
		pthread_cond_wait(&remote->changed, &remote->lock);
	else
		pthread_cond_timedwait(&remote->changed, &remote->lock, &time);
}

int wait_for_change(struct remote *remote, int64_t until)
{
	int64_t first = deadline_first(remote);
	int err = 0;

	if (first < until)
		until = first;
	if (remote->polling)
		sleep_until(remote, until);
	else
		err = poll_for_all(remote, until);
	deadline_expire(remote);
	return err == -EINTR ? err : 0;
}
