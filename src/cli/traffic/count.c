/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cli/traffic/count.h"

static bool is_of(const struct traffic_count *count, const struct usbmon_packet *packet)
{
	return count->busnum == packet->busnum && count->devnum == packet->devnum &&
	       count->bEndpointAddress == packet->epnum;
}

/* NULL: there are too many. */
static struct traffic_count *count_of(struct traffic_counts *counts,
				      const struct usbmon_packet *packet)
{
	size_t i = counts->last;

	if (i < counts->count && is_of(&counts->endpoints[i], packet))
		return &counts->endpoints[i];
	for (i = 0; i < counts->count && !is_of(&counts->endpoints[i], packet); i++)
		;
	if (i == COUNTED_ENDPOINTS)
		return NULL;
	if (i == counts->count)
		counts->endpoints[counts->count++] =
			(struct traffic_count){.busnum = packet->busnum,
					       .devnum = packet->devnum,
					       .bEndpointAddress = packet->epnum,
					       .xfer_type = packet->xfer_type};
	counts->last = i;
	return &counts->endpoints[i];
}

/* A transfer that the host has cancelled, or that was short, is no error of the device. */
static bool is_error(int status)
{
	return status < 0 && status != -EPIPE && status != -ENOENT && status != -ECONNRESET &&
	       status != -EREMOTEIO && status != -EINPROGRESS;
}

void traffic_count(struct traffic_counts *counts, const struct usbmon_packet *packet)
{
	struct traffic_count *count;

	if (packet->type == USBMON_SUBMIT)
		return;
	count = count_of(counts, packet);
	if (!count)
		return;
	if (packet->type == USBMON_COMPLETE) {
		count->bytes += packet->len_urb;
		count->transfers++;
	}
	if (packet->xfer_type == USBMON_ISO && packet->iso.error_count > 0)
		count->errors += (unsigned int)packet->iso.error_count;
	count->errors += is_error(packet->status);
	count->stalls += packet->status == -EPIPE;
}

static int compare(const void *one, const void *other)
{
	const struct traffic_count *a = one, *b = other;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	if (a->transfers != b->transfers)
		return a->transfers < b->transfers ? 1 : -1;
	if (a->busnum != b->busnum)
		return a->busnum < b->busnum ? -1 : 1;
	if (a->devnum != b->devnum)
		return a->devnum < b->devnum ? -1 : 1;
	return a->bEndpointAddress < b->bEndpointAddress ? -1 : 1;
}

static void add(struct traffic_count *sum, const struct traffic_count *count)
{
	sum->bytes += count->bytes;
	sum->transfers += count->transfers;
	sum->errors += count->errors;
	sum->stalls += count->stalls;
}

size_t traffic_sort(struct traffic_counts *counts, struct traffic_count *devices, size_t most)
{
	size_t count = 0;

	counts->last = 0;
	qsort(counts->endpoints, counts->count, sizeof counts->endpoints[0], compare);
	for (size_t i = 0; i < counts->count; i++) {
		const struct traffic_count *endpoint = &counts->endpoints[i];
		size_t at = 0;

		while (at < count && (devices[at].busnum != endpoint->busnum ||
				      devices[at].devnum != endpoint->devnum))
			at++;
		if (at == most)
			continue;
		if (at == count)
			devices[count++] = (struct traffic_count){.busnum = endpoint->busnum,
								  .devnum = endpoint->devnum};
		add(&devices[at], endpoint);
	}
	qsort(devices, count, sizeof *devices, compare);
	return count;
}
