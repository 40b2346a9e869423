/* SPDX-License-Identifier: MIT */
/*
 * Time limits of transfers in the queue: a list in the order of the deadlines. A program mostly
 * uses one and the same limit, so a new one belongs at the end or near it. Nobody keeps the time:
 * whoever waits sleeps no longer than to the first deadline.
 */
#include "backend/usbfs/usbfs.h"

static struct timespec deadline_of(const struct cusb_transfer *transfer)
{
	return (struct timespec){.tv_sec = (time_t)transfer->state.deadline_s,
				 .tv_nsec = (long)transfer->state.deadline_ns};
}

static bool is_sooner(const struct cusb_transfer *a, const struct cusb_transfer *b)
{
	if (a->state.deadline_s != b->state.deadline_s)
		return a->state.deadline_s < b->state.deadline_s;
	return a->state.deadline_ns < b->state.deadline_ns;
}

static void insert(struct transfer_list *list, struct cusb_transfer *transfer)
{
	struct cusb_transfer *sooner = list->last;

	while (sooner && is_sooner(transfer, sooner))
		sooner = sooner->state.sooner;
	transfer->state.sooner = sooner;
	transfer->state.later = sooner ? sooner->state.later : list->first;
	if (transfer->state.later)
		transfer->state.later->state.sooner = transfer;
	else
		list->last = transfer;
	if (sooner)
		sooner->state.later = transfer;
	else
		list->first = transfer;
}

void deadline_start(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct timespec time;

	if (transfer->state.timeout_ms == CUSB_NO_TIMEOUT)
		return;
	remaining_from_ms(transfer->state.timeout_ms, &time);
	time = time_add(sys_now(), time);
	transfer->state.deadline_s = (uint32_t)time.tv_sec;
	transfer->state.deadline_ns = (uint32_t)time.tv_nsec;
	transfer->state.marks |= MARK_TIMED;
	insert(&handle->timed, transfer);
}

void deadline_stop(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct cusb_transfer_state *state = &transfer->state;

	if (!(state->marks & MARK_TIMED))
		return;
	state->marks &= ~(unsigned int)MARK_TIMED;
	if (state->sooner)
		state->sooner->state.later = state->later;
	else
		handle->timed.first = state->later;
	if (state->later)
		state->later->state.sooner = state->sooner;
	else
		handle->timed.last = state->sooner;
}

struct timespec deadline_next(const struct cusb_handle *handle)
{
	return time_subtract(deadline_of(handle->timed.first), sys_now());
}

struct cusb_transfer *deadline_passed(struct cusb_handle *handle)
{
	struct timespec left;

	if (!handle->timed.first)
		return NULL;
	left = deadline_next(handle);
	return remaining_is_over(&left) ? handle->timed.first : NULL;
}
