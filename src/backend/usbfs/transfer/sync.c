/* SPDX-License-Identifier: MIT */
/*
 * Sync calls: a transfer is submitted like any other, and its own thread waits for it.
 *
 * An isochronous transfer without packets gets them here. It goes in rounds, each of as many
 * packets as the kernel finds memory for.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

#define ROUND_MAX 8192 /* packets */

static int run(struct cusb_handle *handle, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer)
{
	struct waiter waiter;
	int err, cancel_state;

	transfer->actual_length = 0;
	waiter_init(&waiter, transfer, transfer->state.timeout_ms);
	/* A thread that ended while waiting would leave its stack to the kernel. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	pthread_mutex_lock(&handle->lock);
	err = queue_submit(handle, ep, transfer, &waiter);
	if (err == 0) {
		wait_for(handle, &waiter);
		transfer->state.phase = TRANSFER_IDLE;
		wake_others(handle);
	}
	pthread_mutex_unlock(&handle->lock);
	pthread_setcancelstate(cancel_state, NULL);
	transfer->status = err < 0 ? err : queue_result(handle, transfer);
	return transfer->status;
}

static int run_packets(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		       struct cusb_transfer *transfer)
{
	int err = iso_check(ep, transfer);

	if (err < 0)
		return err;
	err = run(handle, ep, transfer);
	if (transfer->state.started > 0)
		iso_end(transfer);
	return err;
}

/* 0 when a packet arrived well, else why the first did not. */
static int judge(const struct cusb_handle *handle, struct cusb_transfer *round)
{
	for (unsigned int i = 0; i < round->packet_count; i++)
		if (cusb_transfer_packet(round, i)->status == 0)
			return 0;
	return outcome(handle, cusb_transfer_packet(round, 0)->status);
}

/* What is to be read or written yet, and how far it has come. */
struct rounds {
	struct timespec deadline;
	size_t packet, left, room;
	unsigned int packets_max;
	int first_err; /* of a round in which every packet failed */
	bool any;      /* a round went well */
};

static int remaining_ms(const struct rounds *rounds, int timeout_ms)
{
	struct timespec left;

	if (timeout_ms == CUSB_NO_TIMEOUT)
		return timeout_ms;
	left = time_subtract(rounds->deadline, sys_now());
	if (remaining_is_over(&left))
		return -ETIMEDOUT;
	return (int)(left.tv_sec * 1000 + (left.tv_nsec + 999999) / 1000000);
}

static int run_round(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		     struct cusb_transfer *transfer, struct cusb_transfer *round,
		     struct rounds *rounds)
{
	size_t count = (rounds->left + rounds->packet - 1) / rounds->packet;
	int err = remaining_ms(rounds, transfer->state.timeout_ms);

	if (err < 0)
		return err;
	if (count > rounds->packets_max)
		count = rounds->packets_max;
	round->bEndpointAddress = transfer->bEndpointAddress;
	round->flags = transfer->flags;
	round->start_frame = transfer->start_frame;
	round->state.timeout_ms = err;
	round->packet_count = (unsigned int)(count ? count : 1);
	round->length = round->packet_count * rounds->packet;
	if (round->length > rounds->left)
		round->length = rounds->left;
	round->data = round->length ? (uint8_t *)transfer->data + rounds->room : NULL;
	cusb_transfer_fill_packets(round, rounds->packet);
	err = run(handle, ep, round);
	if (err == -ENOMEM && round->packet_count > 1 && round->actual_length == 0) {
		rounds->packets_max = round->packet_count / 2;
		return -EAGAIN;
	}
	if (transfer->bEndpointAddress & CUSB_ENDPOINT_IN)
		cusb_transfer_compact(round);
	return err;
}

/* IN data is put in a row; OUT data is where it is. */
static void advance(struct cusb_transfer *transfer, const struct cusb_transfer *round,
		    struct rounds *rounds)
{
	bool in = transfer->bEndpointAddress & CUSB_ENDPOINT_IN;

	transfer->actual_length += round->actual_length;
	transfer->error_count += round->error_count;
	rounds->left -= round->length;
	rounds->room += in ? round->actual_length : round->length;
}

static int run_rounds(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer, struct cusb_transfer *round,
		      struct rounds *rounds)
{
	int err;

	do {
		err = run_round(handle, ep, transfer, round, rounds);
		if (err == -EAGAIN)
			continue;
		if (err == -ETIMEDOUT && round->state.started == 0)
			return err;
		advance(transfer, round, rounds);
		if (err < 0)
			return err == -ENOMEM
				       ? urb_no_memory(transfer->bEndpointAddress, transfer->length)
				       : err;
		err = judge(handle, round);
		rounds->any = rounds->any || err == 0;
		if (rounds->first_err == 0)
			rounds->first_err = err;
		round->state.started = 0;
	} while (rounds->left > 0);
	return rounds->any ? 0 : rounds->first_err;
}

static int run_iso(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer)
{
	struct rounds rounds = {.packet = cusb_iso_packet_size(ep), .left = transfer->length};
	struct cusb_transfer *round;
	struct timespec time;
	size_t count;
	int err;

	if (rounds.packet == 0)
		return -EMSGSIZE;
	count = rounds.left / rounds.packet + 1;
	rounds.packets_max = count > ROUND_MAX ? ROUND_MAX : (unsigned int)count;
	round = cusb_transfer_new(rounds.packets_max);
	if (!round)
		return -ENOMEM;
	if (remaining_from_ms(transfer->state.timeout_ms, &time))
		rounds.deadline = time_add(sys_now(), time);
	err = run_rounds(handle, ep, transfer, round, &rounds);
	cusb_transfer_free(round);
	return err;
}

int usbfs_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer)
{
	if (!ep || (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) != CUSB_ENDPOINT_TYPE_ISO)
		return run(handle, ep, transfer);
	transfer->actual_length = transfer->error_count = 0;
	transfer->status = transfer->packet_count > 0 ? run_packets(handle, ep, transfer)
						      : run_iso(handle, ep, transfer);
	return transfer->status;
}
