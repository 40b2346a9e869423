/* SPDX-License-Identifier: MIT */
/*
 * Counts, numbers and texts that a backend returns. With a wrong answer the core, or the program,
 * would read foreign memory. Each answer therefore passes one of these functions when it enters the
 * core. An impossible answer becomes -EPROTO, with a line in the log.
 */
#ifndef CUSB_CORE_ANSWER_H
#define CUSB_CORE_ANSWER_H

#include <cusb/backend.h>

#include "core/transfer_state.h"

/* Writes the line, and returns -EPROTO. `what` is the function of the backend. */
int answer_refuse(const struct cusb_backend *backend, const char *what, long long answer);

/* A number from 0 to `most`, or an error. */
int answer_number(const struct cusb_backend *backend, const char *what, int answer, int most);

/* The length of a text in `size` bytes, which ends with a NUL; or an error. */
ssize_t answer_text(const struct cusb_backend *backend, const char *what, ssize_t answer,
		    const char *text, size_t size);

/*
 * The byte count of a completed transfer; a wrong one makes the transfer fail. The counts of
 * packets are looked at by cusb_transfer_packet().
 */
void answer_check_transfer(const struct cusb_backend *backend, struct cusb_transfer *transfer);
static inline void answer_transfer(const struct cusb_backend *backend,
				   struct cusb_transfer *transfer)
{
	/* Without an endpoint it is a control transfer, whose count leaves out the SETUP packet. */
	if (transfer->actual_length > transfer->length || !state_of(transfer)->entry.endpoint)
		answer_check_transfer(backend, transfer);
}

#endif
