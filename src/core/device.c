/* SPDX-License-Identifier: MIT */
/*
 * The memory of a device object: one allocation holds it, its name, its bytes and the tree over
 * them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "core/device.h"
#include "core/log.h"
#include "descriptor/parse.h"

#define INITIAL_TIMEOUT_MS 1000
#define ADDRESS_MAX	   127

static size_t aligned(size_t size)
{
	return (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
}

/* In zeroed memory. */
static void init_state(struct device *dev, struct cusb_backend *backend)
{
	dev->backend = backend;
	atomic_init(&dev->references, 1);
	atomic_init(&dev->default_timeout_ms, INITIAL_TIMEOUT_MS);
	atomic_init(&dev->speed, UNKNOWN);
	pthread_mutex_init(&dev->text_lock, NULL);
	dev->langid_count = UNKNOWN;
	dev->fd = -1;
	settings_doubt(&dev->settings);
}

int device_summarize(const struct cusb_candidate *candidate, struct cusb_device *summary)
{
	*summary = (struct cusb_device){.bus = candidate->bus,
					.port_count = candidate->port_count,
					.name = candidate->name};
	memcpy(summary->port_numbers, candidate->port_numbers, sizeof summary->port_numbers);
	if (candidate->port_count > CUSB_PORT_NUMBERS_MAX)
		return -EBADMSG;
	return descriptor_parse_device(summary, candidate->descriptors,
				       candidate->descriptors_length);
}

/* `summary` has the address, too. NULL: no memory. */
static struct device *build(struct cusb_backend *backend, const struct cusb_candidate *candidate,
			    const struct cusb_device *summary)
{
	const uint8_t *bytes = candidate->descriptors;
	size_t length = candidate->descriptors_length;
	size_t name_size = strlen(candidate->name) + 1;
	size_t tree_size = aligned(descriptor_tree_size(bytes, length));
	size_t head_size = aligned(sizeof(struct device));
	char *memory = calloc(1, head_size + tree_size + length + name_size);
	struct device *dev = (struct device *)(void *)memory;
	size_t good;

	if (!memory)
		return NULL;
	init_state(dev, backend);
	dev->public = *summary;
	dev->id = candidate->id;
	dev->provisional_name = candidate->provisional_name;
	if (candidate->speed != CUSB_SPEED_UNKNOWN)
		atomic_init(&dev->speed, candidate->speed);
	dev->descriptors = memcpy(memory + head_size + tree_size, bytes, length);
	dev->public.name =
		memcpy(memory + head_size + tree_size + length, candidate->name, name_size);
	good = descriptor_build_tree(&dev->public, memory + head_size, dev->descriptors, length);
	if (good < length)
		log_write(CUSB_LOG_WARNING, "%s: descriptors are malformed at byte %zu of %zu",
			  candidate->name, good, length);
	return dev;
}

int device_new(struct cusb_backend *backend, const struct cusb_candidate *candidate,
	       struct cusb_device *summary, struct device **out)
{
	int address = candidate->address;

	if (address == 0 && backend->address)
		address = backend->address(backend, candidate);
	if (address < 0 || address > ADDRESS_MAX)
		return address < 0 ? address : -EBADMSG;
	summary->address = (uint8_t)address;
	*out = build(backend, candidate, summary);
	return *out ? 0 : -ENOMEM;
}

const uint8_t *cusb_descriptors(const struct cusb_device *public, size_t *length)
{
	const struct device *dev = device_of(public);

	*length = (size_t)((const uint8_t *)public->name - dev->descriptors);
	return dev->descriptors;
}

int cusb_device_copy(struct cusb_device *public, struct cusb_device **out)
{
	const struct device *dev = device_of(public);
	struct cusb_candidate candidate = {
		.name = public->name,
		.provisional_name = dev->provisional_name,
		.id = dev->id,
	};
	struct device *copy;

	candidate.descriptors = cusb_descriptors(public, &candidate.descriptors_length);
	error_forget();
	copy = build(dev->backend, &candidate, public);
	if (!copy)
		return -ENOMEM;
	atomic_init(&copy->speed, atomic_load(&dev->speed));
	atomic_init(&copy->left, atomic_load(&dev->left));
	copy->fd = dev->fd;
	*out = &copy->public;
	return 0;
}

struct cusb_device *cusb_device_ref(struct cusb_device *dev)
{
	atomic_fetch_add(&device_of(dev)->references, 1);
	return dev;
}

void cusb_device_free(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	if (!dev || atomic_fetch_sub(&dev->references, 1) != 1)
		return;
	if (dev->dispose)
		dev->dispose(dev);
	for (struct lent_string *text = dev->texts, *next; text; text = next) {
		next = text->next;
		free(text);
	}
	pthread_mutex_destroy(&dev->text_lock);
	free(dev);
}

static bool same_name(const struct cusb_device *a, const struct cusb_device *b)
{
	if (device_of(a)->provisional_name || device_of(b)->provisional_name)
		return a->bus == b->bus;
	return strcmp(a->name, b->name) == 0;
}

bool cusb_same_device(const struct cusb_device *a, const struct cusb_device *b)
{
	uint64_t x = device_of(a)->id, y = device_of(b)->id;

	return device_of(a)->backend == device_of(b)->backend && a->address == b->address &&
	       (x == y || x == 0 || y == 0) && same_name(a, b);
}

int cusb_device_speed(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int speed = atomic_load(&dev->speed);

	if (speed != UNKNOWN)
		return speed;
	if (!dev->backend->speed)
		return CUSB_SPEED_UNKNOWN;
	speed = answer_number(dev->backend, "speed", dev->backend->speed(dev->backend, public),
			      CUSB_SPEED_SUPER_PLUS_X2);
	if (speed < 0)
		error_forget();
	else
		atomic_store(&dev->speed, speed);
	return speed;
}

int refuse_timeout(int timeout_ms)
{
	return refuse(-EINVAL, "timeout_ms %d is below 0", timeout_ms);
}

int cusb_set_default_timeout(struct cusb_device *dev, int timeout_ms)
{
	if (timeout_ms < 0)
		return refuse_timeout(timeout_ms);
	atomic_store(&device_of(dev)->default_timeout_ms, timeout_ms);
	return 0;
}

int cusb_default_timeout(const struct cusb_device *dev)
{
	return atomic_load(&device_of(dev)->default_timeout_ms);
}

int timeout_resolve(const struct device *dev, int timeout_ms)
{
	if (timeout_ms == CUSB_DEFAULT_TIMEOUT)
		return atomic_load(&dev->default_timeout_ms);
	return timeout_ms < 0 ? refuse_timeout(timeout_ms) : timeout_ms;
}

void forget_texts(struct device *dev)
{
	pthread_mutex_lock(&dev->text_lock);
	for (struct lent_string *text = dev->texts; text; text = text->next)
		text->fresh = false;
	dev->langid_count = UNKNOWN;
	dev->text_age++;
	pthread_mutex_unlock(&dev->text_lock);
}
