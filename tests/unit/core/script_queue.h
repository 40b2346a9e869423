/* SPDX-License-Identifier: MIT */
/* The scripted backend's queue: what was submitted comes back in that order, well or cancelled. */
#ifndef SCRIPT_QUEUE_H
#define SCRIPT_QUEUE_H

#include <cusb/backend.h>

void script_queue_reset(void);
/* From now on everything comes back as cancelled. */
void script_queue_shutdown(void);
/* In a backend's table. */
int script_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer);
int script_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer);
int script_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer);
int script_cancel_all(struct cusb_handle *handle, unsigned int address);
int script_poll_fd(struct cusb_handle *handle);
int script_poll_timeout(struct cusb_handle *handle);

#endif
