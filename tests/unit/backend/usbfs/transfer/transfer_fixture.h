/* SPDX-License-Identifier: MIT */
/* Transfers to run, or to queue, on a device that is open on a scripted kernel. */
#ifndef TRANSFER_FIXTURE_H
#define TRANSFER_FIXTURE_H

#include "backend/usbfs/transfer/transfer.h"
#include "backend/usbfs/usbfs_fixture.h"

#define MIB (1 << 20)

extern const struct cusb_endpoint bulk_in, bulk_out, interrupt_in; /* 0x81, 0x01, 0x81 */

extern struct cusb_transfer transfer;		   /* of run() */
extern struct cusb_transfer transfers[5], *reaped; /* of submit() */
extern char *data;				   /* 1 MiB of zeros */

void transfer_begin(void);
void transfer_end(void);

/* Does `transfer` with so many bytes of `data` and the flags that it has; 0 ms are no limit. */
int run(const struct cusb_endpoint *ep, size_t length, int timeout_ms);

/* Submits the transfer of that index: 64 bytes from bulk_in. */
int submit(size_t i, int timeout_ms);
void submit_all(size_t count, int timeout_ms);
/* Submits it to another endpoint, without a time limit. */
void submit_to(size_t i, const struct cusb_endpoint *ep, size_t length);
/* It is the next to be reaped. */
void check_reaped(size_t i, int timeout_ms, int status, size_t actual_length);

/* The URB that the ioctl of that index submitted. */
const struct sk_urb *urb_at(size_t i);

#endif
