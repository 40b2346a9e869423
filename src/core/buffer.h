/* SPDX-License-Identifier: MIT */
/* Memory that cusb_buffer_alloc() has given to the user, in a list of the device. */
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
