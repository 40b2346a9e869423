/* SPDX-License-Identifier: MIT */
/*
 * The memory of a device's settings: its configuration, its alternate settings, and the endpoint
 * that an address means in them.
 *
 * The kernel is the truth, and others can change it. The rule:
 *
 *	Within one call of the library, an answer of the kernel or the device is believed.
 *	From one call to the next, it is believed only while something keeps it: a claim of this
 *	object, or its own SET_CONFIGURATION until it releases an interface.
 *	Any sign of doubt drops it; then the next reader asks anew.
 *
 * Callers report events, and ask; only settings.c forgets. All of it is under the device's lock.
 */
#ifndef CUSB_CORE_SETTINGS_H
#define CUSB_CORE_SETTINGS_H

#include <cusb/descriptor.h>

#include "core/interface_set.h"

#define UNKNOWN (-1)

struct settings {
	bool passing; /* nothing keeps the memory beyond this call */
	bool configured_here;
	struct interface_set claimed;
	int configuration;		     /* bConfigurationValue, 0, UNKNOWN */
	int16_t altsettings[INTERFACES_MAX]; /* bAlternateSetting, UNKNOWN */
	const struct cusb_endpoint *endpoints[32];
};

/* ---- events ---- */

/*
 * A sign that the memory may be wrong: a reset, a request that changes settings unseen, a closed
 * device, or a question of the user, which deserves a fresh answer. Claims stay.
 */
void settings_doubt(struct settings *settings);

/* A call of the library begins. */
static inline void settings_call_begins(struct settings *settings)
{
	if (settings->passing)
		settings_doubt(settings);
}

/* An interface was claimed, or released. */
void settings_claimed(struct settings *settings, unsigned int number);
void settings_released(struct settings *settings, unsigned int number);
/* All claims may be lost. Returns the interfaces that were claimed. */
struct interface_set settings_lose_claims(struct settings *settings);

/* This object has set a configuration (NULL: it is not configured now), or an alternate setting. */
void settings_configured(struct settings *settings, int value,
			 const struct cusb_configuration *cfg);
void settings_altsetting_set(struct settings *settings, unsigned int number, int alternate);
/* SET_INTERFACE has failed, and nobody knows how far it came. */
void settings_altsetting_lost(struct settings *settings, unsigned int number);

/* The answers of the kernel or the device. An alternate setting is kept only under a claim. */
void settings_configuration_read(struct settings *settings, int value);
void settings_altsetting_read(struct settings *settings, unsigned int number, int alternate);
/* The endpoint that the settings make of its address; its interface is claimed. */
void settings_endpoint_found(struct settings *settings, const struct cusb_endpoint *ep);

/* ---- readers: for UNKNOWN or NULL the kernel or the device is to be asked ---- */

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

static inline bool settings_is_claimed(const struct settings *settings, unsigned int number)
{
	return interface_in(&settings->claimed, number);
}

#endif
