/* SPDX-License-Identifier: MIT */
#include "core/settings.h"

#include <errno.h>
#include <string.h>

/*
 * Kernel facts:
 * - While an interface is claimed, other programs get -EBUSY for SET_CONFIGURATION, and for
 *   SET_INTERFACE of that interface.
 * - Another program takes the claim away by a reset, by DISCONNECT of the driver "usbfs", and by a
 *   write to bConfigurationValue or authorized in sysfs. The kernel does not report this. Unbinding
 *   also sets alternate setting 0, and ends the URBs in flight with -ESHUTDOWN.
 * - The next SUBMITURB, or CONTROL to an interface, claims the interface again. It fails if a
 *   driver was faster (-EBUSY), the endpoint is not in setting 0 (-ENOENT), the device is not
 *   configured (-EHOSTUNREACH) or its interface is not authorized (-ENODEV). Otherwise it works,
 *   and shows no change.
 */
static bool is_kept(const struct settings *settings)
{
	return !interface_set_empty(&settings->claimed);
}

static void note_question(struct settings *settings)
{
	if (is_kept(settings))
		atomic_fetch_and(&settings->news, ~(unsigned int)NEWS_PASSING);
	else
		atomic_fetch_or(&settings->news, NEWS_PASSING);
	atomic_fetch_or(&settings->news, NEWS_ASKED);
}

static void forget_endpoints(struct settings *settings)
{
	memset(settings->endpoints, 0, sizeof settings->endpoints);
}

void settings_doubt(struct settings *settings)
{
	settings->configuration = UNKNOWN;
	for (size_t i = 0; i < INTERFACES_MAX; i++)
		settings->altsettings[i] = UNKNOWN;
	forget_endpoints(settings);
}

void settings_set_by_hand(struct settings *settings, bool by_hand)
{
	settings->by_hand = by_hand;
	settings_doubt(settings);
}

void settings_changed(struct settings *settings)
{
	atomic_fetch_or(&settings->news, NEWS_CHANGED);
}

void settings_take_news(struct settings *settings)
{
	unsigned int news = atomic_exchange(&settings->news, 0);

	if (news & NEWS_CHANGED)
		settings_doubt_all(settings);
	else if (news & NEWS_PASSING)
		settings_doubt(settings);
}

void settings_doubt_claim(struct settings *settings, unsigned int number)
{
	if (!settings_is_claimed(settings, number))
		return;
	interface_remove(&settings->claimed, number);
	interface_add(&settings->doubted, number);
	settings_altsetting_lost(settings, number);
	if (!is_kept(settings))
		settings_doubt(settings);
}

void settings_doubt_all(struct settings *settings)
{
	interface_add_all(&settings->doubted, &settings->claimed);
	settings->claimed = (struct interface_set){{0}};
	settings_doubt(settings);
}

bool settings_misled(struct settings *settings)
{
	bool from_memory = settings_from_memory(settings);

	settings_doubt_all(settings);
	return from_memory && !settings->by_hand;
}

bool settings_refused(struct settings *settings, int err)
{
	bool sign = err == -ENOENT || err == -EBUSY || err == -EHOSTUNREACH || err == -ENODEV;

	return sign && settings_misled(settings);
}

void settings_ended(struct settings *settings, int err)
{
	if (err == -ECANCELED || err == -ESHUTDOWN || err == -EHOSTUNREACH)
		settings_doubt_all(settings);
}

void settings_claimed(struct settings *settings, unsigned int number)
{
	interface_add(&settings->claimed, number);
	interface_remove(&settings->doubted, number);
	note_question(settings);
}

void settings_released(struct settings *settings, unsigned int number)
{
	interface_remove(&settings->claimed, number);
	interface_remove(&settings->doubted, number);
	settings_altsetting_lost(settings, number);
	if (!is_kept(settings))
		atomic_fetch_or(&settings->news, NEWS_PASSING);
}

struct interface_set settings_lose_claims(struct settings *settings)
{
	struct interface_set lost;

	settings_doubt_all(settings);
	lost = settings->doubted;
	settings->doubted = (struct interface_set){{0}};
	return lost;
}

void settings_altsetting_set(struct settings *settings, unsigned int number, int alternate)
{
	settings->altsettings[number] = (int16_t)alternate;
	forget_endpoints(settings);
}

void settings_altsetting_lost(struct settings *settings, unsigned int number)
{
	settings_altsetting_set(settings, number, UNKNOWN);
}

void settings_configuration_read(struct settings *settings, int value)
{
	settings->configuration = value;
	note_question(settings);
}

void settings_altsetting_read(struct settings *settings, unsigned int number, int alternate)
{
	if (settings_is_claimed(settings, number))
		settings->altsettings[number] = (int16_t)alternate;
	note_question(settings);
}

void settings_endpoint_found(struct settings *settings, const struct cusb_endpoint *ep)
{
	settings->endpoints[endpoint_slot(ep->bEndpointAddress)] = ep;
}
