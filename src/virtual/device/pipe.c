/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/device/pipe.h"

struct packet {
	struct packet *next;
	size_t length;
	uint8_t bytes[];
};

/* Empty packets count too, so that they cannot fill the memory. */
static size_t weight(size_t length)
{
	return length ? length : 1;
}

int pipe_put(struct pipe *pipe, const uint8_t *packet, size_t length)
{
	struct packet *node;

	if (pipe->bytes + weight(length) > PIPE_MAX)
		return -EAGAIN;
	node = malloc(sizeof *node + length);
	if (!node)
		return -EAGAIN;
	node->next = NULL;
	node->length = length;
	memcpy(node->bytes, packet, length);
	if (pipe->last)
		pipe->last->next = node;
	else
		pipe->first = node;
	pipe->last = node;
	pipe->bytes += weight(length);
	return 0;
}

ssize_t pipe_get(struct pipe *pipe, uint8_t *packet, size_t room)
{
	struct packet *node = pipe->first;
	size_t length;

	if (!node)
		return -EAGAIN;
	length = node->length < room ? node->length : room;
	memcpy(packet, node->bytes, length);
	pipe->first = node->next;
	if (!pipe->first)
		pipe->last = NULL;
	pipe->bytes -= weight(node->length);
	free(node);
	return (ssize_t)length;
}

const uint8_t *pipe_peek(const struct pipe *pipe, size_t *length)
{
	if (!pipe->first)
		return NULL;
	*length = pipe->first->length;
	return pipe->first->bytes;
}

void pipe_clear(struct pipe *pipe)
{
	while (pipe->first) {
		struct packet *node = pipe->first;

		pipe->first = node->next;
		free(node);
	}
	pipe->last = NULL;
	pipe->bytes = 0;
}
