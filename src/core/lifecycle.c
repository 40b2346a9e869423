/* SPDX-License-Identifier: MIT */
/* Open when needed, close when told; see the drawing in device.h. */
#include <stdlib.h>

#include "core/queue.h"

void device_close_locked(struct device *dev)
{
	struct session *session = dev->opening;

	if (!session)
		return;
	session->closed = true;
	stop_all_locked(dev);
	/* By itself, closing does not: a lent descriptor stays open, and a mapping keeps any. */
	release_all_locked(dev);
	release_ports_locked(dev);
	forget_settings_locked(dev);
	dev->opening = NULL;
	session->next = dev->closing;
	dev->closing = session;
	session_left_locked(session);
}

int cusb_open(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err;

	pthread_mutex_lock(&dev->lock);
	err = device_open_locked(dev);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

void cusb_close(struct cusb_device *public)
{
	struct device *dev = device_found(public);

	pthread_mutex_lock(&dev->lock);
	device_close_locked(dev);
	pthread_mutex_unlock(&dev->lock);
}

bool cusb_is_open(struct cusb_device *public)
{
	struct device *dev = device_found(public);
	bool is_open;

	pthread_mutex_lock(&dev->lock);
	is_open = dev->opening != NULL;
	pthread_mutex_unlock(&dev->lock);
	return is_open;
}

void cusb_dispose_resources(struct cusb_device *public)
{
	cusb_close(public);
	forget_texts(device_found(public));
}

/* What was not reaped is the caller's again. */
static void forget_completed(struct device *dev)
{
	struct cusb_transfer *next;

	pthread_mutex_lock(&dev->lock);
	for (struct cusb_transfer *t = dev->completed.first; t; t = next) {
		next = t->state.next;
		transfer_set_owner(t, NULL);
	}
	pthread_mutex_unlock(&dev->lock);
}

void device_dispose(struct device *dev)
{
	cusb_dispose_resources(&dev->public);
	forget_completed(dev);
	for (struct text *text = dev->texts, *next; text; text = next) {
		next = text->next;
		free(text);
	}
	buffers_free(dev);
}
