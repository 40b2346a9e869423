/* SPDX-License-Identifier: MIT */
/*
 * Searching. What the device descriptor and the place tell is compared first, on the stack; only a
 * device that passes becomes an object, and is then asked for what costs more.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/error.h>

#include "core/log.h"
#include "core/device_match.h"
#include "descriptor/match.h"

struct search {
	struct cusb_backend *backend;
	const struct cusb_match *match;
	size_t limit;		   /* stop after so many */
	struct cusb_device **list; /* ended by NULL */
	size_t count;
};

static int append(struct search *search, struct device *dev)
{
	size_t used = search->count * sizeof *search->list;
	/* realloc() is much code in a program that does no more than find. */
	struct cusb_device **list = malloc(used + 2 * sizeof *list);

	if (!list)
		return -ENOMEM;
	memcpy(list, search->list, used);
	free(search->list);
	list[search->count++] = &dev->public;
	list[search->count] = NULL;
	search->list = list;
	return 0;
}

/* Takes the device if all that remains to be asked holds. 1: enough found. */
static int consider(struct search *search, struct device *dev)
{
	int verdict = matching_attributes(dev, search->match);

	if (verdict > 0)
		verdict = matching_custom(dev, search->match);
	if (verdict > 0)
		verdict = append(search, dev) < 0 ? -ENOMEM : 1;
	if (verdict <= 0) {
		cusb_device_free(&dev->public);
		return verdict;
	}
	return search->count == search->limit;
}

static int visit(const struct cusb_candidate *candidate, void *user)
{
	struct search *search = user;
	struct device *dev;
	int found = matching_candidate(search->backend, candidate, search->match, &dev);

	if (found > 0)
		return consider(search, dev);
	if (found == 0 || is_shortage(found))
		return found;
	log_line(CUSB_LOG_WARNING, "%s: passed over: %s", candidate->name, cusb_strerror(found));
	return 0;
}

struct cusb_backend *matching_backend(const struct cusb_match *match)
{
	const struct cusb_match *named = match_find(match, CUSB_FIELD_backend);

	return backend_or_default(named ? named->is.backend : NULL);
}

static int search_run(struct search *search)
{
	const struct cusb_match *named = match_find(search->match, CUSB_FIELD_name);
	int err = matching_check(search->match);

	if (err < 0)
		return err;
	search->backend = matching_backend(search->match);
	if (!search->backend->enumerate)
		return -ENOSYS;
	/* The list is there even when nothing goes into it. */
	search->list = calloc(1, sizeof *search->list);
	if (!search->list)
		return -ENOMEM;
	err = search->backend->enumerate(search->backend, named ? named->is.string : NULL, visit,
					 search);
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
	err = search.count ? 0 : -ENODEV;
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

	if (dev->port_count == 0)
		return -ENODEV;
	return cusb_find(
		CUSB_MATCH(backend, backend, bus, dev->bus, custom_device, is_parent, user, dev),
		parent);
}
