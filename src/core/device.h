/* SPDX-License-Identifier: MIT */
/*
 * The private part of a device object: the snapshot that users see, and the state of its resources.
 *
 * Functions named *_locked are called with the device's lock held. No thread holds the lock while
 * it waits for a transfer.
 *
 *	closed --device_open_locked--> open --close, dispose, reset that fails--> closed
 */
#ifndef CUSB_CORE_DEVICE_H
#define CUSB_CORE_DEVICE_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/backend.h>
#include <cusb/control.h>
#include <cusb/util.h>

#include "core/error.h"
#include "core/lock.h"
#include "core/session.h"
#include "core/settings.h"
#include "core/transfer_state.h"

#define RESERVED_ADDRESS_BITS 0x70 /* of bEndpointAddress */

/* A string lent to the user; it lives as long as the device. */
struct lent_string {
	struct lent_string *next;
	int kind;   /* enum cusb_device_string */
	bool fresh; /* false: ask again */
	char text[];
};

struct device;

/*
 * The operations of a device after cusb_set_automatic() with false (by_hand.c). A static program
 * that does not call this function does not contain them.
 */
struct by_hand {
	/* Checks a transfer that may have a type. Returns its time limit, or -EINVAL. */
	int (*check)(const struct device *dev, const struct cusb_transfer *transfer);
	/* NULL: a control transfer. `only` as for endpoint_resolve_locked(). */
	int (*find_endpoint)(struct device *dev, const struct cusb_endpoint *only,
			     const struct cusb_transfer *transfer, const struct cusb_endpoint **ep);
	/* For a call that needs the device open. Returns -EBADF. */
	int (*refuse_closed)(const struct device *dev);
	int (*release)(struct device *dev, unsigned int number);
	int (*set_configuration)(struct device *dev, int value);
	/* 1: selected; 0: it was current, and `always` is false. */
	int (*set_altsetting)(struct device *dev, int number, int alternate, bool always);
	int (*reset)(struct device *dev);
};

struct device {
	struct cusb_device public; /* first: a struct cusb_device * is a struct device * */
	struct cusb_backend *backend;
	atomic_uint references;
	atomic_int default_timeout_ms;
	atomic_int speed; /* UNKNOWN until asked */
	atomic_bool auto_detach, interruptible;
	atomic_bool left; /* a monitor saw it leave: it is never opened again */
	uint64_t id;	  /* struct cusb_candidate's; 0: unknown */
	bool provisional_name;
	int fd; /* of cusb_device_from_fd(), else -1 */

	struct quick_lock lock;
	/* Under `lock`: */
	void (*dispose)(struct device *dev); /* NULL: the device was found, and not used yet */
	struct session *session;	     /* NULL: closed */
	struct settings settings;
	struct interface_set detached;	/* interfaces whose drivers are attached again at release */
	struct interface_set ports;	/* claimed ports of a hub */
	struct session *closing;	/* closed sessions that threads are still using */
	struct transfer_list completed; /* not yet reaped, the oldest first */
	size_t in_flight;		/* transfers not yet reaped, completed or not */
	struct buffer *buffers;		/* of cusb_buffer_alloc() */

	pthread_mutex_t text_lock;
	/* Under `text_lock`: */
	struct lent_string *texts;
	unsigned int text_age; /* number of times the strings were forgotten */
	int langid_count;      /* UNKNOWN until asked */
	uint16_t langids[126];

	const struct by_hand *by_hand; /* under `lock`; NULL: calls open and claim automatically */
	struct watcher *watcher;       /* under `lock`; NULL: in no wait set */
	const uint8_t *descriptors;    /* of the backend; they end where the name begins */
};

static inline struct device *device_of(const struct cusb_device *dev)
{
	/*
	 * Descriptor structs have pointers to const devices; the device object itself is never
	 * const.
	 */
	return (struct device *)(uintptr_t)dev;
}

/* The backend's handle of the open device. */
static inline struct cusb_handle *device_handle(const struct device *dev)
{
	return dev->session->handle;
}

static inline bool is_interruptible(const struct device *dev)
{
	return atomic_load_explicit(&dev->interruptible, memory_order_relaxed);
}

/* lifecycle.c: initializes the members that finding does not need. */
void device_first_use(struct device *dev);

/*
 * Every call that uses a device, rather than only finding it, runs between device_enter() and
 * device_leave(), with the device's lock held. device_enter_keep_text() is for calls that cannot
 * fail, and for calls that move data; see error.h.
 */
static inline void device_enter_keep_text(struct device *dev)
{
	quick_lock_take(&dev->lock);
	if (!dev->dispose)
		device_first_use(dev);
	settings_call_begins(&dev->settings);
}

static inline void device_enter(struct device *dev)
{
	error_forget();
	device_enter_keep_text(dev);
}

static inline int device_leave(struct device *dev, int result)
{
	quick_lock_give(&dev->lock);
	return result;
}

/*
 * The device on which a transfer is in flight, or NULL. It changes under that device's lock; a call
 * for another device reads it without that lock.
 */
static inline struct device *transfer_owner(const struct cusb_transfer *transfer)
{
	return __atomic_load_n(&state_of(transfer)->owner, __ATOMIC_RELAXED);
}

static inline void transfer_set_owner(struct cusb_transfer *transfer, struct device *dev)
{
	__atomic_store_n(&state_of(transfer)->owner, dev, __ATOMIC_RELAXED);
}

/*
 * device.c: the device descriptor and place of a candidate, without its configurations. 0 or
 * -EBADMSG.
 */
int device_summarize(const struct cusb_candidate *candidate, struct cusb_device *summary);
/*
 * Makes a device from a candidate. `summary` has its device descriptor and place, and gets its
 * address. 0, -ENODEV (it has just left), -EBADMSG (not an address of a USB device), -ENOMEM.
 */
int device_new(struct cusb_backend *backend, const struct cusb_candidate *candidate,
	       struct cusb_device *summary, struct device **dev);

/* backend.c: `backend`, or the default one, which may have only the functions that find devices. */
struct cusb_backend *backend_or_default(struct cusb_backend *backend);
/* 0, or -EINVAL: the backend was compiled for another version of backend.h. */
int backend_check(const struct cusb_backend *backend);

/*
 * session.c: opens the device if necessary. After cusb_set_automatic() with false only
 * session_begin_locked() does so.
 */
int session_begin_locked(struct device *dev);
int device_open_locked(struct device *dev);
/* The same for an operation that the backend may lack; -ENOSYS without it. */
static inline int device_open_for_locked(struct device *dev, bool supported)
{
	return supported ? device_open_locked(dev) : -ENOSYS;
}
/*
 * Keeps the session until session_put(), for a call without the lock. Opens the device if
 * necessary.
 */
static inline int session_get_locked(struct device *dev, struct session **session)
{
	int err = dev->session ? 0 : device_open_locked(dev);

	if (err < 0)
		return err;
	atomic_fetch_add(&dev->session->references, 1);
	*session = dev->session;
	return 0;
}

/* in_flight.c: cancels all transfers of an interface, or of the device. */
void stop_interface_locked(struct device *dev, unsigned int number);
void stop_all_locked(struct device *dev);

/* lifecycle.c: releases everything, and shuts the session down. */
void device_close_locked(struct device *dev);

/* request.c: claims the interface that a control request needs. */
int request_claim_locked(struct device *dev, const struct cusb_setup *setup);
/*
 * The kernel does not parse control requests, so a request may make the remembered settings wrong.
 */
void request_done_locked(struct device *dev, const struct cusb_setup *setup);
static inline bool request_changes_settings(const struct cusb_setup *setup)
{
	return (setup->bmRequestType == 0x00 && setup->bRequest == CUSB_REQ_SET_CONFIGURATION) ||
	       (setup->bmRequestType == 0x01 && setup->bRequest == CUSB_REQ_SET_INTERFACE);
}
/* Whether the recipient is an interface or an endpoint, whose interface may need a claim. */
static inline bool request_has_recipient(const struct cusb_setup *setup)
{
	return setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK;
}

/* Remembered strings are read again. */
void forget_texts(struct device *dev);

/* Milliseconds, with the default in place of CUSB_DEFAULT_TIMEOUT; -EINVAL below that. */
int timeout_resolve(const struct device *dev, int timeout_ms);
/* -EINVAL, with a line in the log. */
int refuse_timeout(int timeout_ms) __attribute__((cold));

#endif
