/* SPDX-License-Identifier: MIT */
/* Sessions: open when needed, closed by the last user; see the drawing in device.h. */
#include <errno.h>
#include <stdlib.h>

#include "core/device.h"

int device_open_locked(struct device *dev)
{
	struct opening *opening;
	int err;

	if (dev->opening)
		return 0;
	if (atomic_load(&dev->left))
		return -ENODEV;
	if (!dev->backend->open)
		return -ENOSYS;
	opening = calloc(1, sizeof *opening);
	if (!opening)
		return -ENOMEM;
	err = dev->backend->open(dev->backend, &dev->public, dev->fd, &opening->handle);
	if (err < 0) {
		free(opening);
		return err;
	}
	dev->opening = opening;
	return 0;
}

/* By now all of its queue has been cancelled; dev->ended keeps it for cusb_reap(). */
static void drain_locked(struct device *dev, struct opening *opening)
{
	struct cusb_transfer **end = &dev->ended, *transfer;
	int err = opening->in_flight > 0 ? 0 : -ENODATA;

	while (*end)
		end = &(*end)->state.next;
	while (err == 0 || err == -EINTR) {
		err = dev->backend->reap(opening->handle, CUSB_NO_TIMEOUT, &transfer);
		if (err < 0)
			continue;
		transfer->state.next = NULL;
		*end = transfer;
		end = &transfer->state.next;
	}
}

void opening_end(struct device *dev, struct opening *opening)
{
	if (dev->backend->close)
		dev->backend->close(opening->handle);
	free(opening);
}

int opening_get_locked(struct device *dev, struct opening **out)
{
	int err = device_open_locked(dev);

	if (err < 0)
		return err;
	dev->opening->users++;
	*out = dev->opening;
	return 0;
}

bool opening_leave_locked(struct device *dev, struct opening *opening)
{
	struct opening **at = &dev->closing;

	if (--opening->users > 0 || !opening->closed)
		return false;
	while (*at != opening)
		at = &(*at)->next;
	*at = opening->next;
	drain_locked(dev, opening);
	return true;
}

void opening_put(struct device *dev, struct opening *opening)
{
	bool last;

	pthread_mutex_lock(&dev->lock);
	last = opening_leave_locked(dev, opening);
	pthread_mutex_unlock(&dev->lock);
	if (last)
		opening_end(dev, opening);
}
