/* SPDX-License-Identifier: MIT */
/*
 * A device object's inner side: the snapshot that users see, and the resource manager's state.
 *
 * Everything from `opening` down to `endpoints` is under `lock`, which is never held while data
 * moves. Functions named *_locked are called with it held.
 *
 *	closed --device_open_locked--> open --close, dispose, reset that fails--> closed
 *
 * An opening is the backend's handle with a count of the calls that are using it. Closing takes it
 * off the device and shuts it down, so that those calls end; the last of them closes the handle.
 */
#ifndef CUSB_CORE_DEVICE_H
#define CUSB_CORE_DEVICE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/backend.h>

#define INTERFACES_MAX 256
#define UNKNOWN	       (-1)
#define ASK_TIMEOUT_MS 5000 /* for questions to the device that the lock is held for */

#define RESERVED_ADDRESS_BITS 0x70 /* of bEndpointAddress */

/* A set of interface numbers. */
struct interface_set {
	uint32_t bits[INTERFACES_MAX / 32];
};

struct opening {
	struct cusb_handle *handle;
	unsigned int users;
	bool closed;
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

	pthread_mutex_t lock;
	struct opening *opening;       /* NULL: closed */
	struct interface_set claimed;  /* by this object */
	struct interface_set detached; /* drivers to attach again at release */
	int configuration;	       /* bConfigurationValue, 0, UNKNOWN */
	bool configured_here;	       /* and not claimed since: trusted without a claim */
	int16_t altsettings[INTERFACES_MAX];
	const struct cusb_endpoint *endpoints[32]; /* resolved; by endpoint_slot() */

	pthread_mutex_t text_lock;
	struct text *texts;
	int langid_count; /* UNKNOWN until asked */
	uint16_t langids[126];
};

static inline struct device *device_of(const struct cusb_device *dev)
{
	/* Descriptor structs hand out const devices; the object behind them never is. */
	return (struct device *)(uintptr_t)dev;
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

/*
 * device.c: a device from a candidate whose descriptor and place have been read into `summary`.
 * 0, -ENODEV (gone meanwhile), -ENOMEM.
 */
int device_new(struct cusb_backend *backend, const struct cusb_candidate *candidate,
	       const struct cusb_device *summary, struct device **dev);

/* opening.c */
int device_open_locked(struct device *dev);
void device_close_locked(struct device *dev);
/* Keeps the handle alive for a call made without the lock; opens if need be. */
int opening_get_locked(struct device *dev, struct opening **opening);
void opening_put(struct device *dev, struct opening *opening);

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

/*
 * endpoint.c: finds the endpoint in the active configuration and current alternate settings, and
 * claims its interface. -ENOENT: none, or it is not `only` (NULL: any).
 */
int endpoint_claim_locked(struct device *dev, unsigned int address,
			  const struct cusb_endpoint *only, const struct cusb_endpoint **ep);
void forget_endpoints_locked(struct device *dev);

/* What strings are remembered is to be asked for again. */
void forget_texts(struct device *dev);

/* CUSB_DEFAULT_TIMEOUT made a number; -EINVAL when it is below that. */
int timeout_resolve(const struct device *dev, int timeout_ms);

#endif
