/* SPDX-License-Identifier: MIT */
/*
 * Reads that were cancelled here alone. usbip-host answers an unlink with a status, and drops the
 * data that had come. So a cancelled read stays with the server, and the next reads of the endpoint
 * get its data.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbip/remote.h"

/* In the order of their submission: the newest may be cancelled first. */
struct kept_read *kept_add(struct remote *remote, const struct cusb_transfer *transfer,
			   unsigned int queue)
{
	const struct remote_transfer *own = own_of(transfer);
	struct kept_read *kept = malloc(sizeof *kept + own->piece), **at = &remote->kept;

	if (!kept)
		return NULL;
	*kept = (struct kept_read){.queue = queue, .number = own->number, .length = own->piece};
	while (*at && (int32_t)((*at)->number - own->number) < 0)
		at = &(*at)->next;
	kept->next = *at;
	*at = kept;
	return kept;
}

struct kept_read *kept_first(const struct remote *remote, unsigned int queue)
{
	struct kept_read *kept = remote->kept;

	while (kept && (kept->queue != queue || kept->is_void))
		kept = kept->next;
	return kept;
}

void kept_remove(struct remote *remote, struct kept_read *kept)
{
	struct kept_read **at = &remote->kept;

	while (*at != kept)
		at = &(*at)->next;
	*at = kept->next;
	free(kept);
}

/* Whether the device ended its message with the last packet of this read. */
static bool was_short(const struct kept_read *kept, const struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep = cusb_queue_entry_of(transfer)->endpoint;
	unsigned int packet = ep->wMaxPacketSize & 0x7ff;

	return kept->received < kept->length || (packet > 0 && kept->received % packet != 0);
}

int kept_take(struct kept_read *kept, struct cusb_transfer *transfer, int *status)
{
	struct remote_transfer *own = own_of(transfer);
	size_t n = kept->received - kept->taken;
	bool is_emptied;

	if (n > transfer->length - own->done)
		n = transfer->length - own->done;
	if (n > 0)
		memcpy(data_of(transfer) + own->done, kept->data + kept->taken, n);
	kept->taken += n;
	own->done += n;
	transfer->actual_length = own->done;
	is_emptied = kept->taken == kept->received;
	*status = is_emptied ? kept->status : 0;
	return (is_emptied && (kept->status != 0 || was_short(kept, transfer))) ||
	       own->done == transfer->length;
}

void kept_void(struct remote *remote)
{
	struct kept_read *next;

	for (struct kept_read *kept = remote->kept; kept; kept = next) {
		next = kept->next;
		kept->is_void = true;
		if (kept->is_complete)
			kept_remove(remote, kept);
	}
}

void kept_free_all(struct remote *remote)
{
	while (remote->kept)
		kept_remove(remote, remote->kept);
}
