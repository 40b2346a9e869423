/* SPDX-License-Identifier: MIT */
/* Transfers: the queue of an open device, and requests of the backend's own. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "remote.h"

#define SETUP_SIZE 8
#define GRACE_MS   5000 /* for the server to answer an unlink */
#define LOOK_MS	   1000 /* how often wait() gives reap() the chance to see that it did not */

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_isochronous(const struct cusb_endpoint *ep)
{
	return ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

/* handle NULL: a request of the backend's own. */
static int submit(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	struct cusb_transfer **end = &remote->in_flight;

	if (remote->gone)
		return -ENODEV;
	if (is_isochronous(ep) || transfer->stream_id > 0 ||
	    (!ep && transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK))
		return -ENOSYS;
	if (transfer->length > INT32_MAX)
		return -EMSGSIZE;
	remote->seqnum += 2;
	own_of(transfer)->number = remote->seqnum;
	own_of(transfer)->phase = UNSENT;
	own_of(transfer)->handle = handle;
	own_of(transfer)->link = NULL;
	while (*end)
		end = &own_of(*end)->link;
	*end = transfer;
	link_send(remote);
	return 0;
}

static int status_to_error(const struct cusb_transfer *transfer, int status)
{
	switch (status) {
	case -ENOENT:
	case -ECONNRESET:
		return -ECANCELED;
	case -EREMOTEIO: /* a short packet */
		return transfer->flags & CUSB_SHORT_NOT_OK ? -EREMOTEIO : 0;
	case -ESHUTDOWN:
		return -ENODEV;
	default:
		return status > 0 ? -EPROTO : status;
	}
}

/* The bell shows at poll_fd() as long as something has ended. */
static void ring(const struct cusb_handle *handle)
{
	ssize_t n = write(handle->bell, &(uint64_t){1}, sizeof(uint64_t));

	(void)n; /* it rings already */
}

static void silence(const struct cusb_handle *handle)
{
	uint64_t count;
	ssize_t n = read(handle->bell, &count, sizeof count);

	(void)n; /* it is silent already */
}

void transfer_ended(struct remote *remote, struct cusb_transfer *transfer, int status)
{
	struct cusb_handle *handle = own_of(transfer)->handle;
	struct cusb_transfer **at = &remote->in_flight;

	while (*at != transfer)
		at = &own_of(*at)->link;
	*at = own_of(transfer)->link;
	transfer->status = status_to_error(transfer, status);
	own_of(transfer)->phase = ENDED;
	own_of(transfer)->link = NULL;
	if (!handle)
		return;
	for (at = &handle->ended; *at;)
		at = &own_of(*at)->link;
	*at = transfer;
	ring(handle);
}

/*
 * What was not sent ends at once. The rest ends when the server has answered; of a message that is
 * being sent the end is sent before it is taken back.
 */
static void stop(struct remote *remote, struct cusb_transfer *transfer)
{
	switch (own_of(transfer)->phase) {
	case UNSENT:
		transfer_ended(remote, transfer, -ECONNRESET);
		return;
	case SENDING:
		own_of(transfer)->phase = SENDING_UNWANTED;
		break;
	case SENT:
		own_of(transfer)->phase = UNWANTED;
		link_send(remote);
		break;
	default:
		return;
	}
	if (remote->patience_ends == 0)
		remote->patience_ends = clock_ms() + GRACE_MS;
}

static bool is_stopped(const struct cusb_transfer *transfer)
{
	return own_of(transfer)->phase >= SENDING_UNWANTED;
}

/* A server that does not answer an unlink is as good as gone. */
static void exchange(struct remote *remote)
{
	const struct cusb_transfer *transfer;

	if (!remote->gone)
		link_send(remote);
	link_receive(remote);
	for (transfer = remote->in_flight; transfer && !is_stopped(transfer);)
		transfer = own_of(transfer)->link;
	if (!transfer)
		remote->patience_ends = 0;
	else if (clock_ms() >= remote->patience_ends)
		link_lose(remote);
}

/* ---- the queue ------------------------------------------------------------------------------- */

/* Sending and receiving are points where a thread can be cancelled; the core holds its lock then.
 */
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

static int queue_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
			struct cusb_transfer *transfer)
{
	int cancel_state, err;

	cancel_state = enter(handle->remote);
	err = submit(handle->remote, handle, ep, transfer);
	leave(handle->remote, cancel_state);
	return err;
}

static int queue_reap(struct cusb_handle *handle, struct cusb_transfer **out)
{
	struct cusb_transfer *transfer;
	int cancel_state, result = -EAGAIN;

	cancel_state = enter(handle->remote);
	if (!handle->ended)
		exchange(handle->remote);
	transfer = handle->ended;
	if (transfer) {
		*out = transfer;
		handle->ended = own_of(transfer)->link;
		result = handle->ended ? 1 : 0;
	}
	if (result == 0)
		silence(handle);
	leave(handle->remote, cancel_state);
	return result;
}

static int queue_discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	int cancel_state = enter(handle->remote);

	stop(handle->remote, transfer);
	leave(handle->remote, cancel_state);
	/* Its end rings the bell, which poll_fd() shows. */
	return 0;
}

static int queue_poll_fd(struct cusb_handle *handle)
{
	return handle->poll_fd;
}

static int queue_wait(struct cusb_handle *handle, struct timespec *remaining)
{
	struct pollfd fd = {.fd = handle->poll_fd, .events = POLLIN};
	int64_t left = LOOK_MS, begin = clock_ms();
	int result, cancel_state;

	if (remaining && remaining->tv_sec < LOOK_MS / 1000)
		left = (remaining->tv_nsec + 999999) / 1000000;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	result = poll(&fd, 1, (int)left);
	if (result < 0)
		result = -errno;
	pthread_setcancelstate(cancel_state, NULL);
	if (remaining) {
		left = (int64_t)remaining->tv_sec * 1000 + remaining->tv_nsec / 1000000;
		left -= clock_ms() - begin;
		if (left <= 0 && result == 0)
			result = -ETIMEDOUT;
		left = left < 0 ? 0 : left;
		remaining->tv_sec = (time_t)(left / 1000);
		remaining->tv_nsec = (long)(left % 1000 * 1000000);
	}
	return result > 0 ? 0 : result;
}

const struct cusb_queue_operations usbip_queue = {
	.submit = queue_submit,
	.reap = queue_reap,
	.discard = queue_discard,
	.poll_fd = queue_poll_fd,
	.wait = queue_wait,
};

/* ---- requests of the backend's own ----------------------------------------------------------- */

/* The lock is held while waiting: what comes for other threads rings their bells. */
static int run(struct remote *remote, struct cusb_transfer *transfer)
{
	struct pollfd fd = {.fd = remote->poll_fd, .events = POLLIN};
	int64_t until = clock_ms() + REQUEST_MS;
	int err = submit(remote, NULL, NULL, transfer);

	while (err == 0 && own_of(transfer)->phase != ENDED) {
		poll(&fd, 1, LOOK_MS);
		exchange(remote);
		if (own_of(transfer)->phase != ENDED && !is_stopped(transfer) &&
		    clock_ms() >= until)
			stop(remote, transfer);
	}
	return err < 0 ? err : transfer->status;
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

/* What the library asks with the device's lock held; all else goes through the queue. */
ssize_t usbip_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms)
{
	(void)timeout_ms; /* of these it is REQUEST_MS */
	if ((setup->bmRequestType & 0xe0) != 0x80 || setup->wLength != 1)
		return -ENOSYS;
	return request_run(handle->remote, setup, data);
}
