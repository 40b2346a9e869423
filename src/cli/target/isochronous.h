/* SPDX-License-Identifier: MIT */
/* Reading an isochronous endpoint without a gap: several transfers are in flight at a time. */
#ifndef CUSB_CLI_TARGET_ISOCHRONOUS_H
#define CUSB_CLI_TARGET_ISOCHRONOUS_H

#include <stdbool.h>

#include <cusb/transfer.h>

/* Takes the bytes that came; false: no more are wanted. */
typedef bool (*isochronous_take_fn)(void *user, const void *data, size_t length);

/*
 * Reads until `take` returns false. The bytes that came before an error are taken, too. `hint` is the
 * number of bytes that are wanted, at most. Returns 0; -ETIMEDOUT: no byte came in the device's
 * default timeout; the error of a transfer's first packet, when all its packets failed; or an error
 * of cusb_submit() and cusb_reap().
 */
int isochronous_read(struct cusb_device *dev, const struct cusb_endpoint *ep,
		     unsigned long long hint, isochronous_take_fn take, void *user);

#endif
