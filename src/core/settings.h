/* SPDX-License-Identifier: MIT */
/*
 * The remembered settings of a device: its configuration, its alternate settings, and the endpoints
 * that have an address in them. The kernel is the truth, and other programs can change it. The
 * rule:
 *
 * Within one call of the library, an answer of the kernel or the device is believed. After that
 * call it is believed only while one of these holds: a claim of this object, or its own
 * SET_CONFIGURATION until it releases an interface. Any sign that the settings may be wrong drops
 * the answers; the next reader asks again.
 *
 * Callers report events and ask; only settings.c forgets. The device's lock protects all of it.
 */
#ifndef CUSB_CORE_SETTINGS_H
#define CUSB_CORE_SETTINGS_H

#include <cusb/descriptor.h>

#include "core/interface_set.h"

#define UNKNOWN (-1)

struct settings {
	bool passing; /* the answers are valid only within this call */
	bool configured_here;
	struct interface_set claimed;
	int configuration;		     /* bConfigurationValue, 0, UNKNOWN */
	int16_t altsettings[INTERFACES_MAX]; /* bAlternateSetting, UNKNOWN */
	const struct cusb_endpoint *endpoints[32];
};

/* ---- events ---- */

/*
 * A sign that the settings may be wrong: a reset, a control request that changes settings, a closed
 * device. Also a question of the user, which must get a fresh answer. Claims stay.
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

/* This object has set a configuration (NULL: none is set now), or an alternate setting. */
void settings_configured(struct settings *settings, int value,
			 const struct cusb_configuration *cfg);
void settings_altsetting_set(struct settings *settings, unsigned int number, int alternate);
/* SET_INTERFACE has failed: the alternate setting is unknown. */
void settings_altsetting_lost(struct settings *settings, unsigned int number);

/* Answers of the kernel or the device. An alternate setting is remembered only under a claim. */
void settings_configuration_read(struct settings *settings, int value);
void settings_altsetting_read(struct settings *settings, unsigned int number, int alternate);
/* The endpoint that has its address in these settings; its interface is claimed. */
void settings_endpoint_found(struct settings *settings, const struct cusb_endpoint *ep);

/* ---- readers; UNKNOWN or NULL: ask the kernel or the device ---- */

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
