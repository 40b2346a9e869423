/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: a program that watches devices arrive and leave on a hostile kernel. The rules: the
 * first event of a device is CUSB_ARRIVED and the last one CUSB_LEFT; two devices of one name are
 * never present at once; an error of the program's own match is the result of the call; nothing
 * stays open.
 */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "clock.h"
#include "demand.h"
#include "fail_alloc.h"
#include "hostile/hostile.h"
#include "input.h"
#include "log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EVENTS_MAX 200

/* Devices of which an event came. A reference is kept, so no other device gets the address. */
struct seen {
	struct cusb_device *dev;
	bool there;
};

static struct seen seen[EVENTS_MAX];
static size_t seen_count;

/* The error that the program's match has returned during a call; 0: none. */
static int told;

static int is_mine(struct cusb_device *dev, void *user)
{
	(void)dev;
	(void)user;
	if (input_says(16))
		told = -1 - input_byte();
	return told ? told : !input_says(32);
}

static int check_told(int result)
{
	demand(told == 0 || result == told);
	told = 0;
	return result;
}

static struct seen *find_seen(const struct cusb_device *dev)
{
	for (size_t i = 0; i < seen_count; i++)
		if (seen[i].dev == dev)
			return &seen[i];
	return NULL;
}

static void arrived(struct cusb_device *dev)
{
	demand(!find_seen(dev));
	for (size_t i = 0; i < seen_count; i++)
		demand(!seen[i].there || strcmp(seen[i].dev->name, dev->name) != 0);
	seen[seen_count++] = (struct seen){dev, true};
}

/* A device that was there from the beginning has no arrival, when the program did not ask. */
static void changed(struct cusb_device *dev, bool left, bool existing)
{
	struct seen *known = find_seen(dev);

	demand(known || !existing);
	demand(!known || known->there);
	if (!known) {
		known = &seen[seen_count++];
		*known = (struct seen){dev, true};
	} else {
		cusb_device_free(dev);
	}
	known->there = !left;
}

static void take(const struct cusb_event *event, bool existing)
{
	demand(event->type >= CUSB_ARRIVED && event->type <= CUSB_LEFT);
	if (event->type == CUSB_ARRIVED) {
		demand(event->openable <= 0);
		arrived(event->dev);
	} else {
		demand(event->openable == 0);
		changed(event->dev, event->type == CUSB_LEFT, existing);
	}
}

static void forget_all(void)
{
	while (seen_count > 0)
		cusb_device_free(seen[--seen_count].dev);
}

static void follow(struct cusb_monitor *monitor, bool existing)
{
	static const int timeouts[] = {CUSB_DONT_WAIT, CUSB_NO_TIMEOUT, 1, 500};
	struct cusb_event event;

	for (int i = 0; i < EVENTS_MAX && input_left(); i++) {
		if (check_told(cusb_monitor_next(monitor, timeouts[input_byte() & 3], &event)) == 0)
			take(&event, existing);
		demand(cusb_monitor_poll_timeout(monitor) >= -1);
	}
	fail_alloc_stop();
}

static void watch(const struct cusb_match *match)
{
	static const int times[] = {0, -1, 1, 50};
	uint8_t how = input_byte();
	struct cusb_monitor_options options = {.existing = how & 1,
					       .openable_ms = times[how >> 1 & 3],
					       .interval_ms = how & 8 ? 1 : 0};
	struct cusb_monitor *monitor;

	if (check_told(cusb_monitor_new(match, &options, &monitor)) < 0)
		return;
	follow(monitor, options.existing);
	cusb_monitor_free(monitor);
	forget_all();
}

static void wait_for(const struct cusb_match *match)
{
	struct cusb_device *dev;

	if (check_told(cusb_wait_for_device(match, 1 + input_byte() * 10, &dev)) == 0)
		cusb_device_free(dev);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hostile kernel;
	const struct cusb_match *match;
	uint8_t how;

	input_begin(data, size);
	clock_begin();
	how = input_byte();
	log_begin(how & 1);
	hostile_begin(&kernel);
	match = how & 8 ? CUSB_MATCH(name, "1-1", backend, kernel.backend)
			: CUSB_MATCH(custom_device, is_mine, backend, kernel.backend);
	fail_alloc_start(how & 2 ? input_byte() : 0);
	if (how & 4)
		wait_for(match);
	else
		watch(match);
	fail_alloc_stop();
	hostile_end(&kernel);
	return 0;
}
