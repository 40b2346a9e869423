/* SPDX-License-Identifier: MIT */
#include "core/active.h"

#include <cusb/control.h>

#include "core/answer.h"
#include "core/claim.h"
#include "core/log.h"
#include "descriptor/ignored.h"

#define ASK_TIMEOUT_MS 5000 /* the lock is held meanwhile */

const struct cusb_configuration *configuration_by_value(const struct device *dev, int value)
{
	const struct cusb_configuration *cfg;

	cusb_for_each_configuration (&dev->public, cfg) {
		if (cfg->bConfigurationValue == value)
			return cfg;
	}
	return NULL;
}

/* A request that a device answers with one byte; the device is open. */
static int ask_device_locked(struct device *dev, const struct cusb_setup *setup)
{
	uint8_t answer = 0;
	ssize_t n = dev->backend->control(device_handle(dev), setup, &answer, ASK_TIMEOUT_MS);

	if (n < 0)
		return (int)n;
	return n == 1 ? answer : -EBADMSG;
}

/* For backends that cannot tell the configuration, or cannot without sysfs. */
static int ask_for_configuration_locked(struct device *dev)
{
	static const struct cusb_setup setup = {0x80, CUSB_REQ_GET_CONFIGURATION, 0, 0, 1};
	int err = device_open_for_locked(dev, dev->backend->control);

	return err < 0 ? err : ask_device_locked(dev, &setup);
}

int configuration_locked(struct device *dev)
{
	int value = settings_configuration(&dev->settings);

	if (value != UNKNOWN)
		return value;
	value = dev->backend->configuration
			? dev->backend->configuration(dev->backend, &dev->public)
			: -ENOSYS;
	if (value == -ENOSYS)
		value = ask_for_configuration_locked(dev);
	if (value == -EHOSTUNREACH && !configuration_by_value(dev, 0))
		value = 0;
	value = answer_number(dev->backend, "configuration", value, UINT8_MAX);
	if (value >= 0)
		settings_configuration_read(&dev->settings, value);
	return value;
}

int active_configuration_locked(struct device *dev, const struct cusb_configuration **out)
{
	int value = configuration_locked(dev);
	const struct cusb_configuration *cfg;

	if (value < 0)
		return value;
	cfg = configuration_by_value(dev, value);
	if (!cfg)
		return value == 0 ? because(-EHOSTUNREACH, "the device is not configured")
				  : -EBADMSG;
	*out = cfg;
	return 0;
}

/* The kernel demands a claim for this request. */
static int ask_for_altsetting_locked(struct device *dev, unsigned int number)
{
	const struct cusb_setup setup = {0x81, CUSB_REQ_GET_INTERFACE, 0, (uint16_t)number, 1};
	int err = dev->backend->control ? claim_for_call_locked(dev, number) : -ENOSYS;

	return err < 0 ? err : ask_device_locked(dev, &setup);
}

/* The number of settings the interface has, and the first of them. */
static size_t settings_of(const struct cusb_configuration *cfg, unsigned int number,
			  const struct cusb_interface **first)
{
	const struct cusb_interface *intf;
	size_t count = 0;

	cusb_for_each_interface (cfg, intf) {
		if (intf->bInterfaceNumber == number && count++ == 0)
			*first = intf;
	}
	return count;
}

int refuse_interface_number(unsigned int number)
{
	return refuse(-EINVAL, "interface %u is above %d", number, INTERFACES_MAX - 1);
}

int refuse_missing_interface(const struct device *dev, const struct cusb_configuration *cfg,
			     unsigned int number)
{
	return refuse(-ENOENT, "%s: configuration %d has no interface %u", dev->public.name,
		      cfg->bConfigurationValue, number);
}

int refuse_stale_endpoint(const struct device *dev, const struct cusb_endpoint *ep)
{
	return refuse(
		-ENOENT,
		"%s: endpoint %#04x is of interface %d, alternate setting %d, which is not selected",
		dev->public.name, ep->bEndpointAddress, ep->interface->bInterfaceNumber,
		ep->interface->bAlternateSetting);
}

int altsetting_locked(struct device *dev, const struct cusb_configuration *cfg, unsigned int number)
{
	const struct cusb_interface *only = NULL;
	size_t count = settings_of(cfg, number, &only);
	int alternate = settings_altsetting(&dev->settings, number);

	if (count == 0)
		return refuse_missing_interface(dev, cfg, number);
	if (count == 1)
		return only->bAlternateSetting;
	if (alternate != UNKNOWN)
		return alternate;
	alternate = dev->backend->altsetting
			    ? dev->backend->altsetting(dev->backend, &dev->public,
						       cfg->bConfigurationValue, number)
			    : -ENOSYS;
	if (alternate == -ENOSYS)
		alternate = ask_for_altsetting_locked(dev, number);
	alternate = answer_number(dev->backend, "altsetting", alternate, UINT8_MAX);
	if (alternate == -ENOENT) /* another configuration is active */
		settings_doubt_all(&dev->settings);
	if (alternate >= 0)
		settings_altsetting_read(&dev->settings, number, alternate);
	return alternate;
}

static void log_ignored(const struct device *dev, const struct cusb_endpoint *ep)
{
	log_line(CUSB_LOG_WARNING,
		 "%s: interface %u, alternate setting %u: the kernel ignores the descriptor of "
		 "endpoint %#04x (%s)",
		 dev->public.name, ep->interface->bInterfaceNumber,
		 ep->interface->bAlternateSetting, ep->bEndpointAddress,
		 ep->index < ep->interface->bNumEndpoints ? "the address is a duplicate"
							  : "bNumEndpoints is too small");
}

/* NULL also for an endpoint that the kernel does not have. */
static const struct cusb_endpoint *
endpoint_of(const struct device *dev, const struct cusb_interface *intf, unsigned int address)
{
	const struct cusb_endpoint *ep;

	cusb_for_each_endpoint (intf, ep) {
		if (ep->bEndpointAddress != address)
			continue;
		if (!endpoint_is_ignored(ep))
			return ep;
		log_ignored(dev, ep);
	}
	return NULL;
}

enum which_settings { CURRENT_SETTINGS, ALL_SETTINGS };

/* 1: found; 0: no setting has the address, or another endpoint than `only` (NULL: any) has it. */
static int find_locked(struct device *dev, unsigned int address, enum which_settings which,
		       const struct cusb_endpoint *only, const struct cusb_endpoint **out)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	int err = active_configuration_locked(dev, &cfg);
	int asked = UNKNOWN, alternate = UNKNOWN;

	if (err < 0)
		return err;
	/* All settings of an interface are in a row; altsetting_locked() is called once for it. */
	cusb_for_each_interface (cfg, intf) {
		const struct cusb_endpoint *ep = endpoint_of(dev, intf, address);

		if (!ep)
			continue;
		if (which == ALL_SETTINGS)
			alternate = intf->bAlternateSetting;
		else if (intf->bInterfaceNumber != asked)
			alternate = altsetting_locked(dev, cfg, intf->bInterfaceNumber);
		if (alternate < 0)
			return alternate;
		asked = intf->bInterfaceNumber;
		if (alternate == intf->bAlternateSetting) {
			*out = ep;
			return !only || ep == only;
		}
	}
	return 0;
}

/* Memory alone does not refuse: another program may have changed the settings. */
static int find_or_ask_locked(struct device *dev, unsigned int address, enum which_settings which,
			      const struct cusb_endpoint *only, const struct cusb_endpoint **out)
{
	int found = find_locked(dev, address, which, only, out);

	if ((found == 0 || found == -ENOENT) && settings_from_memory(&dev->settings)) {
		settings_doubt(&dev->settings);
		found = find_locked(dev, address, which, only, out);
	}
	return found;
}

static int find_current_locked(struct device *dev, unsigned int address,
			       const struct cusb_endpoint *only, const struct cusb_endpoint **out)
{
	int found = find_or_ask_locked(dev, address, CURRENT_SETTINGS, only, out);

	if (found == 0 && only)
		return refuse_stale_endpoint(dev, only);
	if (found == 0)
		return refuse(-ENOENT, "%s: no current alternate setting has endpoint %#04x",
			      dev->public.name, address);
	return found < 0 ? found : 0;
}

int endpoint_find_locked(struct device *dev, unsigned int address, const struct cusb_endpoint **out)
{
	return find_current_locked(dev, address, NULL, out);
}

int interface_of_endpoint_locked(struct device *dev, unsigned int address)
{
	const struct cusb_endpoint *ep;
	int found = find_or_ask_locked(dev, address, ALL_SETTINGS, NULL, &ep);

	if (found == 0)
		found = find_or_ask_locked(dev, address ^ CUSB_ENDPOINT_DIR_MASK, ALL_SETTINGS,
					   NULL, &ep);
	if (found == 0)
		return refuse(-ENOENT, "%s: the active configuration has no endpoint %#04x",
			      dev->public.name, address);
	return found < 0 ? found : ep->interface->bInterfaceNumber;
}

/*
 * Claiming may take the interface from a driver, which sets it back to alternate setting 0. Then
 * another endpoint may have the address, even one of another interface.
 */
static int claim_for_locked(struct device *dev, unsigned int address,
			    const struct cusb_endpoint **ep)
{
	const struct cusb_interface *intf = (*ep)->interface;

	while (!settings_is_claimed(&dev->settings, intf->bInterfaceNumber)) {
		int err = claim_locked(dev, intf->bInterfaceNumber);

		if (err == 0 && interface_in(&dev->detached, intf->bInterfaceNumber))
			err = endpoint_find_locked(dev, address, ep);
		else if (err == 0)
			settings_altsetting_read(&dev->settings, intf->bInterfaceNumber,
						 intf->bAlternateSetting);
		if (err < 0)
			return err;
		intf = (*ep)->interface;
	}
	return 0;
}

int endpoint_resolve_locked(struct device *dev, unsigned int address,
			    const struct cusb_endpoint *only, const struct cusb_endpoint **out)
{
	const struct cusb_endpoint *ep;
	int err;

	error_forget();
	if (dev->by_hand)
		return device_open_locked(dev);
	err = find_current_locked(dev, address, only, &ep);
	if (err < 0)
		return err;
	err = claim_for_locked(dev, address, &ep);
	if (err < 0)
		return err;
	if ((ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) != CUSB_ENDPOINT_TYPE_CTRL)
		settings_endpoint_found(&dev->settings, ep);
	if (only && ep != only)
		return refuse_stale_endpoint(dev, only);
	*out = ep;
	return 0;
}
