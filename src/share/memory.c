/* SPDX-License-Identifier: MIT */
/*
 * Memory of messages. Long blocks of one length are kept for the next transfers of the same client:
 * a program that streams has transfers of one length, and the system would take the memory back
 * and clear it for each.
 */
#include <stdlib.h>

#include "share/share.h"

#define SPARE_MIN (4 * 1024) /* shorter blocks cost next to nothing */
#define SPARE_ALL (1024 * 1024)

void memory_drop_spare(struct share_client *client)
{
	while (client->spare) {
		struct share_message *message = client->spare;

		client->spare = message->next;
		free(message);
	}
	client->spare_count = 0;
}

/* Whether the block is kept. */
static bool keep(struct share_client *client, struct share_message *message)
{
	size_t size = message->charge;

	if (size < SPARE_MIN || client->fd < 0)
		return false;
	if (size != client->spare_size)
		memory_drop_spare(client);
	client->spare_size = size;
	if ((client->spare_count + 1) * size > SPARE_ALL)
		return false;
	message->next = client->spare;
	client->spare = message;
	client->spare_count++;
	return true;
}

struct share_message *memory_take(struct share_client *client, size_t size)
{
	struct share_message *message = client->spare_size == size ? client->spare : NULL;

	if (message) {
		client->spare = message->next;
		client->spare_count--;
	} else {
		message = calloc(1, size);
	}
	if (!message)
		return NULL;
	*message = (struct share_message){.charge = size};
	client->used += size;
	return message;
}

void memory_give(struct share_client *client, struct share_message *message)
{
	client->used -= message->charge;
	if (!keep(client, message))
		free(message);
}
