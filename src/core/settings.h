/* SPDX-License-Identifier: MIT */
/*
 * The remembered settings of a device: its configuration, its alternate settings, and the endpoints
 * that have an address in them. The kernel has the truth, and other programs can change it. The
 * rule:
 *
 * Within one call of the library, an answer of the kernel or the device is believed. After that
 * call it is believed only while a claim of this object is known to exist. Any sign of another
 * program's action drops the answers and puts the claims in doubt. The next reader asks the kernel
 * again. The next user of an interface claims it again. This changes nothing if the claim still
 * exists.
 *
 * Callers report events and ask; only settings.c forgets. The device's lock protects all of it,
 * except settings_changed().
 */
#ifndef CUSB_CORE_SETTINGS_H
#define CUSB_CORE_SETTINGS_H

#include <stdatomic.h>

#include <cusb/descriptor.h>

#include "core/interface_set.h"

#define UNKNOWN (-1)
#define ENDPOINT_SLOTS 32 /* of both directions; endpoint_slot() */

/* Facts about the last call, for the next call. */
#define NEWS_ASKED   1 /* the last call has asked the kernel or the device */
#define NEWS_PASSING 2 /* its answers are valid only within it */
#define NEWS_CHANGED 4 /* a monitor has seen a change of the device */

struct settings {
	atomic_uint news;
	bool by_hand; /* after cusb_set_automatic() with false: no call is repeated */
	struct interface_set claimed;	     /* the claims that are known to hold */
	struct interface_set doubted;	     /* the claims that may be lost */
	int configuration;		     /* bConfigurationValue, 0, UNKNOWN */
	int16_t altsettings[INTERFACES_MAX]; /* bAlternateSetting, UNKNOWN */
	const struct cusb_endpoint *endpoints[ENDPOINT_SLOTS];
};

/* ---- events ---- */

/*
 * The remembered answers may be wrong: after a control request that changes settings, after closing
 * the device, and before a question of the user, which needs the present answer. Claims stay.
 */
void settings_doubt(struct settings *settings);
/* The user asks for the claim of one interface, or for the setting under this claim. */
void settings_doubt_claim(struct settings *settings, unsigned int number);
/* A sign of another program's action: claims, configuration and settings may all be different. */
void settings_doubt_all(struct settings *settings);
/*
 * The kernel has refused a call that the settings allow, or the settings do not allow a call of the
 * user. Returns whether the settings came from memory: a second try may then succeed. False if
 * `by_hand`: there is no second try.
 */
bool settings_misled(struct settings *settings);
/*
 * The same, if the error of the refusal is such a sign. Then nothing was transferred. The new
 * answers show the reason: -ENODEV is also the refusal of an interface that is not authorized.
 */
bool settings_refused(struct settings *settings, int err);
/* A transfer has ended with this error, and this object has not stopped it. */
void settings_ended(struct settings *settings, int err);

/* Such a sign for the next call, from a monitor; it needs no lock. */
void settings_changed(struct settings *settings);

/* See `by_hand`. */
void settings_set_by_hand(struct settings *settings, bool by_hand);

/* A call of the library begins. */
void settings_take_news(struct settings *settings);
static inline void settings_call_begins(struct settings *settings)
{
	if (atomic_load_explicit(&settings->news, memory_order_relaxed))
		settings_take_news(settings);
}

/* An interface was claimed, or released. */
void settings_claimed(struct settings *settings, unsigned int number);
void settings_released(struct settings *settings, unsigned int number);
/* All claims are lost. Returns the interfaces that were claimed. */
struct interface_set settings_lose_claims(struct settings *settings);

/* This object has selected an alternate setting. */
void settings_altsetting_set(struct settings *settings, unsigned int number, int alternate);
/* SET_INTERFACE has failed: the alternate setting is unknown. */
void settings_altsetting_lost(struct settings *settings, unsigned int number);

/* Answers of the kernel or the device. An alternate setting is remembered only under a claim. */
void settings_configuration_read(struct settings *settings, int value);
void settings_altsetting_read(struct settings *settings, unsigned int number, int alternate);
/*
 * The endpoint that has its address in these settings. Its interface is claimed. It is not a
 * control endpoint: no transfer may use one.
 */
void settings_endpoint_found(struct settings *settings, const struct cusb_endpoint *ep);

/* ---- readers; UNKNOWN or NULL: ask the kernel or the device ---- */

/* This call has asked nothing so far. */
static inline bool settings_from_memory(const struct settings *settings)
{
	return !(atomic_load_explicit(&settings->news, memory_order_relaxed) & NEWS_ASKED);
}

static inline int settings_configuration(const struct settings *settings)
{
	return settings->configuration;
}

static inline int settings_altsetting(const struct settings *settings, unsigned int number)
{
	return settings->altsettings[number];
}

static inline size_t endpoint_slot(unsigned int address)
{
	return (address & CUSB_ENDPOINT_ADDRESS_MASK) | (address & CUSB_ENDPOINT_DIR_MASK) >> 3;
}

static inline const struct cusb_endpoint *settings_endpoint(const struct settings *settings,
							    unsigned int address)
{
	return settings->endpoints[endpoint_slot(address)];
}

/* False also for a claim in doubt: claim again. */
static inline bool settings_is_claimed(const struct settings *settings, unsigned int number)
{
	return interface_in(&settings->claimed, number);
}

/* Whether there is a claim to release. */
static inline bool settings_may_be_claimed(const struct settings *settings, unsigned int number)
{
	return interface_in(&settings->claimed, number) || interface_in(&settings->doubted, number);
}

#endif
