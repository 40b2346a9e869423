/* SPDX-License-Identifier: MIT */
/* A device object from its first use to its end; see the drawing in device.h. */
#include <cusb/core.h>

#include "core/buffer.h"
#include "core/claim.h"
#include "core/native_backend.h"

/*
 * The child shares the open file of a session with the parent. To release or to reap here would
 * take the parent's claims and transfers.
 */
static void drop_inherited_locked(struct device *dev)
{
	struct session *session = dev->session, *next;

	session->next = dev->closing;
	dev->session = dev->closing = NULL;
	dev->watcher = NULL;
	for (; session; session = next) {
		next = session->next;
		session_drop_locked(session);
	}
	settings_lose_claims(&dev->settings);
	dev->detached = dev->ports = (struct interface_set){{0}};
}

void device_close_locked(struct device *dev)
{
	struct session *session = dev->session;

	if (!session)
		return;
	if (session_is_inherited(session)) {
		drop_inherited_locked(dev);
		return;
	}
	session->closed = true;
	watcher_tell(dev->watcher, WATCHED_CHANGED); /* before the descriptor is closed */
	stop_all_locked(dev);
	/*
	 * close() alone does not release: a lent descriptor stays open, and a mapping keeps the
	 * node open.
	 */
	release_all_locked(dev);
	release_ports_locked(dev);
	settings_doubt(&dev->settings);
	dev->session = NULL;
	session->next = dev->closing;
	dev->closing = session;
	session_left_locked(session);
	watcher_tell(dev->watcher, WATCHED_CHANGED); /* of transfers that it has left */
}

/* The last reference is gone. Transfers that were not reaped belong to the caller again. */
static void dispose(struct device *dev)
{
	cusb_close(&dev->public);
	for (struct cusb_transfer *t = dev->completed.first, *next; t; t = next) {
		next = state_of(t)->entry.next;
		transfer_set_owner(t, NULL);
	}
	while (dev->buffers) {
		struct buffer *buffer = dev->buffers;

		dev->buffers = buffer->next;
		buffer_free(dev, buffer);
	}
}

void device_first_use(struct device *dev)
{
	native_backend_complete();
	dev->dispose = dispose;
}

int cusb_open(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	return device_leave(dev, session_begin_locked(dev));
}

void cusb_close(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	if (!dev)
		return;
	device_enter_keep_text(dev);
	device_close_locked(dev);
	device_leave(dev, 0);
}

bool cusb_is_open(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	quick_lock_take(&dev->lock);
	return device_leave(dev, dev->session != NULL);
}

void cusb_dispose_resources(struct cusb_device *public)
{
	if (!public)
		return;
	cusb_close(public);
	forget_texts(device_of(public));
}
