/* SPDX-License-Identifier: MIT */
/* What the cases of wait sets have in common. Everything here fails the case when it cannot be. */
#ifndef CONFORMANCE_WAIT_CASE_H
#define CONFORMANCE_WAIT_CASE_H

#include "queue_case.h"

/* An empty set. */
struct cusb_wait_set *wait_begin(void);
/* The next item, which is of that kind, within GUARD_MS. */
struct cusb_wait_item wait_next(struct cusb_wait_set *set, enum cusb_wait_kind kind);
/* Takes items until a transfer could be reaped, which is returned; its device. */
struct cusb_transfer *wait_reap(struct cusb_wait_set *set, struct cusb_device **dev);
/* Takes items until none is left, without reaping; returns how many, at most 100. */
int wait_count_left(struct cusb_wait_set *set);
/* Nothing can be reaped, and after that nothing is told for a while. */
void wait_expect_quiet(struct cusb_wait_set *set, struct cusb_device *dev);

#endif
