/* SPDX-License-Identifier: MIT */
/*
 * A device object's inner side: the snapshot that users see, and the resource manager's state.
 *
 * Functions named *_locked are called with the device's lock held. It is never held while data
 * moves.
 *
 *	closed --device_open_locked--> open --close, dispose, reset that fails--> closed
 *
 * An opening is the backend's handle with a count of the calls that are using it. Closing takes it
 * off the device and shuts it down, so that those calls end; the last of them closes the handle.
 */
#ifndef CUSB_CORE_DEVICE_H
#define CUSB_CORE_DEVICE_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/backend.h>

#include "core/settings.h"

#define RESERVED_ADDRESS_BITS 0x70 /* of bEndpointAddress */

struct opening {
	struct opening *next; /* among those closed */
	struct cusb_handle *handle;
	unsigned int users;
	size_t in_flight; /* transfers of its queue */
	bool closed;
};

/* A string that was lent to the user and must live as long as the device. */
struct lent_string {
	struct lent_string *next;
	int kind;   /* enum cusb_device_string */
	bool fresh; /* false: ask again */
	char text[];
};

struct device {
	struct cusb_device public; /* first: a struct cusb_device * is a struct device * */
	struct cusb_backend *backend;
	atomic_uint references;
	atomic_int default_timeout_ms;
	atomic_int speed; /* UNKNOWN until asked */
	atomic_bool auto_detach;
	atomic_bool left; /* a monitor saw it leave: never to be opened again */
	uint64_t id; /* struct cusb_candidate's */
	int fd;	     /* of cusb_device_from_fd(), else -1 */

	pthread_mutex_t lock;
	/* Under `lock`: */
	void (*dispose)(struct device *dev); /* NULL: nothing but finding has happened */
	struct opening *opening;	     /* NULL: closed */
	struct settings settings;
	struct interface_set detached; /* drivers to attach again at release */
	struct interface_set ports;    /* claimed, of a hub */
	struct opening *closing;       /* closed, but somebody is using it */
	struct cusb_transfer *ended;   /* by closing; yet to be reaped, oldest first */
	size_t in_flight;	       /* transfers of the queue that are yet to be reaped */
	struct buffer *buffers;	       /* of cusb_buffer_alloc() */

	pthread_mutex_t text_lock;
	/* Under `text_lock`: */
	struct lent_string *texts;
	unsigned int text_age; /* grows with each forgetting */
	int langid_count;      /* UNKNOWN until asked */
	uint16_t langids[126];
};

static inline struct device *device_of(const struct cusb_device *dev)
{
	/* Descriptor structs hand out const devices; the object behind them never is. */
	return (struct device *)(uintptr_t)dev;
}

/* Its backend's name for the open device. */
static inline struct cusb_handle *device_handle(const struct device *dev)
{
	return dev->opening->handle;
}

/* lifecycle.c: what finding left out. */
void device_first_use(struct device *dev);

/*
 * A call of the library that asks more of a device than finding told runs between these two, with
 * the device's lock held.
 */
static inline void device_enter(struct device *dev)
{
	pthread_mutex_lock(&dev->lock);
	if (!dev->dispose)
		device_first_use(dev);
	settings_call_begins(&dev->settings);
}

static inline int device_leave(struct device *dev, int result)
{
	pthread_mutex_unlock(&dev->lock);
	return result;
}

/*
 * The device that a transfer is in flight on, or NULL. It changes under that device's lock; a call
 * for another device reads it without that lock.
 */
static inline struct device *transfer_owner(const struct cusb_transfer *transfer)
{
	return __atomic_load_n(&transfer->state.owner, __ATOMIC_RELAXED);
}

static inline void transfer_set_owner(struct cusb_transfer *transfer, struct device *dev)
{
	__atomic_store_n(&transfer->state.owner, dev, __ATOMIC_RELAXED);
}

/* device.c: device descriptor and place of a candidate, without the tree. 0 or -EBADMSG. */
int device_summarize(const struct cusb_candidate *candidate, struct cusb_device *summary);
/*
 * A device from a candidate whose descriptor and place have been read into `summary`.
 * 0, -ENODEV (gone meanwhile), -ENOMEM.
 */
int device_new(struct cusb_backend *backend, const struct cusb_candidate *candidate,
	       const struct cusb_device *summary, struct device **dev);

/* backend.c: `backend`, or the default one, which may be good for no more than finding. */
struct cusb_backend *backend_or_default(struct cusb_backend *backend);
/* 0, or -EINVAL when it was made for another version of the contract. */
int backend_check(const struct cusb_backend *backend);

/* session.c */
int device_open_locked(struct device *dev);
/* The same for an operation that the backend has or lacks: then -ENOSYS. */
static inline int device_open_for_locked(struct device *dev, bool supported)
{
	return supported ? device_open_locked(dev) : -ENOSYS;
}
/* Keeps the handle alive for a call made without the lock; opens if need be. */
int opening_get_locked(struct device *dev, struct opening **opening);
void opening_put(struct device *dev, struct opening *opening);
/* The same with the lock held. True: it was the last, and opening_end() is to follow without. */
bool opening_leave_locked(struct device *dev, struct opening *opening);
void opening_end(struct device *dev, struct opening *opening);

/* lifecycle.c: releases everything, and shuts the session down. */
void device_close_locked(struct device *dev);

/* control.c: claims what a request needs claimed. */
int control_claim_locked(struct device *dev, const struct cusb_setup *setup);
/* The kernel does not look into requests, so what it knows must be asked for again. */
bool control_changes_settings(const struct cusb_setup *setup);

/* transfer.c: what to know of a transfer before it begins. */
struct job {
	const struct cusb_endpoint *ep; /* NULL: endpoint 0 */
	struct opening *opening;
};
/* Checks what can be checked without the device; sets the time limit. */
int transfer_check(const struct device *dev, struct cusb_transfer *transfer);
/*
 * Finds the endpoint, claims, opens, and makes the device the transfer's owner. -EBUSY: it has one
 * already.
 */
int transfer_begin_locked(struct device *dev, const struct cusb_endpoint *only,
			  struct cusb_transfer *transfer, struct job *job);
/* The SETUP packet of a transfer to endpoint 0. */
struct cusb_setup transfer_setup(const struct cusb_transfer *transfer);

/* Strings that are remembered are to be asked for again. */
void forget_texts(struct device *dev);

/* CUSB_DEFAULT_TIMEOUT made a number; -EINVAL when it is below that. */
int timeout_resolve(const struct device *dev, int timeout_ms);

#endif
