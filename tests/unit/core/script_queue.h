/* SPDX-License-Identifier: MIT */
/*
 * The scripted backend's queue: what was submitted comes back in that order, at once, or while
 * script.block is set, when it is discarded or script_unblock() was called.
 *
 * Recorded are `transfer` with endpoint, type, length and time limit, which a rule makes end with
 * an error; and `discard` with the endpoint. Rules for `submit`, `reap` and `wait` give what these
 * return.
 */
#ifndef SCRIPT_QUEUE_H
#define SCRIPT_QUEUE_H

#include <cusb/backend.h>

void script_queue_reset(void);
extern const struct cusb_queue_operations script_queue;

#endif
