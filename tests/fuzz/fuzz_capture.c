/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as a capture. Its events are printed as lines and as JSON, and each of its
 * devices is replayed; reads and writes out of bounds are the sanitizers' to find.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/replay/replay.h"
#include "cli/traffic/event_print.h"
#include "demand.h"

#define DEVICES 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prints nothing, because it has failed before. */
static struct output nowhere = {.err = -EIO};

static void check(const struct pcapng_event *event, const uint8_t *data, size_t size)
{
	const uint8_t *bytes = event->data;

	demand(event->packet->ndesc <= CAPTURE_ISO_MAX);
	demand(event->length <= size);
	demand(event->length == 0 || (bytes >= data && bytes + event->length <= data + size));
	demand(!event->comment || strlen(event->comment) < PCAPNG_COMMENT_SIZE);
}

static void print_all(struct capture_reader *reader, const uint8_t *data, size_t size)
{
	struct event_printer text = {.out = &nowhere}, json = {.out = &nowhere, .json = true};
	struct pcapng_event event;

	while (capture_next(reader, &event) > 0) {
		check(&event, data, size);
		event_print(&text, &event);
		event_print(&json, &event);
	}
}

static void replay(struct capture_reader *reader, const uint8_t *data, size_t size, uint16_t busnum,
		   uint8_t devnum)
{
	struct recording recording = {.busnum = busnum, .devnum = devnum};
	struct pcapng_event event;

	capture_begin_reading(reader, data, size);
	while (capture_next(reader, &event) > 0)
		if (event.packet->busnum == busnum && event.packet->devnum == devnum)
			demand(recording_take(&recording, &event) == 0);
	capture_begin_reading(reader, data, size);
	replay_print(&recording, reader, &nowhere);
	recording_free(&recording);
}

/* The first devices of the capture. */
static void replay_all(struct capture_reader *reader, const uint8_t *data, size_t size)
{
	struct {
		uint16_t busnum;
		uint8_t devnum;
	} devices[DEVICES];
	struct pcapng_event event;
	size_t count = 0, i;

	capture_begin_reading(reader, data, size);
	while (count < DEVICES && capture_next(reader, &event) > 0) {
		for (i = 0; i < count; i++)
			if (devices[i].busnum == event.packet->busnum &&
			    devices[i].devnum == event.packet->devnum)
				break;
		if (i == count) {
			devices[i].busnum = event.packet->busnum;
			devices[count++].devnum = event.packet->devnum;
		}
	}
	for (i = 0; i < count; i++)
		replay(reader, data, size, devices[i].busnum, devices[i].devnum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct capture_reader *reader = malloc(sizeof *reader);

	demand(reader != NULL);
	if (capture_begin_reading(reader, data, size) == 0) {
		print_all(reader, data, size);
		replay_all(reader, data, size);
	}
	free(reader);
	return 0;
}
