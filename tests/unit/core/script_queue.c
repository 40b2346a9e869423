/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "core/script_backend.h"
#include "core/script_handle.h"
#include "core/script_queue.h"
#include "core/script_record.h"
#include "core/transfer_state.h"
#include "unit.h"

static struct queued {
	struct cusb_handle *handle;
	struct cusb_transfer *transfer;
	int status;
	bool discarded;
} queued[16];
static size_t count;

void script_queue_reset(void)
{
	count = 0;
}

static const char *const types[] = {"control", "iso", "bulk", "interrupt"};

static int submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	int type = ep ? ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK : CUSB_ENDPOINT_TYPE_CTRL;
	int status = script_called(0, "transfer %02x %s %zu %d", transfer->bEndpointAddress,
				   types[type], transfer->length, state_of(transfer)->timeout_ms);
	int err = script_rule(0, "submit");

	/* By hand, a control endpoint has any address, and an unknown one none. */
	if (ep && ep->bEndpointAddress && ep->bEndpointAddress != transfer->bEndpointAddress)
		return -EINVAL;
	if (err < 0)
		return err;
	script_handle_lock();
	queued[count++] = (struct queued){handle, transfer, status, false};
	script_handle_count(handle, 1);
	script_handle_unlock();
	return err;
}

/* NULL: none yet. */
static struct queued *find_ended(const struct cusb_handle *handle)
{
	for (size_t i = 0; i < count; i++)
		if (queued[i].handle == handle &&
		    (!script.block || (queued[i].discarded && !script.stubborn)))
			return &queued[i];
	return NULL;
}

static void give_back(struct queued *ended, struct cusb_transfer **out)
{
	struct cusb_transfer *transfer = ended->transfer;
	size_t header = cusb_queue_entry_of(transfer)->endpoint ? 0 : 8;

	transfer->status = ended->discarded && !script.stubborn ? -ECANCELED : ended->status;
	transfer->actual_length =
		script.moved < 0 ? transfer->length - header : (size_t)script.moved;
	*out = transfer;
	script_handle_count(ended->handle, -1);
	memmove(ended, ended + 1, (size_t)(&queued[--count] - ended) * sizeof *ended);
}

static int reap(struct cusb_handle *handle, struct cusb_transfer **transfer)
{
	int err = script_rule(0, "reap");
	struct queued *ended;

	if (err < 0)
		return err;
	script_handle_lock();
	ended = find_ended(handle);
	if (ended)
		give_back(ended, transfer);
	script_handle_unlock();
	return ended ? 0 : -EAGAIN;
}

static int discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	script_called(0, "discard %02x", transfer->bEndpointAddress);
	script_handle_lock();
	for (size_t i = 0; i < count; i++)
		queued[i].discarded |= queued[i].handle == handle && queued[i].transfer == transfer;
	script_handle_unlock();
	return 0;
}

static int wait(struct cusb_handle *handle, struct timespec *remaining)
{
	int err = script_rule(0, "wait");

	(void)remaining;
	if (err < 0)
		return err;
	script_handle_lock();
	while (!find_ended(handle))
		script_handle_sleep();
	script_handle_unlock();
	return 0;
}

static int poll_fd(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(77, "poll_fd");
}

const struct cusb_queue_operations script_queue = {
	.submit = submit,
	.reap = reap,
	.discard = discard,
	.poll_fd = poll_fd,
	.wait = wait,
};
