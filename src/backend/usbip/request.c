/* SPDX-License-Identifier: MIT */
/* Control requests of the backend's own. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbip/remote.h"

#define REQUEST_MS 5000

/* The lock is held during the wait. Answers for other threads ring their bells. */
static int run(struct remote *remote, struct cusb_transfer *transfer)
{
	struct pollfd fd = {.fd = remote->poll_fd, .events = POLLIN};
	int64_t until = clock_ms() + REQUEST_MS;
	bool expired = false;
	int err = queue_start(remote, NULL, NULL, transfer);

	while (err >= 0 && own_of(transfer)->phase != ENDED) {
		int64_t left = until - clock_ms();

		poll(&fd, 1, expired ? -1 : left > 0 ? (int)left : 0);
		queue_exchange(remote);
		if (!expired && clock_ms() >= until) {
			expired = true;
			queue_stop(remote, transfer);
		}
	}
	if (err < 0)
		return err;
	return expired && transfer->status == -ECANCELED ? -ETIMEDOUT : transfer->status;
}

ssize_t request_run(struct remote *remote, const struct cusb_setup *setup, void *data)
{
	size_t length = SETUP_SIZE + setup->wLength;
	uint8_t *bytes = malloc(length);
	struct cusb_transfer transfer = {.data = bytes, .length = length};
	int err;

	if (!bytes)
		return -ENOMEM;
	cusb_fill_setup(bytes, setup->bmRequestType, setup->bRequest, setup->wValue, setup->wIndex,
			setup->wLength);
	pthread_mutex_lock(&remote->lock);
	err = run(remote, &transfer);
	pthread_mutex_unlock(&remote->lock);
	if (transfer.actual_length > 0)
		memcpy(data, bytes + SETUP_SIZE, transfer.actual_length);
	free(bytes);
	return err < 0 ? err : (ssize_t)transfer.actual_length;
}
