/* SPDX-License-Identifier: MIT */
/*
 * A device object that is open on the scripted kernel, so that the core submits, waits and reaps as
 * it does for a program. Endpoints are what a test says, not what descriptors say:
 *
 *	handle = sk_open_session(sk);
 *	ck_assert_int_eq(sk_transfer(sk, &bulk_in, &transfer), 0);
 *	ck_assert_int_eq(cusb_reap(sk_object(sk), CUSB_DONT_WAIT, &reaped), 0);
 */
#ifndef SCRIPT_SESSION_H
#define SCRIPT_SESSION_H

#include "backend/usbfs/script_kernel.h"
#include "backend/usbfs/transfer/transfer.h"
#include "core/queue.h"

/* As sk_open(), in a session of the object. */
struct cusb_handle *sk_open_session(struct script_kernel *sk);
/* NULL before sk_open_session(). */
struct cusb_device *sk_object(struct script_kernel *sk);
/* The core's session; NULL when the object was closed. */
struct session *sk_session(struct script_kernel *sk);
/*
 * cusb_submit() and cusb_transfer_run() to that endpoint, NULL: 0; the time limit is the timeout_ms
 * of its state.
 */
int sk_submit_transfer(struct script_kernel *sk, const struct cusb_endpoint *ep,
		       struct cusb_transfer *transfer);
int sk_transfer(struct script_kernel *sk, const struct cusb_endpoint *ep,
		struct cusb_transfer *transfer);
/* An interface is released, as by cusb_release_interface(). */
void sk_release(struct script_kernel *sk, unsigned int number);
void sk_free_object(struct script_kernel *sk);

#endif
