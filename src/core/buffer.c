/* SPDX-License-Identifier: MIT */
/* Memory for transfers: the backend's where it has some, else plain. */
#include <cusb/buffer.h>

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/device.h"

struct buffer {
	struct buffer *next;
	void *memory;
	size_t size;
	bool mapped;
};

static int allocate_plain(struct buffer *buffer)
{
	long page = sysconf(_SC_PAGESIZE);
	size_t alignment = page > 0 ? (size_t)page : 4096;

	/* What is nearly all of the address space overflows inside some C libraries. */
	if (buffer->size > SIZE_MAX / 2 ||
	    posix_memalign(&buffer->memory, alignment, buffer->size) != 0)
		return -ENOMEM;
	memset(buffer->memory, 0, buffer->size);
	return 0;
}

static int allocate_locked(struct device *dev, struct buffer *buffer)
{
	int err = device_open_locked(dev);

	if (err < 0)
		return err;
	buffer->mapped =
		dev->backend->memory &&
		dev->backend->memory->map(dev->opening->handle, buffer->size, &buffer->memory) >= 0;
	if (!buffer->mapped) {
		err = allocate_plain(buffer);
		if (err < 0)
			return err;
	}
	buffer->next = dev->buffers;
	dev->buffers = buffer;
	return buffer->mapped;
}

int cusb_buffer_alloc(struct cusb_device *public, size_t size, void **out)
{
	struct device *dev = device_of(public);
	struct buffer *buffer;
	int result;

	if (size == 0)
		return -EINVAL;
	buffer = calloc(1, sizeof *buffer);
	if (!buffer)
		return -ENOMEM;
	buffer->size = size;
	pthread_mutex_lock(&dev->lock);
	result = allocate_locked(dev, buffer);
	pthread_mutex_unlock(&dev->lock);
	if (result < 0)
		free(buffer);
	else
		*out = buffer->memory;
	return result;
}

static void buffer_free(struct device *dev, struct buffer *buffer)
{
	if (buffer->mapped)
		dev->backend->memory->unmap(dev->backend, buffer->memory, buffer->size);
	else
		free(buffer->memory);
	free(buffer);
}

void cusb_buffer_free(struct cusb_device *public, void *memory)
{
	struct device *dev = device_of(public);
	struct buffer **at, *found;

	if (!memory)
		return;
	pthread_mutex_lock(&dev->lock);
	for (at = &dev->buffers; *at && (*at)->memory != memory; at = &(*at)->next)
		;
	found = *at;
	if (found)
		*at = found->next;
	pthread_mutex_unlock(&dev->lock);
	if (found)
		buffer_free(dev, found);
}

void buffers_free(struct device *dev)
{
	while (dev->buffers) {
		struct buffer *buffer = dev->buffers;

		dev->buffers = buffer->next;
		buffer_free(dev, buffer);
	}
}
