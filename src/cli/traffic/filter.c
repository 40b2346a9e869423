/* SPDX-License-Identifier: MIT */
/*
 * The kernel reports a device after it has asked the device for its descriptors. So events of a
 * device that is not known, and of a device without an address yet, wait for the report.
 */
#include <stdlib.h>
#include <string.h>

#include <cusb/monitor.h>

#include "cli/traffic/filter.h"

#define HELD_MAX (1U << 20)

enum { UNKNOWN, WANTED, OTHER };

/* In front of the bytes of an event that waits. */
struct held_event {
	size_t length;
	struct usbmon_packet packet;
};

static uint8_t *known_of(struct filter *filter, unsigned int bus, unsigned int address)
{
	return bus < FILTER_BUSES && address < FILTER_ADDRESSES ? &filter->known[bus][address]
								: NULL;
}

bool filter_wants(const struct filter *filter, const struct cusb_device *dev)
{
	bool found = !filter->wanted;

	for (size_t i = 0; i < filter->count && !found; i++) {
		struct cusb_device **list;
		ssize_t count = device_arg_find(&filter->wanted[i], filter->bus, &list);

		for (ssize_t j = 0; j < count; j++)
			found |= list[j]->bus == dev->bus && list[j]->address == dev->address;
		if (count >= 0)
			cusb_free_list(list);
	}
	return found;
}

/* ---- events that wait ------------------------------------------------------------------------ */

static size_t size_of(const struct held_event *held)
{
	return (sizeof *held + held->length + 15) & ~(size_t)15;
}

static void hold(struct filter *filter, const struct pcapng_event *event)
{
	size_t iso = event->packet->ndesc * sizeof *event->iso;
	struct held_event held = {iso + event->length, *event->packet};
	uint8_t *at = filter->held + filter->held_length;

	if (size_of(&held) > HELD_MAX - filter->held_length) {
		filter->overflowed++;
		return;
	}
	memcpy(at, &held, sizeof held);
	if (iso)
		memcpy(at + sizeof held, event->iso, iso);
	if (event->length)
		memcpy(at + sizeof held + iso, event->data, event->length);
	filter->held_length += size_of(&held);
}

static void take_held(struct filter *filter, const uint8_t *at)
{
	const struct held_event *held = (const void *)at;
	size_t iso = held->packet.ndesc * sizeof(struct usbmon_iso_packet);
	const uint8_t *bytes = at + sizeof *held;
	const struct pcapng_event event = {&held->packet, (const void *)bytes, bytes + iso,
					   held->length - iso, NULL};

	filter->take(filter->user, &event);
}

/* The device is known now: its events, and those before it had an address, are taken or dropped. */
static void release(struct filter *filter, const struct cusb_device *dev, bool wanted)
{
	size_t kept = 0, size;

	for (size_t at = 0; at < filter->held_length; at += size) {
		const struct held_event *held = (const void *)(filter->held + at);
		bool its = held->packet.busnum == dev->bus &&
			   (held->packet.devnum == dev->address || held->packet.devnum == 0);

		size = size_of(held);
		if (its && wanted)
			take_held(filter, filter->held + at);
		if (its)
			continue;
		memmove(filter->held + kept, held, size);
		kept += size;
	}
	filter->held_length = kept;
}

/* ---- the devices ----------------------------------------------------------------------------- */

static void learn(struct filter *filter, const struct cusb_device *dev)
{
	uint8_t *known = known_of(filter, dev->bus, dev->address);
	bool wanted = filter_wants(filter, dev);

	if (known)
		*known = wanted ? WANTED : OTHER;
	release(filter, dev, wanted);
}

void filter_look(struct filter *filter)
{
	struct cusb_event event;

	while (filter->monitor && cusb_monitor_next(filter->monitor, CUSB_DONT_WAIT, &event) == 0) {
		if (event.type == CUSB_ARRIVED)
			learn(filter, event.dev);
		cusb_device_free(event.dev);
	}
}

int filter_begin(struct filter *filter, const struct cli_bus *bus, struct device_arg *wanted,
		 size_t count)
{
	const struct cusb_monitor_options options = {
		.existing = true, .at_once = true, .openable_ms = -1};
	struct device_arg any;
	int err;

	filter->bus = bus;
	if (count == 0)
		return 0;
	filter->wanted = wanted;
	filter->count = count;
	filter->held = malloc(HELD_MAX);
	if (!filter->held) {
		fail("out of memory");
		return -1;
	}
	device_arg_parse(NULL, &any);
	device_arg_place(&any, bus);
	err = cusb_monitor_new(any.match, &options, &filter->monitor);
	if (err < 0)
		report_no_list(err);
	else
		filter_look(filter);
	return err;
}

void filter_end(struct filter *filter)
{
	cusb_monitor_free(filter->monitor);
	free(filter->held);
}

void filter_put(struct filter *filter, const struct pcapng_event *event)
{
	const uint8_t *known;

	if (!filter->wanted) {
		filter->take(filter->user, event);
		return;
	}
	known = known_of(filter, event->packet->busnum, event->packet->devnum);
	if (known && *known == WANTED)
		filter->take(filter->user, event);
	else if (known && *known == UNKNOWN)
		hold(filter, event);
}

int filter_poll_fd(const struct filter *filter)
{
	return filter->monitor ? cusb_monitor_poll_fd(filter->monitor) : -1;
}

int filter_poll_timeout(const struct filter *filter)
{
	return filter->monitor ? cusb_monitor_poll_timeout(filter->monitor) : -1;
}
