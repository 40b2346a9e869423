/* SPDX-License-Identifier: MIT */
#include "core/settings.h"

#include <string.h>

/*
 * Kernel facts: while an interface is claimed, other programs get -EBUSY for SET_CONFIGURATION, and
 * for SET_INTERFACE of that interface.
 *
 * Two changes are not noticed here: a reset by another program; and, after this object's own
 * SET_CONFIGURATION, changes by another program to an interface that this object has not claimed.
 */
static bool is_kept(const struct settings *settings)
{
	return settings->configured_here || !interface_set_empty(&settings->claimed);
}

static void forget_endpoints(struct settings *settings)
{
	memset(settings->endpoints, 0, sizeof settings->endpoints);
}

void settings_doubt(struct settings *settings)
{
	settings->passing = false;
	settings->configured_here = false;
	settings->configuration = UNKNOWN;
	for (size_t i = 0; i < INTERFACES_MAX; i++)
		settings->altsettings[i] = UNKNOWN;
	forget_endpoints(settings);
}

void settings_claimed(struct settings *settings, unsigned int number)
{
	interface_add(&settings->claimed, number);
	settings->passing = false;
}

void settings_released(struct settings *settings, unsigned int number)
{
	interface_remove(&settings->claimed, number);
	settings->configured_here = false;
	settings_altsetting_lost(settings, number);
	settings->passing = !is_kept(settings);
}

struct interface_set settings_lose_claims(struct settings *settings)
{
	const struct interface_set claimed = settings->claimed;

	settings->claimed = (struct interface_set){{0}};
	settings_doubt(settings);
	return claimed;
}

/* The kernel selects alternate setting 0 of each interface that has one. */
void settings_configured(struct settings *settings, int value, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	settings_doubt(settings);
	settings->configured_here = true;
	settings->configuration = value;
	cusb_for_each_interface (cfg, intf) {
		if (intf->bAlternateSetting == 0)
			settings->altsettings[intf->bInterfaceNumber] = 0;
	}
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
	settings->passing = !is_kept(settings);
}

void settings_altsetting_read(struct settings *settings, unsigned int number, int alternate)
{
	if (settings_is_claimed(settings, number))
		settings->altsettings[number] = (int16_t)alternate;
}

void settings_endpoint_found(struct settings *settings, const struct cusb_endpoint *ep)
{
	settings->endpoints[endpoint_slot(ep->bEndpointAddress)] = ep;
}
