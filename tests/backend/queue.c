/* SPDX-License-Identifier: MIT */
/* Transfers, from being submitted to having ended. */
#include <errno.h>

#include "remote.h"

#define GRACE_MS 5000 /* for the server to answer an unlink */

void list_append(struct transfer_list *list, struct cusb_transfer *transfer)
{
	transfer->state.next = NULL;
	transfer->state.prev = list->last;
	if (list->last)
		list->last->state.next = transfer;
	else
		list->first = transfer;
	list->last = transfer;
}

void list_remove(struct transfer_list *list, struct cusb_transfer *transfer)
{
	struct cusb_transfer *next = transfer->state.next, *prev = transfer->state.prev;

	if (prev)
		prev->state.next = next;
	else
		list->first = next;
	if (next)
		next->state.prev = prev;
	else
		list->last = prev;
}

/* Between the core's check and now, the device may have been closed or the interface released. */
static bool may_submit(const struct cusb_handle *handle, const struct cusb_endpoint *ep)
{
	if (!handle)
		return true;
	return !handle->shut_down &&
	       (!ep || handle->claimed >> ep->interface->bInterfaceNumber & 1);
}

static bool is_isochronous(const struct cusb_endpoint *ep)
{
	return ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

int queue_submit(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer, unsigned int marks)
{
	struct cusb_transfer_state *state = &transfer->state;

	transfer->actual_length = 0;
	if (!may_submit(handle, ep))
		return -ECANCELED;
	if (remote->gone)
		return -ENODEV;
	if (is_isochronous(ep) || transfer->stream_id > 0)
		return -ENOSYS;
	if (transfer->length > INT32_MAX)
		return -EMSGSIZE;
	remote->seqnum += 2;
	state->part = remote->seqnum;
	state->endpoint = ep;
	state->waiter = handle;
	state->phase = UNSENT;
	state->marks = marks;
	deadline_set(transfer, state->timeout_ms);
	list_append(&remote->flying, transfer);
	if (!(marks & MARK_SYNC))
		handle->in_flight++;
	link_enqueue(remote, transfer);
	link_send(remote);
	return 0;
}

static int outcome(const struct cusb_transfer *transfer, int status)
{
	switch (status) {
	case -ENOENT:
	case -ECONNRESET:
		return transfer->state.marks & MARK_EXPIRED ? -ETIMEDOUT : -ECANCELED;
	case -EREMOTEIO: /* a short packet */
		return transfer->flags & CUSB_SHORT_NOT_OK ? -EREMOTEIO : 0;
	case -ESHUTDOWN:
		return -ENODEV;
	default:
		return status > 0 ? -EPROTO : status;
	}
}

void queue_end(struct remote *remote, struct cusb_transfer *transfer, int status)
{
	struct cusb_handle *handle = transfer->state.waiter;

	list_remove(&remote->flying, transfer);
	link_dequeue(remote, transfer);
	transfer->status = outcome(transfer, status);
	transfer->state.phase = ENDED;
	if (!(transfer->state.marks & MARK_SYNC))
		list_append(&handle->ended, transfer);
	pthread_cond_broadcast(&remote->changed);
}

/*
 * What was not sent ends at once. The rest ends when the server has answered, which it must before
 * its new deadline; of one that is being sent the end is sent before it is taken back.
 */
void queue_stop(struct remote *remote, struct cusb_transfer *transfer, unsigned int mark)
{
	if (transfer->state.marks & MARK_STOPPED)
		return;
	transfer->state.marks |= mark;
	deadline_set(transfer, GRACE_MS);
	if (transfer->state.phase == SENT) {
		link_enqueue(remote, transfer);
		link_send(remote);
	} else if (link_dequeue(remote, transfer)) {
		queue_end(remote, transfer, -ECONNRESET);
	}
}

static bool is_for(const struct cusb_transfer *transfer, unsigned int address, int number)
{
	const struct cusb_endpoint *ep = transfer->state.endpoint;

	if (number >= 0)
		return ep && ep->interface->bInterfaceNumber == number;
	return address == ANY_ADDRESS || transfer->bEndpointAddress == address;
}

/* The newest first, or the next one would begin meanwhile. Stopping one may lose the connection. */
static int stop(struct cusb_handle *handle, unsigned int address, int number)
{
	struct remote *remote = handle->remote;
	struct cusb_transfer *t = remote->flying.last;
	int count = 0;

	while (t) {
		struct cusb_transfer *prev = t->state.prev;

		if (t->state.waiter == handle && is_for(t, address, number)) {
			count++;
			queue_stop(remote, t, MARK_CANCELLED);
		}
		t = remote->flying.first ? prev : NULL;
	}
	return count;
}

int queue_stop_endpoint(struct cusb_handle *handle, unsigned int address)
{
	return stop(handle, address, -1);
}

int queue_stop_interface(struct cusb_handle *handle, unsigned int number)
{
	return stop(handle, ANY_ADDRESS, (int)number);
}
