/* SPDX-License-Identifier: MIT */
/* A pipe in a device: packets that the host writes to one endpoint and reads from another. */
#ifndef CUSB_VIRTUAL_PIPE_H
#define CUSB_VIRTUAL_PIPE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PIPE_MAX (16U * 1024 * 1024) /* bytes; a full pipe NAKs OUT packets */

struct packet;

struct pipe {
	struct packet *first, *last;
	size_t bytes;
};

/* 0, or -EAGAIN: full, or no memory. */
int pipe_put(struct pipe *pipe, const uint8_t *packet, size_t length);
/* The length of the packet, at most room; -EAGAIN: empty. */
ssize_t pipe_get(struct pipe *pipe, uint8_t *packet, size_t room);
/* The next packet, which stays in the pipe; NULL: empty. */
const uint8_t *pipe_peek(const struct pipe *pipe, size_t *length);
void pipe_clear(struct pipe *pipe);

#endif
