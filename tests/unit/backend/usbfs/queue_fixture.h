/* SPDX-License-Identifier: MIT */
/* A device that is open on a scripted kernel, and transfers to queue on it. */
#ifndef QUEUE_FIXTURE_H
#define QUEUE_FIXTURE_H

#include "backend/usbfs/script_session.h"
#include "unit.h"

extern const struct cusb_endpoint bulk_in; /* 0x81 */

extern struct script_kernel *sk;
extern struct cusb_device *dev;
extern struct cusb_handle *handle;
extern struct cusb_transfer transfers[5], *reaped;
extern char data[5][64];

/* A checked fixture. */
void queue_setup(void);
void queue_teardown(void);

/* The transfer of that index, of 64 bytes from the endpoint. */
int submit(size_t i, int timeout_ms);
void submit_all(size_t count, int timeout_ms);
/* It is the next to be reaped. */
void check_reaped(size_t i, int timeout_ms, int status, size_t actual_length);

#define PLAY(steps) sk_play(sk, steps, ARRAY_SIZE(steps))

#endif
