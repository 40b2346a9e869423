/* SPDX-License-Identifier: MIT */
/* Memory for transfers: from the backend if possible, otherwise plain. */
#include <cusb/buffer.h>

#include <string.h>
#include <unistd.h>

#include "core/buffer.h"
#include "core/log.h"

static int allocate_plain(struct buffer *buffer)
{
	size_t alignment = (size_t)getpagesize();

	/* A size near the whole address space overflows inside some C libraries. */
	if (buffer->size > SIZE_MAX / 2 ||
	    posix_memalign(&buffer->memory, alignment, buffer->size) != 0)
		return -ENOMEM;
	memset(buffer->memory, 0, buffer->size);
	return 0;
}

/* 1: mapped; 0: plain, unless it must be mapped. */
static int allocate_locked(struct device *dev, struct buffer *buffer, bool must_be_mapped)
{
	const struct cusb_memory_operations *memory = dev->backend->memory;
	int err = device_open_locked(dev);
	int mapped;

	if (err < 0)
		return err;
	mapped = memory ? memory->map(device_handle(dev), buffer->size, &buffer->memory) : -ENOSYS;
	buffer->mapped = mapped >= 0;
	if (mapped < 0)
		err = must_be_mapped ? mapped : allocate_plain(buffer);
	if (err < 0)
		return err;
	buffer->next = dev->buffers;
	dev->buffers = buffer;
	return buffer->mapped;
}

static int allocate(struct device *dev, size_t size, bool must_be_mapped, void **out)
{
	struct buffer *buffer;
	int result;

	if (size == 0)
		return refuse(-EINVAL, "the size of the buffer is 0");
	error_forget();
	buffer = calloc(1, sizeof *buffer);
	if (!buffer)
		return -ENOMEM;
	buffer->size = size;
	device_enter(dev);
	result = device_leave(dev, allocate_locked(dev, buffer, must_be_mapped));
	if (result < 0)
		free(buffer);
	else
		*out = buffer->memory;
	return result;
}

int cusb_buffer_alloc(struct cusb_device *dev, size_t size, void **buffer)
{
	return allocate(device_of(dev), size, false, buffer);
}

int cusb_buffer_map(struct cusb_device *dev, size_t size, void **buffer)
{
	int result = allocate(device_of(dev), size, true, buffer);

	return result < 0 ? result : 0;
}

void cusb_buffer_free(struct cusb_device *public, void *memory)
{
	struct device *dev = device_of(public);
	struct buffer **at, *found;

	if (!memory)
		return;
	device_enter_keep_text(dev);
	for (at = &dev->buffers; *at && (*at)->memory != memory; at = &(*at)->next)
		;
	found = *at;
	if (found)
		*at = found->next;
	device_leave(dev, 0);
	if (found)
		buffer_free(dev, found);
}
