/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "hotplug.h"

struct cusb_monitor *watch_ours(struct cusb_backend *backend,
				const struct cusb_monitor_options *options)
{
	struct cusb_monitor *monitor = NULL;

	CHECK_OK(cusb_monitor_new(CUSB_MATCH(backend, backend, idVendor, 0xfffe), options,
				  &monitor));
	return monitor;
}

struct cusb_device *expect_event(struct cusb_monitor *monitor, enum cusb_event_type type,
				 const char *name)
{
	struct cusb_event event;

	CHECK_OK(cusb_monitor_next(monitor, GUARD_MS, &event));
	CHECK_STR(event.dev->name, name);
	CHECK_INT(event.type, type);
	CHECK_INT(event.openable, 0);
	return event.dev;
}

static void expect_none_for(struct cusb_monitor *monitor, int timeout_ms, int want)
{
	struct cusb_event event;
	int err = cusb_monitor_next(monitor, timeout_ms, &event);

	if (err == 0)
		fprintf(stderr, "event %d of %s\n", (int)event.type, event.dev->name);
	CHECK_INT(err, want);
}

void expect_nothing(struct cusb_monitor *monitor)
{
	expect_none_for(monitor, CUSB_DONT_WAIT, -EAGAIN);
	expect_none_for(monitor, patience(30), -ETIMEDOUT);
}

static unsigned int next_of(unsigned int told, unsigned int first, unsigned int second)
{
	return told == 0 ? first : second;
}

void expect_each(struct cusb_monitor *monitor, unsigned int first, unsigned int second,
		 const char *const *names, int count)
{
	unsigned int told[32] = {0};

	for (int left = count * (second ? 2 : 1); left > 0; left--) {
		struct cusb_event event;
		int i = 0;

		CHECK_OK(cusb_monitor_next(monitor, GUARD_MS, &event));
		while (i < count && strcmp(event.dev->name, names[i]) != 0)
			i++;
		CHECK(i < count);
		CHECK_INT(event.type, next_of(told[i], first, second));
		told[i]++;
		cusb_device_free(event.dev);
	}
}

struct waiting {
	pthread_t thread;
	const struct cusb_match *match;
	struct cusb_device *dev;
	int timeout_ms, err;
};

static void *wait_for_it(void *argument)
{
	struct waiting *waiting = argument;

	waiting->err = cusb_wait_for_device(waiting->match, waiting->timeout_ms, &waiting->dev);
	return NULL;
}

struct waiting *wait_in_thread(const struct cusb_match *match, int timeout_ms)
{
	static struct waiting waiting;

	waiting = (struct waiting){.match = match, .timeout_ms = timeout_ms};
	CHECK_OK(pthread_create(&waiting.thread, NULL, wait_for_it, &waiting));
	return &waiting;
}

struct cusb_device *waited_for(struct waiting *waiting)
{
	CHECK_OK(pthread_join(waiting->thread, NULL));
	CHECK_OK(waiting->err);
	return waiting->dev;
}
