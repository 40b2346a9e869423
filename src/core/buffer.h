/* SPDX-License-Identifier: MIT */
/* The list of a device's buffers from cusb_buffer_alloc(). */
#ifndef CUSB_CORE_BUFFER_H
#define CUSB_CORE_BUFFER_H

#include <stdlib.h>

#include "core/device.h"

struct buffer {
	struct buffer *next;
	void *memory;
	size_t size;
	bool mapped; /* by the backend */
};

static inline void buffer_free(struct device *dev, struct buffer *buffer)
{
	if (buffer->mapped)
		dev->backend->memory->unmap(dev->backend, buffer->memory, buffer->size);
	else
		free(buffer->memory);
	free(buffer);
}

#endif
