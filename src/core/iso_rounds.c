/* SPDX-License-Identifier: MIT */
/*
 * A sync isochronous transfer without packets of its own: this file provides the packets. The
 * transfer runs in rounds; a round has as many packets as the backend has memory for.
 */
#include <errno.h>

#include "core/queue.h"

#define ROUND_MAX 8192 /* packets */

/* The rest of the data, and the progress. */
struct rounds {
	struct timespec deadline;
	size_t packet, left, room;
	unsigned int packets_max;
	int first_err; /* the error of the first round in which every packet failed */
	bool any;      /* at least one round succeeded */
};

/* 0 when at least one packet succeeded, otherwise the error of the first packet. */
static int judge(struct cusb_transfer *round)
{
	for (unsigned int i = 0; i < round->packet_count; i++)
		if (cusb_transfer_packet(round, i)->status == 0)
			return 0;
	return cusb_transfer_packet(round, 0)->status;
}

static int remaining_ms(const struct rounds *rounds, int timeout_ms)
{
	struct timespec left;

	if (timeout_ms == CUSB_NO_TIMEOUT)
		return timeout_ms;
	left = time_subtract(rounds->deadline, time_now());
	return remaining_is_over(&left) ? -ETIMEDOUT : time_to_ms(left, INT32_MAX);
}

static void fill(struct cusb_transfer *round, const struct cusb_transfer *transfer,
		 const struct rounds *rounds)
{
	size_t count = (rounds->left + rounds->packet - 1) / rounds->packet;

	if (count > rounds->packets_max)
		count = rounds->packets_max;
	round->bEndpointAddress = transfer->bEndpointAddress;
	round->flags = transfer->flags;
	round->start_frame = transfer->start_frame;
	round->packet_count = (unsigned int)(count ? count : 1);
	round->length = round->packet_count * rounds->packet;
	if (round->length > rounds->left)
		round->length = rounds->left;
	round->data = round->length ? (uint8_t *)transfer->data + rounds->room : NULL;
	cusb_transfer_fill_packets(round, rounds->packet);
}

/* The lock was released during the last round. */
static int run_round(struct session *session, const struct cusb_endpoint *ep,
		     struct cusb_transfer *round)
{
	int err = -ECANCELED;

	if (settings_may_be_claimed(&session->dev->settings, ep->interface->bInterfaceNumber))
		err = run_locked(session, ep, round);
	return err < 0 ? err : round->status;
}

/* IN data is moved together; OUT data stays. */
static void advance(struct cusb_transfer *transfer, struct cusb_transfer *round,
		    struct rounds *rounds)
{
	bool in = transfer->bEndpointAddress & CUSB_ENDPOINT_IN;

	if (in)
		cusb_transfer_compact(round);
	transfer->actual_length += round->actual_length;
	transfer->error_count += round->error_count;
	rounds->left -= round->length;
	rounds->room += in ? round->actual_length : round->length;
}

static int run_rounds(struct session *session, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer, struct cusb_transfer *round,
		      struct rounds *rounds)
{
	do {
		int err = remaining_ms(rounds, transfer->state.timeout_ms);

		if (err < 0)
			return err;
		fill(round, transfer, rounds);
		round->actual_length = round->error_count = 0;
		round->state.timeout_ms = err;
		round->state.shrinks = round->packet_count > 1;
		err = run_round(session, ep, round);
		if (err == -ENOMEM && round->packet_count > 1 && round->actual_length == 0) {
			rounds->packets_max = round->packet_count / 2;
			continue;
		}
		advance(transfer, round, rounds);
		if (err < 0)
			return err;
		err = judge(round);
		rounds->any = rounds->any || err == 0;
		if (rounds->first_err == 0)
			rounds->first_err = err;
	} while (rounds->left > 0);
	return rounds->any ? 0 : rounds->first_err;
}

int iso_run_rounds_locked(struct session *session, const struct cusb_endpoint *ep,
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
		rounds.deadline = time_add(time_now(), time);
	enter_locked(session);
	err = run_rounds(session, ep, transfer, round, &rounds);
	leave_locked(session);
	cusb_transfer_free(round);
	return err;
}
