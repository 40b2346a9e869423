/* SPDX-License-Identifier: MIT */
/*
 * A device object's inner side: the snapshot that users see, and the resource manager's state.
 *
 * Everything from `opening` down to `buffers` is under `lock`, which no thread holds while it waits
 * for a transfer. Functions named *_locked are called with it held.
 *
 *	closed --device_open_locked--> open --close, dispose, reset that fails--> closed
 */
#ifndef CUSB_CORE_DEVICE_H
#define CUSB_CORE_DEVICE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/backend.h>
#include <cusb/control.h>
#include <cusb/util.h>

#include "core/session.h"

#define INTERFACES_MAX 256
#define UNKNOWN	       (-1)
#define ASK_TIMEOUT_MS 5000 /* for questions to the device that the lock is held for */

#define RESERVED_ADDRESS_BITS 0x70 /* of bEndpointAddress */

/* A set of interface numbers. */
struct interface_set {
	uint32_t bits[INTERFACES_MAX / 32];
};

/* A string that was lent to the user and must live as long as the device. */
struct text {
	struct text *next;
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
	struct session *opening;       /* NULL: closed */
	struct interface_set claimed;  /* by this object */
	struct interface_set detached; /* drivers to attach again at release */
	struct interface_set ports;    /* claimed, of a hub */
	int configuration;	       /* bConfigurationValue, 0, UNKNOWN */
	bool configured_here;	       /* and not claimed since: trusted without a claim */
	int16_t altsettings[INTERFACES_MAX];
	const struct cusb_endpoint *endpoints[32]; /* resolved; by endpoint_slot() */
	struct session *closing;	/* closed, but a thread is using it */
	struct transfer_list completed; /* yet to be reaped, the oldest first */
	size_t in_flight;		/* transfers that are yet to be reaped, completed or not */
	struct buffer *buffers;	     /* of cusb_buffer_alloc() */

	pthread_mutex_t text_lock;
	struct text *texts;
	unsigned int text_age; /* grows with each forgetting */
	int langid_count;      /* UNKNOWN until asked */
	uint16_t langids[126];
};

/*
 * backend.c: until a device is used for the first time, NULL, and the native backend can only find;
 * then device_dispose(). A program that only finds is so linked without all that using takes.
 */
extern _Atomic(void (*)(struct device *dev)) device_in_use;
void device_first_use(void);

/* For what needs nothing of the backend but what finding does, or only what has been used before. */
static inline struct device *device_found(const struct cusb_device *dev)
{
	/* Descriptor structs hand out const devices; the object behind them never is. */
	return (struct device *)(uintptr_t)dev;
}

static inline struct device *device_of(const struct cusb_device *dev)
{
	if (!atomic_load_explicit(&device_in_use, memory_order_acquire))
		device_first_use();
	return device_found(dev);
}

/*
 * The device that a transfer is in flight on, or NULL. It changes under that device's lock; what asks
 * on behalf of another device has not got it.
 */
static inline struct device *transfer_owner(const struct cusb_transfer *transfer)
{
	return __atomic_load_n(&transfer->state.owner, __ATOMIC_RELAXED);
}

static inline void transfer_set_owner(struct cusb_transfer *transfer, struct device *dev)
{
	__atomic_store_n(&transfer->state.owner, dev, __ATOMIC_RELAXED);
}

static inline bool interface_in(const struct interface_set *set, unsigned int number)
{
	return set->bits[number / 32] >> number % 32 & 1;
}

static inline void interface_add(struct interface_set *set, unsigned int number)
{
	set->bits[number / 32] |= UINT32_C(1) << number % 32;
}

static inline void interface_remove(struct interface_set *set, unsigned int number)
{
	set->bits[number / 32] &= ~(UINT32_C(1) << number % 32);
}

bool interface_set_empty(const struct interface_set *set);

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

/* buffer.c */
void buffers_free(struct device *dev);

/* hub.c */
void release_ports_locked(struct device *dev);

/* lifecycle.c */
/* Before the device is freed: closes it, and frees what hangs off it. */
void device_dispose(struct device *dev);
void device_close_locked(struct device *dev);

/* session.c */
int device_open_locked(struct device *dev);
/*
 * Keeps the session for a call that is made without the lock, until session_put(); opens the device
 * if need be.
 */
static inline int session_get_locked(struct device *dev, struct session **session)
{
	int err = dev->opening ? 0 : device_open_locked(dev);

	if (err < 0)
		return err;
	atomic_fetch_add(&dev->opening->references, 1);
	*session = dev->opening;
	return 0;
}

/* in_flight.c: cancels all transfers of an interface, or of the device. */
void stop_interface_locked(struct device *dev, unsigned int number);
void stop_all_locked(struct device *dev);

/* claim.c */
int claim_locked(struct device *dev, unsigned int number);
int release_locked(struct device *dev, unsigned int number);
void release_all_locked(struct device *dev);
/* Claims what a reset or a configuration change took away, from a kernel driver if it must. */
int claim_again_locked(struct device *dev, const struct interface_set *set);
int detach_all_locked(struct device *dev, const struct cusb_configuration *cfg);
/* But for those of interfaces that are claimed; release_locked() does it for these. */
void attach_detached_locked(struct device *dev);

/* configuration.c: NULL when there is no such configuration. */
const struct cusb_configuration *configuration_by_value(const struct device *dev, int value);
int active_configuration_locked(struct device *dev, const struct cusb_configuration **cfg);
/* What is remembered of configuration and alternate settings may no longer be so. */
void forget_settings_locked(struct device *dev);
/* The same, unless a claim or having set it keeps it as it is. */
void forget_unheld_settings_locked(struct device *dev);

/* altsetting.c */
int altsetting_locked(struct device *dev, const struct cusb_configuration *cfg,
		      unsigned int number);
void set_altsettings_locked(struct device *dev, int16_t alternate);

static inline size_t endpoint_slot(unsigned int address)
{
	return (address & CUSB_ENDPOINT_ADDRESS_MASK) | (address & CUSB_ENDPOINT_DIR_MASK) >> 3;
}

/*
 * endpoint.c: finds the endpoint in the active configuration and current alternate settings, and
 * claims its interface. -ENOENT: none, or it is not `only` (NULL: any).
 */
int endpoint_claim_locked(struct device *dev, unsigned int address,
			  const struct cusb_endpoint *only, const struct cusb_endpoint **ep);
/* In what is remembered of the settings, without claiming. */
int endpoint_find_locked(struct device *dev, unsigned int address, const struct cusb_endpoint **ep);
void forget_endpoints_locked(struct device *dev);

/* request.c: claims what a control request needs claimed. */
int request_claim_locked(struct device *dev, const struct cusb_setup *setup);
/* The kernel does not look into requests, so what it knows must be asked for again. */
void request_done_locked(struct device *dev, const struct cusb_setup *setup);
static inline bool request_changes_settings(const struct cusb_setup *setup)
{
	return (setup->bmRequestType == 0x00 && setup->bRequest == CUSB_REQ_SET_CONFIGURATION) ||
	       (setup->bmRequestType == 0x01 && setup->bRequest == CUSB_REQ_SET_INTERFACE);
}
/* Whether it is for an interface or an endpoint, so that something may have to be claimed. */
static inline bool request_has_recipient(const struct cusb_setup *setup)
{
	return setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK;
}

/* What strings are remembered is to be asked for again. */
void forget_texts(struct device *dev);

/* CUSB_DEFAULT_TIMEOUT made a number; -EINVAL when it is below that. */
int timeout_resolve(const struct device *dev, int timeout_ms);

#endif
