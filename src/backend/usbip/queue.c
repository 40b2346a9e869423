/* SPDX-License-Identifier: MIT */
/*
 * Transfers, from their submission to their end.
 *
 * A long transfer goes in pieces, one after the other: usbip-host keeps each piece in one block of
 * memory, and a short packet ends the transfer. The later transfers of the same endpoint are held
 * until its last piece is on its way. A read is also held while a kept read may have its data.
 */
#include <errno.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

#define PIECE_MAX (128U * 1024)

/* ---- the list of transfers in flight --------------------------------------------------------- */

static void append(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);

	own->prev = remote->in_flight_last;
	own->next = NULL;
	if (own->prev)
		own_of(own->prev)->next = transfer;
	else
		remote->in_flight = transfer;
	remote->in_flight_last = transfer;
}

static void take_out(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);

	if (own->prev)
		own_of(own->prev)->next = own->next;
	else
		remote->in_flight = own->next;
	if (own->next)
		own_of(own->next)->prev = own->prev;
	else
		remote->in_flight_last = own->prev;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static unsigned int queue_number(const struct cusb_transfer *transfer)
{
	return is_control(transfer) ? 0 : queue_of(transfer->bEndpointAddress);
}

/* Whether all bytes are moved by one message. */
static bool is_whole(const struct cusb_transfer *transfer)
{
	return is_control(transfer) || is_isochronous(transfer);
}

/* A piece ends with a whole packet, unless it is the last. */
static uint32_t piece_length(const struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep = cusb_queue_entry_of(transfer)->endpoint;
	size_t left = data_length(transfer) - own_of(transfer)->done;
	unsigned int packet = ep ? ep->wMaxPacketSize & 0x7ff : 0;

	if (left <= PIECE_MAX || is_whole(transfer))
		return (uint32_t)left;
	return packet > 0 ? PIECE_MAX / packet * packet : PIECE_MAX;
}

static void send_piece(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);
	bool is_last;

	remote->seqnum += 2;
	own->number = remote->seqnum;
	own->piece = piece_length(transfer);
	own->phase = UNSENT;
	is_last = own->done + own->piece == data_length(transfer);
	remote->long_one[queue_number(transfer)] = is_last ? NULL : transfer;
	link_add(remote, transfer);
}

/* The held transfers of that endpoint, up to the next long one. */
static void send_held(struct remote *remote, unsigned int queue)
{
	for (struct cusb_transfer *t = remote->in_flight; t && !remote->long_one[queue];
	     t = own_of(t)->next)
		if (own_of(t)->phase == HELD && queue_number(t) == queue)
			send_piece(remote, t);
}

/* ---- the end --------------------------------------------------------------------------------- */

/* The bell shows at poll_fd() while `ended` has a transfer that no thread in reap() will see. */
static void ring(struct cusb_handle *handle)
{
	ssize_t n;

	if (handle->rung || handle->remote->reaper == handle)
		return;
	handle->rung = true;
	n = write(handle->bell, &(uint64_t){1}, sizeof(uint64_t));
	(void)n; /* a counter of 0 takes a 1 */
}

static int status_to_error(const struct cusb_transfer *transfer, int status)
{
	status = usbip_local_status(status);
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

/* `error` is 0 or the negative errno for the program. */
static void end(struct remote *remote, struct cusb_transfer *transfer, int error)
{
	struct cusb_handle *handle = own_of(transfer)->handle;
	unsigned int queue = queue_number(transfer);

	link_drop(remote, transfer);
	take_out(remote, transfer);
	transfer->status = error;
	own_of(transfer)->phase = ENDED;
	own_of(transfer)->next = NULL;
	if (remote->long_one[queue] == transfer) {
		remote->long_one[queue] = NULL;
		send_held(remote, queue);
	}
	if (!handle)
		return;
	if (handle->ended)
		own_of(handle->ended_last)->next = transfer;
	else
		handle->ended = transfer;
	handle->ended_last = transfer;
	ring(handle);
}

/* Without a bell: the result of discard() tells the core. */
static void end_silently(struct remote *remote, struct cusb_transfer *transfer)
{
	remote->reaper = own_of(transfer)->handle;
	end(remote, transfer, -ECANCELED);
	remote->reaper = NULL;
}

void queue_lose(struct remote *remote)
{
	remote->gone = true;
	shutdown(remote->fd, SHUT_RDWR); /* wakes the threads that poll */
	while (remote->in_flight)
		end(remote, remote->in_flight, -ENODEV);
	remote->out.parts = remote->out.part = 0;
	kept_free_all(remote);
	patience_end(remote);
}

/* A thread that waits for input alone has to look for room in the socket, too. */
static void send_all(struct remote *remote)
{
	bool was_watched = remote->out_watched;

	remote->unsent = 0;
	if (!remote->gone && link_send(remote) < 0)
		queue_lose(remote);
	if (!was_watched && remote->out_watched)
		for (struct cusb_handle *handle = remote->waiting; handle;
		     handle = handle->next_waiting)
			ring(handle);
}

/* ---- kept reads ------------------------------------------------------------------------------ */

/* Whether the transfer has ended with the data of kept reads; `kept` is the first. */
static bool take_kept(struct remote *remote, struct kept_read *kept, struct cusb_transfer *transfer)
{
	bool has_ended = false;
	int status;

	while (kept && kept->is_complete && !has_ended) {
		has_ended = kept_take(kept, transfer, &status);
		if (kept->taken == kept->received)
			kept_remove(remote, kept);
		if (has_ended)
			end(remote, transfer, status_to_error(transfer, status));
		kept = kept_first(remote, queue_number(transfer));
	}
	return has_ended;
}

/* The held reads of that endpoint get the data of kept reads first, in their order. */
static void use_kept(struct remote *remote, unsigned int queue)
{
	struct cusb_transfer *transfer = remote->in_flight, *next;
	struct kept_read *kept = kept_first(remote, queue);

	for (; kept && kept->is_complete && transfer; transfer = next) {
		next = own_of(transfer)->next;
		if (own_of(transfer)->phase != HELD || queue_number(transfer) != queue)
			continue;
		if (!take_kept(remote, kept, transfer))
			break;
		kept = kept_first(remote, queue);
	}
	if (!kept_first(remote, queue))
		send_held(remote, queue);
}

static void kept_answered(struct remote *remote, const struct answer *answer)
{
	struct kept_read *kept = answer->kept;
	unsigned int queue = kept->queue;

	kept->is_complete = true;
	kept->received = answer->actual_length;
	kept->status = answer->status;
	if (kept->is_void)
		kept_remove(remote, kept);
	else
		use_kept(remote, queue);
}

/* A read whose data is coming right now ends soon, and is not kept. */
static bool keep_read(struct remote *remote, struct cusb_transfer *transfer)
{
	if (remote->returns_cancelled || is_whole(transfer) || !is_in(transfer) ||
	    remote->in.transfer == transfer || !kept_add(remote, transfer, queue_number(transfer)))
		return false;
	end_silently(remote, transfer);
	return true;
}

/* ---- the start and the way to the end -------------------------------------------------------- */

static int check(const struct cusb_endpoint *ep, struct cusb_transfer *transfer)
{
	if (transfer->stream_id > 0)
		return cusb_refuse(-ENOSYS, "USB/IP has no streams");
	if (!ep && transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK)
		return cusb_refuse(-ENOSYS, "USB/IP has control transfers to endpoint 0 only");
	return is_isochronous(transfer) ? packets_check(transfer) : 0;
}

int queue_start(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		struct cusb_transfer *transfer)
{
	unsigned int queue = queue_number(transfer);
	int err;

	if (remote->gone)
		return -ENODEV;
	*own_of(transfer) = (struct remote_transfer){.handle = handle, .phase = HELD};
	err = check(ep, transfer);
	if (err < 0)
		return err;
	append(remote, transfer);
	if (kept_first(remote, queue))
		use_kept(remote, queue);
	else if (!remote->long_one[queue])
		send_piece(remote, transfer);
	if (++remote->unsent >= BATCH_MESSAGES || !(transfer->flags & CUSB_MORE) || remote->waiting)
		send_all(remote);
	return own_of(transfer)->phase == HELD;
}

void queue_flush(struct remote *remote)
{
	if (remote->unsent > 0)
		send_all(remote);
}

/* Whether the transfer has a further piece to move. */
static bool goes_on(const struct cusb_transfer *transfer, const struct answer *answer)
{
	return answer->status == 0 && answer->actual_length == own_of(transfer)->piece &&
	       own_of(transfer)->done < data_length(transfer) && !is_whole(transfer);
}

/* Data can come with an error, too. Returns whether an unlink is answered by it. */
static bool answered(struct remote *remote, const struct answer *answer)
{
	struct cusb_transfer *transfer = answer->transfer;
	struct remote_transfer *own = own_of(transfer);
	unsigned int queue = queue_number(transfer);
	bool was_stopped = is_stopped(transfer);

	own->done += answer->actual_length;
	transfer->actual_length = own->done;
	if (!goes_on(transfer, answer)) {
		end(remote, transfer, status_to_error(transfer, answer->status));
	} else if (own->phase != SENT) {
		end(remote, transfer, -ECANCELED);
	} else {
		send_piece(remote, transfer);
		send_held(remote, queue);
	}
	return was_stopped;
}

/*
 * What was not sent ends at once. The rest ends when the server has answered. A message that is
 * being sent must be sent to its end before it can be taken back.
 */
int queue_stop(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);

	switch (own->phase) {
	case HELD:
	case UNSENT:
		end_silently(remote, transfer);
		send_all(remote);
		return 1;
	case SENDING:
		own->phase = SENDING_UNWANTED;
		break;
	case SENT:
		if (keep_read(remote, transfer))
			return 1;
		own->phase = UNWANTED;
		link_add(remote, transfer);
		send_all(remote);
		break;
	default:
		return own->phase == ENDED ? -EALREADY : 0;
	}
	if (remote->patience_ends == 0)
		patience_begin(remote);
	return 0;
}

void queue_exchange(struct remote *remote)
{
	bool unlink_answered = false;
	struct answer answer;
	int result = 0;

	while (!remote->gone && (result = answer_receive(remote, &answer)) > 0) {
		if (answer.kept)
			kept_answered(remote, &answer);
		else
			unlink_answered |= answered(remote, &answer);
	}
	if (!remote->gone && result < 0) {
		if (result == -EPROTO)
			cusb_refuse(-EPROTO, "%s: the server's answer is not USB/IP", remote->name);
		queue_lose(remote);
	}
	send_all(remote);
	if (!remote->gone && patience_is_over(remote, unlink_answered))
		queue_lose(remote);
}
