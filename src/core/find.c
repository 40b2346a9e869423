/* SPDX-License-Identifier: MIT */
/* Searching: each visited device is compared; the devices that match make the list. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/device_match.h"
#include "core/log.h"
#include "descriptor/match.h"

#define FIRST_ROOM 128 /* in one allocation; few machines have more */

struct search {
	struct cusb_backend *backend;
	const struct cusb_match *match;
	const char *name;	   /* of the match, or NULL: all devices are listed */
	size_t limit;		   /* stop after this number of devices */
	struct cusb_device **list; /* NULL-terminated */
	size_t count, room;
};

static int list_grow(struct search *search, size_t room)
{
	struct cusb_device **list = realloc(search->list, room * sizeof *list);

	if (!list)
		return -ENOMEM;
	search->list = list;
	search->room = room;
	return 0;
}

static int append(struct search *search, struct device *dev)
{
	if (search->count + 1 == search->room && list_grow(search, 2 * search->room) < 0)
		return -ENOMEM;
	search->list[search->count++] = &dev->public;
	search->list[search->count] = NULL;
	return 0;
}

static int consider(const struct cusb_candidate *candidate, void *user)
{
	struct search *search = user;
	struct device *dev;
	bool custom;
	int found = device_match(search->backend, candidate, search->match, &dev, &custom);

	if (found < 0 && !custom)
		return log_skipped(CUSB_LOG_WARNING, candidate->name, found);
	if (found <= 0)
		return found;
	/* In a list of all, the id may be of the device that had the name before. */
	if (!search->name)
		dev->id = 0;
	if (append(search, dev) < 0) {
		cusb_device_free(&dev->public);
		return -ENOMEM;
	}
	return search->count == search->limit;
}

static int search_run(struct search *search)
{
	const struct cusb_match *named = match_find(search->match, CUSB_FIELD_name);
	int err;

	error_forget();
	err = device_match_check(search->match);
	if (err < 0)
		return err;
	search->backend = device_match_backend(search->match);
	search->name = named ? named->is.string : NULL;
	if (!search->backend->enumerate)
		return -ENOSYS;
	/* An empty list needs memory, too. */
	if (list_grow(search, search->limit < FIRST_ROOM ? search->limit + 1 : FIRST_ROOM) < 0)
		return -ENOMEM;
	search->list[0] = NULL;
	err = search->backend->enumerate(search->backend, search->name, consider, search);
	if (err < 0)
		cusb_free_list(search->list);
	return err < 0 ? err : 0;
}

int cusb_find(const struct cusb_match *match, struct cusb_device **dev)
{
	struct search search = {.match = match, .limit = 1};
	int err = search_run(&search);

	if (err < 0)
		return err;
	err = search.count ? 0 : because(-ENODEV, "no device matches");
	if (err == 0)
		*dev = search.list[0];
	free(search.list);
	return err;
}

ssize_t cusb_find_all(const struct cusb_match *match, struct cusb_device ***list)
{
	struct search search = {.match = match, .limit = SIZE_MAX};
	int err = search_run(&search);

	if (err < 0)
		return err;
	*list = search.list;
	return (ssize_t)search.count;
}

void cusb_free_list(struct cusb_device **list)
{
	if (!list)
		return;
	for (struct cusb_device **dev = list; *dev; dev++)
		cusb_device_free(*dev);
	free(list);
}

/* The hub whose path is this device's without the last port. */
static int is_parent(struct cusb_device *candidate, void *user)
{
	const struct cusb_device *child = user;

	return candidate->port_count + 1 == child->port_count &&
	       memcmp(candidate->port_numbers, child->port_numbers, candidate->port_count) == 0;
}

int cusb_parent(struct cusb_device *dev, struct cusb_device **parent)
{
	struct cusb_backend *backend = device_of(dev)->backend;
	int err;

	if (dev->port_count == 0)
		return because(-EISDIR, device_of(dev)->provisional_name
						? "the port numbers of the device are unknown"
						: "a root hub has no parent");
	err = cusb_find(
		CUSB_MATCH(backend, backend, bus, dev->bus, custom_device, is_parent, user, dev),
		parent);
	return err == -ENODEV ? because(err, "the hub is gone") : err;
}
