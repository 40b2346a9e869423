/* SPDX-License-Identifier: MIT */
/* The queue of an open device, as the core calls it. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "backend/usbip/remote.h"

/* Reading and writing a socket can end a thread of pthread_cancel(3), with the core's lock held. */
static int enter(struct remote *remote)
{
	int cancel_state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	pthread_mutex_lock(&remote->lock);
	return cancel_state;
}

static void leave(struct remote *remote, int cancel_state)
{
	pthread_mutex_unlock(&remote->lock);
	pthread_setcancelstate(cancel_state, NULL);
}

static int submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	int cancel_state = enter(handle->remote);
	int result = queue_start(handle->remote, handle, ep, transfer);

	leave(handle->remote, cancel_state);
	return result;
}

static void silence(struct cusb_handle *handle)
{
	uint64_t count;
	ssize_t n;

	if (!handle->rung)
		return;
	handle->rung = false;
	n = read(handle->bell, &count, sizeof count);
	(void)n; /* it was rung, so it has a count */
}

static int reap(struct cusb_handle *handle, struct cusb_transfer **out)
{
	struct remote *remote = handle->remote;
	int cancel_state = enter(remote);
	struct cusb_transfer *transfer;
	int result = -EAGAIN;

	remote->reaper = handle;
	if (!handle->ended)
		queue_exchange(remote);
	remote->reaper = NULL;
	transfer = handle->ended;
	if (transfer) {
		*out = transfer;
		handle->ended = own_of(transfer)->next;
		result = handle->ended ? 1 : 0;
	}
	if (!handle->ended)
		silence(handle);
	leave(remote, cancel_state);
	return result;
}

static int discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	int cancel_state = enter(handle->remote);
	int result = queue_stop(handle->remote, transfer);

	leave(handle->remote, cancel_state);
	return result;
}

static int poll_fd(struct cusb_handle *handle)
{
	return handle->poll_fd;
}

static int64_t to_ms(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000 + (time->tv_nsec + 999999) / 1000000;
}

static int subtract(struct timespec *remaining, int64_t begin)
{
	int64_t left = to_ms(remaining) - (clock_ms() - begin);

	left = left < 0 ? 0 : left;
	remaining->tv_sec = (time_t)(left / 1000);
	remaining->tv_nsec = (long)(left % 1000 * 1000000);
	return left > 0 ? 0 : -ETIMEDOUT;
}

static void stop_waiting(struct cusb_handle *handle)
{
	struct cusb_handle **at = &handle->remote->waiting;

	while (*at != handle)
		at = &(*at)->next_waiting;
	*at = handle->next_waiting;
}

/*
 * Not at poll_fd(): an epoll in an epoll takes its time. The connection lasts as long as the
 * handle. What other threads submit meanwhile is sent at once: this thread does not send it.
 */
static int sleep_for(struct cusb_handle *handle, int ms)
{
	struct remote *remote = handle->remote;
	struct pollfd fds[] = {{.fd = -1},
			       {.fd = handle->bell, .events = POLLIN},
			       {.fd = remote->timer, .events = POLLIN}};
	int cancel_state = enter(remote), result;

	queue_flush(remote);
	fds[0].fd = remote->fd;
	fds[0].events = (short)(POLLIN | (remote->out_watched ? POLLOUT : 0));
	handle->next_waiting = remote->waiting;
	remote->waiting = handle;
	pthread_mutex_unlock(&remote->lock);
	result = poll(fds, sizeof fds / sizeof *fds, ms);
	if (result < 0)
		result = -errno;
	pthread_mutex_lock(&remote->lock);
	stop_waiting(handle);
	leave(remote, cancel_state);
	return result;
}

static int wait(struct cusb_handle *handle, struct timespec *remaining)
{
	int64_t begin = remaining ? clock_ms() : 0, limit = remaining ? to_ms(remaining) : -1;
	int result = sleep_for(handle, limit < INT_MAX ? (int)limit : INT_MAX);

	if (remaining && subtract(remaining, begin) < 0 && result == 0)
		return -ETIMEDOUT;
	return result < 0 ? result : 0;
}

const struct cusb_queue_operations usbip_queue = {
	.submit = submit,
	.reap = reap,
	.discard = discard,
	.poll_fd = poll_fd,
	.wait = wait,
};
