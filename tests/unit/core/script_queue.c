/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "core/script_queue.h"
#include "core/script_record.h"

static struct cusb_transfer *queued[16];
static size_t count;
static int status;

void script_queue_reset(void)
{
	count = 0;
	status = 0;
}

void script_queue_shutdown(void)
{
	status = count > 0 ? -ECANCELED : 0;
}

int script_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	int err = script_called(0, "submit %02x %zu %d", transfer->bEndpointAddress,
				transfer->length, transfer->state.timeout_ms);

	(void)handle;
	if (!ep != (transfer->bEndpointAddress == 0))
		return -EINVAL;
	if (err == 0)
		queued[count++] = transfer;
	return err;
}

int script_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer)
{
	int err = script_called(count > 0 ? 0 : -ENODATA, "reap %d", timeout_ms);

	(void)handle;
	if (err < 0)
		return err;
	*transfer = queued[0];
	memmove(queued, queued + 1, --count * sizeof queued[0]);
	(*transfer)->status = status;
	return 0;
}

int script_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	(void)handle;
	return script_called(0, "cancel %02x", transfer->bEndpointAddress);
}

int script_cancel_all(struct cusb_handle *handle, unsigned int address)
{
	(void)handle;
	return script_called(3, "cancel_all %02x", address);
}

int script_poll_fd(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(77, "poll_fd");
}

int script_poll_timeout(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(123, "poll_timeout");
}
