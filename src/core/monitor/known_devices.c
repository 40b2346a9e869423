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
	for (struct known_device *known = devices->first; known; known = known->next) {
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

void known_add(struct known_devices *devices, struct known_device *known)
{
	*link_of(devices, known->name) = known;
	devices->count++;
	known->prev = devices->last;
	*(known->prev ? &known->prev->next : &devices->first) = known;
	devices->last = known;
}

struct known_device *known_find(const struct known_devices *devices, const char *name)
{
	return devices->count ? *link_of(devices, name) : NULL;
}

static void take_off(struct known_devices *devices, struct known_device *known)
{
	*link_of(devices, known->name) = known->next_in_bucket;
	devices->count--;
	*(known->prev ? &known->prev->next : &devices->first) = known->next;
	*(known->next ? &known->next->prev : &devices->last) = known->prev;
}

void event_add(struct known_devices *devices, struct known_device *known, enum cusb_event_type type)
{
	if (known->due == 0) {
		known->next_due = NULL;
		known->prev_due = devices->last_due;
		*(known->prev_due ? &known->prev_due->next_due : &devices->first_due) = known;
		devices->last_due = known;
	}
	known->due |= EVENT_BIT(type);
}

static void drop_events(struct known_devices *devices, struct known_device *known)
{
	if (known->due == 0)
		return;
	*(known->prev_due ? &known->prev_due->next_due : &devices->first_due) = known->next_due;
	*(known->next_due ? &known->next_due->prev_due : &devices->last_due) = known->prev_due;
	known->due = 0;
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
	take_off(devices, known);
	if (known->dev)
		atomic_store(&known->dev->left, true);
	if (known->dev && known->told)
		event_add(devices, known, CUSB_LEFT);
	else
		forget(devices, known);
}

void known_free_all(struct known_devices *devices)
{
	for (struct known_device *known = devices->first, *next; known; known = next) {
		next = known->next;
		forget(devices, known);
	}
	while (devices->first_due)
		forget(devices, devices->first_due);
	free(devices->buckets);
}

static enum cusb_event_type first_of(unsigned int due)
{
	enum cusb_event_type type = CUSB_ARRIVED;

	while (!(due & EVENT_BIT(type)))
		type++;
	return type;
}

void event_take(struct known_devices *devices, struct cusb_event *event)
{
	struct known_device *known = devices->first_due;
	enum cusb_event_type type = first_of(known->due);

	*event = (struct cusb_event){.type = type, .dev = &known->dev->public};
	if (type == CUSB_LEFT) {
		drop_events(devices, known);
		free(known); /* the caller gets its reference */
		return;
	}
	cusb_device_ref(event->dev);
	if (type == CUSB_ARRIVED) {
		event->openable = known->openable;
		event->tried = known->tried;
		known->told = true;
	}
	if (known->due == EVENT_BIT(type))
		drop_events(devices, known);
	known->due &= ~EVENT_BIT(type);
}
