/* SPDX-License-Identifier: MIT */
/*
 * A sync isochronous transfer without packets of its own: this file provides the packets. A long
 * transfer runs in rounds. Two rounds are in flight, so that the bus always has packets.
 *
 * Packets are in a row in the caller's data, each with the maximum length. When a round is back,
 * its IN data is moved to the end of the data before it. The data of later rounds begins behind
 * that place.
 */
#include <errno.h>
#include <string.h>

#include "core/log.h"
#include "core/queue.h"

#define ROUND_MAX 4096 /* packets */

struct round {
	struct cusb_transfer *transfer; /* NULL: not needed yet */
	struct waiter waiter;
	bool in_flight;
};

struct rounds {
	struct session *session;
	const struct cusb_endpoint *ep;
	struct cusb_transfer *whole; /* the caller's */
	struct timespec deadline;
	size_t packet, started; /* bytes: of a packet; of the data whose packets were in flight */
	unsigned int packets_max;
	struct round round[2];
	bool any;      /* at least one round was started */
	bool good;     /* at least one packet succeeded */
	int err;       /* of a round: ends the transfer */
	int refused;   /* the error of a round that was not started: no more are */
	int first_err; /* the error of the first round in which every packet failed */
};

static bool is_in(const struct rounds *rounds)
{
	return rounds->whole->bEndpointAddress & CUSB_ENDPOINT_IN;
}

/* An IN packet with less room than it may need would be cut. */
static bool is_all_started(const struct rounds *rounds)
{
	size_t left = rounds->whole->length - rounds->started;

	return rounds->any && (is_in(rounds) ? left < rounds->packet : left == 0);
}

static void fill(const struct rounds *rounds, struct cusb_transfer *round)
{
	const struct cusb_transfer *whole = rounds->whole;
	size_t left = whole->length - rounds->started, count = left / rounds->packet;

	if (count > rounds->packets_max)
		count = rounds->packets_max;
	round->length = count * rounds->packet;
	if (count < rounds->packets_max &&
	    (count == 0 || (!is_in(rounds) && round->length < left))) {
		count++;
		round->length = left;
	}
	round->packet_count = (unsigned int)count;
	round->bEndpointAddress = whole->bEndpointAddress;
	round->flags = whole->flags;
	if (rounds->any)
		round->flags &= ~(unsigned int)CUSB_START_FRAME;
	round->start_frame = whole->start_frame;
	round->data = round->length ? (uint8_t *)whole->data + rounds->started : NULL;
	cusb_transfer_fill_packets(round, rounds->packet);
}

/* The interface may have been released while this thread waited. */
static int submit(struct rounds *rounds, struct round *round, bool shrinks)
{
	struct session *session = rounds->session;

	if (!session->dev->by_hand &&
	    !settings_may_be_claimed(&session->dev->settings,
				     rounds->ep->interface->bInterfaceNumber))
		return -ECANCELED;
	round->waiter.wanted = round->transfer;
	round->waiter.list = NULL;
	state_of(round->transfer)->entry.shrinks = shrinks;
	return start_locked(session, rounds->ep, round->transfer, &round->waiter);
}

/* 1: there is no memory for a round of this length; a shorter round may find memory. */
static int start(struct rounds *rounds, struct round *round, bool other_in_flight)
{
	bool shrinks = other_in_flight;
	int err;

	if (!round->transfer)
		round->transfer = cusb_transfer_new(rounds->packets_max);
	if (!round->transfer)
		return other_in_flight ? 1 : -ENOMEM;
	fill(rounds, round->transfer);
	shrinks = shrinks || round->transfer->packet_count > 1;
	err = submit(rounds, round, shrinks);
	if (err == -ENOMEM && shrinks) {
		rounds->packets_max = (round->transfer->packet_count + 1) / 2;
		return 1;
	}
	if (err < 0)
		return err;
	round->in_flight = rounds->any = true;
	rounds->started += round->transfer->length;
	return 0;
}

/* Starts the round if there is more to start. Without memory it waits for the other one. */
static void start_next(struct rounds *rounds, struct round *next, const struct round *other)
{
	while (rounds->err == 0 && rounds->refused == 0 && !next->in_flight &&
	       !is_all_started(rounds)) {
		int err = start(rounds, next, other->in_flight);

		if (err > 0 && other->in_flight)
			return;
		if (err < 0)
			rounds->refused = err;
	}
}

/* 0 when at least one packet succeeded, otherwise the error of the first. Drops failed ones. */
static int judge(struct cusb_transfer *round)
{
	int err = cusb_transfer_packet(round, 0)->status;

	for (unsigned int i = 0; i < round->packet_count; i++) {
		struct cusb_iso_packet *packet = cusb_transfer_packet(round, i);

		if (packet->status == 0)
			err = 0;
		else
			packet->actual_length = 0;
	}
	return err;
}

static void take(struct rounds *rounds, struct cusb_transfer *round)
{
	struct cusb_transfer *whole = rounds->whole;
	int err = judge(round);

	if (is_in(rounds) && cusb_transfer_compact(round) > 0)
		memmove((uint8_t *)whole->data + whole->actual_length, round->data,
			round->actual_length);
	whole->actual_length += round->actual_length;
	whole->error_count += round->error_count;
	if (rounds->err == 0)
		rounds->err = round->status;
	rounds->good = rounds->good || err == 0;
	if (rounds->first_err == 0)
		rounds->first_err = err;
}

/* A handler ran, although the round had its own end. */
static bool is_interrupted(const struct rounds *rounds, const struct cusb_transfer *round)
{
	bool done = is_all_started(rounds) && !rounds->round[0].in_flight &&
		    !rounds->round[1].in_flight;

	return state_of(round)->why == STOP_INTERRUPTED && !done;
}

static void finish(struct rounds *rounds, struct round *round)
{
	struct timespec left, *limit = NULL;

	if (state_of(rounds->whole)->timeout_ms != CUSB_NO_TIMEOUT) {
		left = time_subtract(rounds->deadline, time_now());
		limit = &left;
	}
	if (rounds->err < 0 && state_of(round->transfer)->phase == TRANSFER_IN_FLIGHT)
		stop_locked(rounds->session, round->transfer, STOP_CANCELLED);
	finish_locked(rounds->session, &round->waiter, limit);
	round->in_flight = false;
	take(rounds, round->transfer);
	if (rounds->err == 0 && is_interrupted(rounds, round->transfer))
		rounds->err = -EINTR;
}

/* 0: the status is set. An error: no round was started. */
static int run(struct rounds *rounds)
{
	unsigned int oldest = 0;
	int err;

	for (;;) {
		struct round *first = &rounds->round[oldest], *second = &rounds->round[oldest ^ 1];

		start_next(rounds, first, second);
		start_next(rounds, second, first);
		if (!first->in_flight)
			break;
		finish(rounds, first);
		if (second->in_flight)
			oldest ^= 1;
	}
	if (!rounds->any)
		return rounds->refused;
	err = rounds->err < 0 ? rounds->err : rounds->refused;
	rounds->whole->status = err == 0 && !rounds->good ? rounds->first_err : err;
	return 0;
}

int iso_run_rounds_locked(struct session *session, const struct cusb_endpoint *ep,
			  struct cusb_transfer *transfer)
{
	struct rounds rounds = {.session = session,
				.ep = ep,
				.whole = transfer,
				.packet = cusb_iso_packet_size(ep),
				.packets_max = ROUND_MAX};
	struct timespec time;
	int err;

	transfer->actual_length = transfer->error_count = 0;
	state_of(transfer)->phase = TRANSFER_IDLE;
	if (rounds.packet == 0)
		return refuse(-EMSGSIZE, "%s: endpoint %#04x has packets of 0 bytes",
			      session->dev->public.name, ep->bEndpointAddress);
	if (transfer->length / rounds.packet < ROUND_MAX)
		rounds.packets_max = (unsigned int)(transfer->length / rounds.packet) + 1;
	if (remaining_from_ms(state_of(transfer)->timeout_ms, &time))
		rounds.deadline = time_add(time_now(), time);
	enter_locked(session);
	err = run(&rounds);
	leave_locked(session);
	cusb_transfer_free(rounds.round[0].transfer);
	cusb_transfer_free(rounds.round[1].transfer);
	return err;
}
