/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stddef.h>

#include "stress.h"

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct cusb_device *dev;
	unsigned int number;  /* counts devices, from 1 */
	unsigned int waiting; /* workers without a device */
	bool ended;
} now = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

/* Numbers as above: devices up to these have begun to leave, and have left. */
static atomic_uint leaving, gone;

static void publish(struct cusb_device *dev, bool ended)
{
	struct cusb_device *old;

	pthread_mutex_lock(&now.lock);
	while (now.waiting < WORKERS)
		pthread_cond_wait(&now.changed, &now.lock);
	now.waiting = 0;
	old = now.dev;
	now.dev = dev;
	now.number += dev != NULL;
	now.ended = ended;
	pthread_cond_broadcast(&now.changed);
	pthread_mutex_unlock(&now.lock);
	enter("cusb_device_free(old)");
	cusb_device_free(old);
	leave();
}

void replug_device(const struct cable *cable)
{
	struct cusb_device *dev = NULL;
	char name[64];
	long err;

	cable->plug(name, sizeof name);
	err = WATCHED(long, cusb_find(CUSB_MATCH(backend, cable->backend, name, name), &dev));
	if (err)
		fail("cannot find %s: %s", name, cusb_strerror((int)err));
	publish(dev, false);
}

void unplug_device(const struct cable *cable)
{
	atomic_store_explicit(&leaving, now.number, memory_order_relaxed);
	cable->unplug(now.dev);
	atomic_store_explicit(&gone, now.number, memory_order_relaxed);
}

void end_devices(void)
{
	publish(NULL, true);
}

void restart_devices(void)
{
	now.ended = false;
}

struct cusb_device *next_device(unsigned int *seen)
{
	struct cusb_device *dev;

	pthread_mutex_lock(&now.lock);
	now.waiting++;
	pthread_cond_broadcast(&now.changed);
	while (!now.ended && (!now.dev || now.number == *seen))
		pthread_cond_wait(&now.changed, &now.lock);
	dev = now.ended ? NULL : cusb_device_ref(now.dev);
	*seen = now.number;
	pthread_mutex_unlock(&now.lock);
	return dev;
}

bool is_leaving(unsigned int seen)
{
	return seen <= atomic_load_explicit(&leaving, memory_order_relaxed);
}

bool is_gone(unsigned int seen)
{
	return seen <= atomic_load_explicit(&gone, memory_order_relaxed);
}
