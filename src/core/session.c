/* SPDX-License-Identifier: MIT */
/* A session begins when a call needs the device open. Its end is in session_end.c. */
#include <errno.h>
#include <stdlib.h>

#include "core/queue.h"

int device_open_locked(struct device *dev)
{
	struct session *session;
	int err;

	if (dev->opening)
		return 0;
	if (atomic_load(&dev->left))
		return -ENODEV;
	if (!dev->backend->open)
		return -ENOSYS;
	session = calloc(1, sizeof *session);
	if (!session)
		return -ENOMEM;
	err = dev->backend->open(dev->backend, &dev->public, dev->fd, &session->handle);
	if (err < 0) {
		free(session);
		return err;
	}
	session->dev = dev;
	session->queue = dev->backend->queue;
	atomic_init(&session->references, 1);
	dev->opening = session;
	return 0;
}
