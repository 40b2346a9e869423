/* SPDX-License-Identifier: MIT */
/* Open when needed, close when told; see the drawing in device.h. */
#include <errno.h>
#include <stdlib.h>

#include "core/device.h"

int device_open_locked(struct device *dev)
{
	struct opening *opening;
	int err;

	if (dev->opening)
		return 0;
	if (!dev->backend->open)
		return -ENOSYS;
	opening = calloc(1, sizeof *opening);
	if (!opening)
		return -ENOMEM;
	err = dev->backend->open(dev->backend, &dev->public, &opening->handle);
	if (err < 0) {
		free(opening);
		return err;
	}
	dev->opening = opening;
	return 0;
}

static void opening_free(struct device *dev, struct opening *opening)
{
	if (dev->backend->close)
		dev->backend->close(opening->handle);
	free(opening);
}

void device_close_locked(struct device *dev)
{
	struct opening *opening = dev->opening;

	if (!opening)
		return;
	if (dev->backend->shutdown)
		dev->backend->shutdown(opening->handle);
	release_all_locked(dev);
	forget_settings_locked(dev);
	dev->opening = NULL;
	opening->closed = true;
	if (opening->users == 0)
		opening_free(dev, opening);
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

void opening_put(struct device *dev, struct opening *opening)
{
	bool last;

	pthread_mutex_lock(&dev->lock);
	last = --opening->users == 0 && opening->closed;
	pthread_mutex_unlock(&dev->lock);
	if (last)
		opening_free(dev, opening);
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
	struct device *dev = device_of(public);

	pthread_mutex_lock(&dev->lock);
	device_close_locked(dev);
	pthread_mutex_unlock(&dev->lock);
}

bool cusb_is_open(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	bool is_open;

	pthread_mutex_lock(&dev->lock);
	is_open = dev->opening != NULL;
	pthread_mutex_unlock(&dev->lock);
	return is_open;
}

void cusb_dispose_resources(struct cusb_device *public)
{
	cusb_close(public);
	forget_texts(device_of(public));
}
