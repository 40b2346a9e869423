/* SPDX-License-Identifier: MIT */
/* The active configuration: read and selected. */
#include <cusb/cusb.h>

#include "core/active.h"
#include "core/claim.h"
#include "core/log.h"

int cusb_active_configuration(struct cusb_device *public, const struct cusb_configuration **cfg)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	settings_doubt(&dev->settings);
	return device_leave(dev, active_configuration_locked(dev, cfg));
}

int cusb_active_configuration_value(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int value;

	device_enter(dev);
	settings_doubt(&dev->settings);
	value = configuration_locked(dev);
	if (value == 0 && !configuration_by_value(dev, 0))
		value = -EHOSTUNREACH;
	return device_leave(dev, value);
}

/*
 * For set_configuration() of the backend: the value, or CUSB_UNCONFIGURED where a configuration has
 * the value 0. A result below CUSB_UNCONFIGURED is an error.
 */
static int value_resolve_locked(const struct device *dev, int value)
{
	const struct cusb_configuration *cfg;

	if (value == CUSB_UNCONFIGURED)
		return configuration_by_value(dev, 0) ? value : 0;
	cfg = value == CUSB_FIRST ? cusb_configuration_at(&dev->public, 0)
				  : configuration_by_value(dev, value);
	if (cfg)
		return cfg->bConfigurationValue;
	if (value == 0 || (dev->by_hand && value > 0))
		return value;
	return refuse(-EINVAL, "%s: there is no configuration %d (-1: the first)", dev->public.name,
		      value);
}

static int send_locked(struct device *dev, int value)
{
	const struct cusb_configuration *cfg;
	int err = 0;

	settings_doubt(&dev->settings);
	if (atomic_load(&dev->auto_detach) && active_configuration_locked(dev, &cfg) == 0)
		err = detach_all_locked(dev, cfg);
	if (err < 0)
		return err;
	stop_all_locked(dev);
	err = dev->backend->set_configuration(device_handle(dev), value);
	return err == -EBUSY ? because(err, "a kernel driver or another program has claimed an "
					    "interface")
			     : err;
}

static void keep_existing(struct interface_set *set, const struct cusb_configuration *cfg)
{
	struct interface_set kept = {{0}};
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf) {
		if (interface_in(set, intf->bInterfaceNumber))
			interface_add(&kept, intf->bInterfaceNumber);
	}
	*set = kept;
}

/*
 * The kernel refuses the request while any interface is claimed, also by this object. Drivers are
 * not attached yet, because they would claim the interfaces. Returns the released interfaces.
 */
static struct interface_set let_go_locked(struct device *dev)
{
	struct interface_set claims = dev->settings.claimed, detached = dev->detached;

	interface_add_all(&claims, &dev->settings.doubted);
	dev->detached = (struct interface_set){{0}};
	release_all_locked(dev);
	dev->detached = detached;
	return claims;
}

/*
 * Linux accepts the request for a device that is not authorized, and leaves it unconfigured
 * (usb_set_configuration). Returns -EACCES in this case.
 */
static int verify_locked(struct device *dev, const struct cusb_configuration *cfg)
{
	int value = dev->backend->configuration && cfg
			    ? dev->backend->configuration(dev->backend, &dev->public)
			    : -ENOSYS;

	if (value != -EHOSTUNREACH && (value != 0 || configuration_by_value(dev, 0)))
		return 0;
	return refuse(-EACCES,
		      "%s: the device is not authorized (attribute `authorized` in sysfs), and is "
		      "unconfigured",
		      dev->public.name);
}

static int set_configuration_locked(struct device *dev, int value)
{
	const struct cusb_configuration *cfg = configuration_by_value(dev, value);
	struct interface_set claims;
	int err = device_open_for_locked(dev, dev->backend->set_configuration);
	int again;

	if (err < 0)
		return err;
	if (dev->by_hand)
		return dev->by_hand->set_configuration(dev, value);
	claims = let_go_locked(dev);
	err = send_locked(dev, value);
	if (err == 0) {
		err = verify_locked(dev, cfg);
		if (err < 0)
			cfg = NULL;
		else if (cfg)
			settings_configuration_read(&dev->settings, value);
		keep_existing(&claims, cfg);
		keep_existing(&dev->detached, cfg);
	}
	again = claim_again_locked(dev, &claims);
	/* The kernel probes drivers by itself only when the value changes. */
	attach_detached_locked(dev);
	return err < 0 ? err : again;
}

int cusb_set_configuration(struct cusb_device *public, int value)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	value = value_resolve_locked(dev, value);
	return device_leave(dev, value < CUSB_UNCONFIGURED ? value
							   : set_configuration_locked(dev, value));
}

int cusb_configuration_select(const struct cusb_configuration *cfg)
{
	return cusb_set_configuration(cfg->device, cfg->bConfigurationValue);
}

static int ensure_locked(struct device *dev, int value)
{
	int current, err;

	if (value < CUSB_UNCONFIGURED)
		return value;
	settings_doubt(&dev->settings);
	current = configuration_locked(dev);
	if (current == -EHOSTUNREACH)
		current = CUSB_UNCONFIGURED;
	else if (current < 0)
		return current;
	if (current == value)
		return 0;
	err = set_configuration_locked(dev, value);
	return err < 0 ? err : 1;
}

int cusb_ensure_configuration(struct cusb_device *public, int value)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	return device_leave(dev, ensure_locked(dev, value_resolve_locked(dev, value)));
}
