/* SPDX-License-Identifier: MIT */
/* Making a set, and freeing it. */
#include <stdlib.h>

#include "core/wait/wait_set.h"

int cusb_wait_set_new(struct cusb_wait_set **out)
{
	struct cusb_wait_set *set;
	int err;

	error_forget();
	if (!native_poll_set)
		return -ENOSYS;
	native_backend_complete();
	set = calloc(1, sizeof *set);
	if (!set)
		return -ENOMEM;
	set->operations = native_poll_set;
	err = set->operations->begin(backend_or_default(NULL), &set->poll_set);
	if (err < 0) {
		free(set);
		return err;
	}
	set->maker = getpid();
	pthread_mutex_init(&set->lock, NULL);
	*out = set;
	return 0;
}

static void end_item(struct item *item)
{
	if (item->told.kind == CUSB_WAIT_DEVICE)
		item_end_device(item);
	else if (item->told.kind == CUSB_WAIT_MONITOR)
		item_end_monitor(item);
	else
		item_end_fd(item);
}

void cusb_wait_set_free(struct cusb_wait_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->room; i++)
		if (set->places[i].item)
			end_item(set->places[i].item);
	set->operations->end(set->poll_set);
	pthread_mutex_destroy(&set->lock);
	free(set->places);
	free(set->heap);
	free(set);
}
