/* SPDX-License-Identifier: MIT */
/*
 * The time that the server has to answer an unlink. The timer is in the connection's epoll: a
 * thread that waits, a loop of the program and a wait set all notice a server that is silent.
 */
#include <sys/timerfd.h>
#include <unistd.h>

#include "backend/usbip/remote.h"

#define LOOKS 4 /* in this time: to see what has arrived at the server meanwhile */

static void set_timer(const struct remote *remote, int ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	timerfd_settime(remote->timer, 0, &(struct itimerspec){time, time}, NULL);
}

void patience_begin(struct remote *remote)
{
	remote->patience_ends = clock_ms() + remote->patience_ms;
	remote->delivered = link_delivered(remote);
	set_timer(remote, remote->patience_ms / LOOKS + 1);
}

void patience_end(struct remote *remote)
{
	remote->patience_ends = 0;
	set_timer(remote, 0);
}

/* On a slow connection the server gets an unlink long after it was sent: data is before it. */
static bool unlink_comes_nearer(const struct remote *remote, const struct cusb_transfer *stopped)
{
	return (own_of(stopped)->phase != UNLINKED ||
		remote->delivered < remote->out.unlink_ends) &&
	       link_delivered(remote) > remote->delivered;
}

static void silence(const struct remote *remote)
{
	uint64_t ticks;
	ssize_t n = read(remote->timer, &ticks, sizeof ticks);

	(void)n; /* it may have no ticks */
}

bool patience_is_over(struct remote *remote, bool unlink_answered)
{
	const struct cusb_transfer *transfer = remote->in_flight;

	if (remote->patience_ends == 0)
		return false;
	while (transfer && !is_stopped(transfer))
		transfer = own_of(transfer)->next;
	if (!transfer) {
		patience_end(remote);
		return false;
	}
	if (unlink_answered || unlink_comes_nearer(remote, transfer)) {
		patience_begin(remote);
		return false;
	}
	silence(remote);
	return clock_ms() >= remote->patience_ends;
}
