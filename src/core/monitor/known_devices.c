/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/monitor/known_devices.h"

#define FIRST_BUCKETS	64 /* a power of 2, as all later sizes */
#define EVENT_BIT(type) (1U << (type))

static size_t hash(const char *name)
{
	size_t hash = 5381;

	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash;
}

/* The link to the device of that name, or the link for a new device of that name. */
static struct known_device **link_of(const struct known_devices *devices, const char *name)
{
	struct known_device **link = &devices->buckets[hash(name) & (devices->bucket_count - 1)];

	while (*link && strcmp((*link)->name, name) != 0)
		link = &(*link)->next_in_bucket;
	return link;
}

static bool make_room(struct known_devices *devices)
{
	size_t count = devices->bucket_count ? 2 * devices->bucket_count : FIRST_BUCKETS;
	struct known_device **buckets;

	if (devices->count < devices->bucket_count)
		return true;
	buckets = calloc(count, sizeof *buckets);
	if (!buckets)
		return false;
	free(devices->buckets);
	devices->buckets = buckets;
	devices->bucket_count = count;
	for (struct known_device *known = known_first(devices, PLUGGED); known;
	     known = known_next(known, PLUGGED)) {
		known->next_in_bucket = NULL;
		*link_of(devices, known->name) = known;
	}
	return true;
}

struct known_device *known_new(struct known_devices *devices, const char *name)
{
	size_t name_size = strlen(name) + 1;
	struct known_device *known =
		make_room(devices) ? calloc(1, sizeof *known + name_size) : NULL;

	if (known)
		memcpy(known->name, name, name_size);
	return known;
}

void known_enlist(struct known_devices *devices, struct known_device *known, enum known_list list)
{
	struct known_device *last = devices->lists[list].last;

	if (known->in[list].listed)
		return;
	known->in[list].listed = true;
	known->in[list].next = NULL;
	known->in[list].prev = last;
	*(last ? &last->in[list].next : &devices->lists[list].first) = known;
	devices->lists[list].last = known;
}

void known_delist(struct known_devices *devices, struct known_device *known, enum known_list list)
{
	struct known_device *next = known->in[list].next, *prev = known->in[list].prev;

	if (!known->in[list].listed)
		return;
	known->in[list].listed = false;
	*(prev ? &prev->in[list].next : &devices->lists[list].first) = next;
	*(next ? &next->in[list].prev : &devices->lists[list].last) = prev;
}

void known_add(struct known_devices *devices, struct known_device *known)
{
	*link_of(devices, known->name) = known;
	devices->count++;
	known_enlist(devices, known, PLUGGED);
}

struct known_device *known_find(const struct known_devices *devices, const char *name)
{
	return devices->count ? *link_of(devices, name) : NULL;
}

/* A device that did not match under one name may match under the other, so it counts as new. */
static bool is_renamed(const struct known_device *known, const struct cusb_candidate *candidate)
{
	return known->dev && (known->provisional_name || candidate->provisional_name) &&
	       known->bus == candidate->bus && known->address == candidate->address;
}

struct known_device *known_find_listed(const struct known_devices *devices,
				       const struct cusb_candidate *candidate)
{
	struct known_device *known = known_find(devices, candidate->name);

	if (known || candidate->id != 0 || candidate->address == 0)
		return known;
	known = known_first(devices, PLUGGED);
	while (known && !is_renamed(known, candidate))
		known = known_next(known, PLUGGED);
	return known;
}

void event_add(struct known_devices *devices, struct known_device *known, enum cusb_event_type type)
{
	known->due |= EVENT_BIT(type);
	known_enlist(devices, known, DUE);
}

static void drop_events(struct known_devices *devices, struct known_device *known)
{
	known->due = 0;
	known_delist(devices, known, DUE);
}

static void forget(struct known_devices *devices, struct known_device *known)
{
	drop_events(devices, known);
	if (known->dev)
		cusb_device_free(&known->dev->public);
	free(known);
}

void known_leave(struct known_devices *devices, struct known_device *known)
{
	*link_of(devices, known->name) = known->next_in_bucket;
	devices->count--;
	known_delist(devices, known, PLUGGED);
	known_delist(devices, known, SETTLING);
	if (known->dev)
		atomic_store(&known->dev->left, true);
	if (known->dev && known->told)
		event_add(devices, known, CUSB_LEFT);
	else
		forget(devices, known);
}

static void forget_all(struct known_devices *devices, enum known_list list)
{
	for (struct known_device *known = known_first(devices, list), *next; known; known = next) {
		next = known_next(known, list);
		forget(devices, known);
	}
}

/* A device that has left is due alone. */
void known_free_all(struct known_devices *devices)
{
	forget_all(devices, PLUGGED);
	forget_all(devices, DUE);
	free(devices->buckets);
}

static enum cusb_event_type first_of(unsigned int due)
{
	static const enum cusb_event_type order[] = {CUSB_ARRIVED, CUSB_OPENABLE, CUSB_BOUND,
						     CUSB_CHANGED, CUSB_LEFT};
	size_t at = 0;

	while (!(due & EVENT_BIT(order[at])))
		at++;
	return order[at];
}

void event_take(struct known_devices *devices, struct cusb_event *event)
{
	struct known_device *known = known_first(devices, DUE);
	enum cusb_event_type type = first_of(known->due);

	*event = (struct cusb_event){.type = type, .dev = &known->dev->public};
	if (type == CUSB_LEFT) {
		drop_events(devices, known);
		free(known); /* the caller gets its reference */
		return;
	}
	cusb_device_ref(event->dev);
	if (type == (known->at_once ? CUSB_OPENABLE : CUSB_ARRIVED)) {
		event->openable = known->openable;
		event->tried = known->tried;
	}
	known->told |= type == CUSB_ARRIVED;
	known->due &= ~EVENT_BIT(type);
	if (known->due == 0)
		known_delist(devices, known, DUE);
}
