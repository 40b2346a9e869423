/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "cli/replay/replay.h"
#include "cli/traffic/request_text.h"

/* The room of an array doubles. False: no memory. */
static bool make_room(void *array, size_t count, size_t *room, size_t size)
{
	void **at = array, *grown;
	size_t wanted = *room ? 2 * *room : 8;

	if (count < *room)
		return true;
	grown = realloc(*at, wanted * size);
	if (!grown)
		return false;
	*at = grown;
	*room = wanted;
	return true;
}

static int copy_bytes(struct recorded_bytes *to, const void *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);

	if (!copy)
		return -ENOMEM;
	if (length)
		memcpy(copy, bytes, length);
	free(to->bytes);
	*to = (struct recorded_bytes){copy, length};
	return 0;
}

/* The longest answer is the whole descriptor. */
static int keep_longest(struct recorded_bytes *kept, const struct pcapng_event *event)
{
	return event->length > kept->length ? copy_bytes(kept, event->data, event->length) : 0;
}

/* ---- requests -------------------------------------------------------------------------------- */

static bool is_same(const struct cusb_setup *one, const struct cusb_setup *other)
{
	return one->bmRequestType == other->bmRequestType && one->bRequest == other->bRequest &&
	       one->wValue == other->wValue && one->wIndex == other->wIndex;
}

/* NULL: no memory, or too many. */
static struct recorded_request *request_for(struct recording *recording,
					    const struct cusb_setup *setup)
{
	for (size_t i = 0; i < recording->count; i++)
		if (is_same(&recording->requests[i].setup, setup))
			return &recording->requests[i];
	recording->left_out |= recording->count == RECORDED_REQUESTS;
	if (recording->count == RECORDED_REQUESTS ||
	    !make_room(&recording->requests, recording->count, &recording->room,
		       sizeof *recording->requests))
		return NULL;
	recording->requests[recording->count] = (struct recorded_request){.setup = *setup};
	return &recording->requests[recording->count++];
}

static bool gets_descriptor(const struct cusb_setup *setup)
{
	return (setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_STANDARD &&
	       setup->bRequest == CUSB_REQ_GET_DESCRIPTOR;
}

/* A descriptor has one answer, which the kernel asks for, too, when the device is plugged in. */
static int add_answer(struct recording *recording, const struct cusb_setup *setup,
		      const struct pcapng_event *event)
{
	struct recorded_request *request = request_for(recording, setup);
	struct recorded_answer fresh = {.status = event->packet->status};

	if (!request)
		return recording->left_out ? 0 : -ENOMEM;
	if (gets_descriptor(setup) && request->count > 0) {
		if (event->length > request->answers->data.length)
			request->answers->status = 0;
		return keep_longest(&request->answers->data, event);
	}
	if (!make_room(&request->answers, request->count, &request->room, sizeof fresh) ||
	    copy_bytes(&fresh.data, event->data, event->length) < 0)
		return -ENOMEM;
	request->answers[request->count++] = fresh;
	return 0;
}

/* The place for a descriptor that has a line of its own, or NULL. */
static struct recorded_bytes *place_of(struct recording *recording, const struct cusb_setup *setup)
{
	unsigned int index = setup->wValue & 0xff;

	if (!gets_descriptor(setup) || setup->bmRequestType != CUSB_CTRL_IN)
		return NULL;
	switch (setup->wValue >> 8) {
	case CUSB_DESC_TYPE_DEVICE:
		return &recording->device;
	case CUSB_DESC_TYPE_CONFIG:
		return index < RECORDED_CONFIGURATIONS ? &recording->configurations[index] : NULL;
	case CUSB_DESC_TYPE_BOS:
		return &recording->bos;
	default:
		return NULL;
	}
}

/* Every virtual device answers the other standard requests by itself. */
static bool is_own(const struct cusb_setup *setup)
{
	return (setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_STANDARD &&
	       !gets_descriptor(setup);
}

static bool has_left(int status)
{
	return status == -ENODEV || status == -ESHUTDOWN;
}

static int complete(struct recording *recording, const struct cusb_setup *setup,
		    const struct pcapng_event *event)
{
	struct recorded_bytes *place = place_of(recording, setup);

	if (is_own(setup) || has_left(event->packet->status))
		return 0;
	if (place)
		return event->packet->status ? 0 : keep_longest(place, event);
	if (gets_descriptor(setup) && event->packet->status)
		return 0;
	return add_answer(recording, setup, event);
}

static int submit(struct recording *recording, const struct usbmon_packet *packet)
{
	struct recorded_submission fresh = {packet->id, setup_of(packet->setup)};

	if (!make_room(&recording->submissions, recording->submitted, &recording->submission_room,
		       sizeof fresh))
		return -ENOMEM;
	recording->submissions[recording->submitted++] = fresh;
	return 0;
}

/* Only captures of this tool tell the speed. The word has letters and digits. */
static void take_speed(struct recording *recording, const char *comment)
{
	const char *speed = comment ? strstr(comment, PCAPNG_SPEED) : NULL;
	size_t length;

	if (!speed || strncmp(comment, PCAPNG_KNOWN, strlen(PCAPNG_KNOWN)) != 0)
		return;
	speed += strlen(PCAPNG_SPEED);
	length = strspn(speed, "abcdefghijklmnopqrstuvwxyz-0123456789");
	if (speed[length] || length >= sizeof recording->speed)
		return;
	memcpy(recording->speed, speed, length + 1);
}

/* The kernel uses ids again, so the last submission counts. */
int recording_take(struct recording *recording, const struct pcapng_event *event)
{
	const struct usbmon_packet *packet = event->packet;
	size_t i = recording->submitted;
	struct cusb_setup setup;

	if (packet->xfer_type != USBMON_CONTROL)
		return 0;
	take_speed(recording, event->comment);
	if (packet->type == USBMON_SUBMIT)
		return packet->flag_setup ? 0 : submit(recording, packet);
	while (i > 0 && recording->submissions[i - 1].id != packet->id)
		i--;
	if (i == 0)
		return 0;
	setup = recording->submissions[i - 1].setup;
	recording->submissions[i - 1] = recording->submissions[--recording->submitted];
	return packet->type == USBMON_COMPLETE ? complete(recording, &setup, event) : 0;
}

void recording_free(struct recording *recording)
{
	for (size_t i = 0; i < recording->count; i++) {
		for (size_t j = 0; j < recording->requests[i].count; j++)
			free(recording->requests[i].answers[j].data.bytes);
		free(recording->requests[i].answers);
	}
	free(recording->requests);
	free(recording->submissions);
	free(recording->device.bytes);
	for (size_t i = 0; i < RECORDED_CONFIGURATIONS; i++)
		free(recording->configurations[i].bytes);
	free(recording->bos.bytes);
}

static unsigned int find_size(const struct recorded_bytes *cfg, uint8_t address)
{
	unsigned int size = 0;

	for (size_t at = 0;
	     at + 2 <= cfg->length && cfg->bytes[at] >= 2 && cfg->bytes[at] <= cfg->length - at;
	     at += cfg->bytes[at]) {
		const uint8_t *desc = cfg->bytes + at;

		if (desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= 7 && desc[2] == address &&
		    size == 0)
			size = (desc[4] | (unsigned int)desc[5] << 8) & 0x7ff;
	}
	return size;
}

unsigned int recording_packet_size(const struct recording *recording, uint8_t bEndpointAddress)
{
	unsigned int size = 0;

	for (size_t i = 0; i < RECORDED_CONFIGURATIONS && size == 0; i++)
		size = find_size(&recording->configurations[i], bEndpointAddress);
	return size;
}
