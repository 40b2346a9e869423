/* SPDX-License-Identifier: MIT */
/* Programs get numbers and no pointers, so the library notices a wrong number or an old one. */
#include <pthread.h>
#include <stdlib.h>

#include "compat/openusb/internal.h"

struct object {
	struct object *next;
	enum number_kind kind;
	uint64_t number;
	uint64_t handle; /* the handle that it belongs to; 0: none */
	struct cusb_device *dev;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct object *objects;
static uint64_t last_number;

/* ---- with the lock held ---------------------------------------------------------------------- */

static struct object *find(enum number_kind kind, uint64_t number)
{
	struct object *object = objects;

	while (object && (object->kind != kind || object->number != number))
		object = object->next;
	return object;
}

static struct object *add(enum number_kind kind, uint64_t handle, struct cusb_device *dev)
{
	struct object *object = malloc(sizeof *object);

	if (!object)
		return NULL;
	*object = (struct object){objects, kind, ++last_number, handle, dev};
	objects = object;
	return object;
}

/* Moves the objects that fit into a separate list. */
static struct object *take(bool (*fits)(const struct object *object, const void *user),
			   const void *user)
{
	struct object *taken = NULL, **at = &objects, *object;

	while ((object = *at)) {
		if (!fits(object, user)) {
			at = &object->next;
			continue;
		}
		*at = object->next;
		object->next = taken;
		taken = object;
	}
	return taken;
}

/* ---- without it: closing waits for transfers ------------------------------------------------- */

/* Threads in a call have references to the device, so only cusb_close() ends their transfers. */
static void free_all(struct object *taken)
{
	while (taken) {
		struct object *object = taken;

		taken = object->next;
		cusb_close(object->dev);
		cusb_device_free(object->dev);
		free(object);
	}
}

static int32_t there_is_no(enum number_kind kind, uint64_t number, const char *call)
{
	static const char *const names[] = {"handle", "device", "open device"};

	return refuse_call(kind == NUMBER_LISTED ? OPENUSB_UNKNOWN_DEVICE : OPENUSB_INVALID_HANDLE,
			   "%s: there is no %s %llu", call, names[kind],
			   (unsigned long long)number);
}

int32_t number_new(enum number_kind kind, uint64_t handle, struct cusb_device *dev,
		   uint64_t *number)
{
	struct object *object;

	pthread_mutex_lock(&lock);
	object = add(kind, handle, dev);
	if (object)
		*number = object->number;
	pthread_mutex_unlock(&lock);
	return object ? OPENUSB_SUCCESS : OPENUSB_NO_RESOURCES;
}

int32_t number_find(enum number_kind kind, uint64_t number, struct cusb_device **dev,
		    const char *call)
{
	struct object *object;

	pthread_mutex_lock(&lock);
	object = find(kind, number);
	if (object)
		*dev = object->dev ? cusb_device_ref(object->dev) : NULL;
	pthread_mutex_unlock(&lock);
	return object ? OPENUSB_SUCCESS : there_is_no(kind, number, call);
}

static bool belongs_to(const struct object *object, const void *number)
{
	return object->number == *(const uint64_t *)number ||
	       object->handle == *(const uint64_t *)number;
}

int32_t number_end(enum number_kind kind, uint64_t number, const char *call)
{
	struct object *taken = NULL;

	pthread_mutex_lock(&lock);
	if (find(kind, number))
		taken = take(belongs_to, &number);
	pthread_mutex_unlock(&lock);
	if (!taken)
		return there_is_no(kind, number, call);
	free_all(taken);
	return OPENUSB_SUCCESS;
}

/* ---- listed devices -------------------------------------------------------------------------- */

int32_t number_listed(uint64_t handle, struct cusb_device *dev, uint64_t *number)
{
	struct object *object;

	pthread_mutex_lock(&lock);
	object = objects;
	while (object && (object->kind != NUMBER_LISTED || object->handle != handle ||
			  !cusb_same_device(object->dev, dev)))
		object = object->next;
	if (!object && (object = add(NUMBER_LISTED, handle, dev)))
		cusb_device_ref(dev);
	if (object)
		*number = object->number;
	pthread_mutex_unlock(&lock);
	return object ? OPENUSB_SUCCESS : OPENUSB_NO_RESOURCES;
}

struct bus_listing {
	uint64_t handle, bus;
	struct cusb_device **found;
};

static bool is_unplugged(const struct object *object, const void *user)
{
	const struct bus_listing *listing = user;
	struct cusb_device **found = listing->found;

	if (object->kind != NUMBER_LISTED || object->handle != listing->handle ||
	    object->dev->bus != listing->bus)
		return false;
	while (*found && !cusb_same_device(*found, object->dev))
		found++;
	return !*found;
}

void number_end_unplugged(uint64_t handle, uint64_t bus, struct cusb_device **found)
{
	struct object *taken;

	pthread_mutex_lock(&lock);
	taken = take(is_unplugged, &(const struct bus_listing){handle, bus, found});
	pthread_mutex_unlock(&lock);
	free_all(taken);
}
