/* SPDX-License-Identifier: MIT */
/* A thread reads for ever. Another does something that ends the transfers of the interface. */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "world.h"

static struct {
	struct cusb_device *dev;
	ssize_t result;
	atomic_bool done;
} reader;

static void *read_for_ever(void *unused)
{
	char data[64];

	reader.result = cusb_read(reader.dev, 0x81, data, sizeof data, CUSB_NO_TIMEOUT);
	atomic_store(&reader.done, true);
	return unused;
}

static void cancel(struct cusb_device *dev)
{
	cusb_cancel_all(dev, 0x81);
}

static void select_setting(struct cusb_device *dev)
{
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
}

static void release(struct cusb_device *dev)
{
	CHECK_OK(cusb_release_interface(dev, 0));
}

static void configure(struct cusb_device *dev)
{
	CHECK_OK(cusb_set_configuration(dev, 1));
}

static void reset(struct cusb_device *dev)
{
	CHECK_OK(cusb_reset(dev));
}

static const struct end {
	const char *name;
	void (*run)(struct cusb_device *dev);
} ends[] = {
	{"cancelling_ends_a_blocked_read", cancel},
	{"selecting_a_setting_ends_a_blocked_read", select_setting},
	{"releasing_ends_a_blocked_read", release},
	{"configuring_ends_a_blocked_read", configure},
	{"resetting_ends_a_blocked_read", reset},
	{"closing_ends_a_blocked_read", cusb_close},
};

/* Again and again: the read may not have begun at the first. */
CASE_PER_ROW(blocked_read, ends, WORLD_ANY, NULL, NEED_RESET)
{
	const struct end *end = case_row;
	pthread_t thread;

	reader.dev = plug_loopback();
	CHECK_OK(pthread_create(&thread, NULL, read_for_ever, NULL));
	while (!atomic_load(&reader.done)) {
		sleep_ms(10);
		end->run(reader.dev);
	}
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(reader.result, -ECANCELED);
	check_loopback(reader.dev, 0x01, 0x81, 100);
	cusb_device_free(reader.dev);
}
