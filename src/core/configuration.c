/* SPDX-License-Identifier: MIT */
/*
 * The active configuration. While an interface is claimed the kernel lets nobody change it, so for
 * transfers what was read once stays true; without a claim, and when the user asks, it is read
 * anew.
 */
#include <errno.h>

#include <cusb/control.h>

#include "core/device.h"

const struct cusb_configuration *configuration_by_value(const struct device *dev, int value)
{
	const struct cusb_configuration *cfg;

	cusb_for_each_configuration (&dev->public, cfg) {
		if (cfg->bConfigurationValue == value)
			return cfg;
	}
	return NULL;
}

void forget_settings_locked(struct device *dev)
{
	dev->configuration = UNKNOWN;
	dev->configured_here = false;
	set_altsettings_locked(dev, UNKNOWN);
}

void forget_unheld_settings_locked(struct device *dev)
{
	if (!dev->configured_here && interface_set_empty(&dev->claimed))
		forget_settings_locked(dev);
}

/* For backends that know only what the device itself says, always or where there is no sysfs. */
static int ask_device_locked(struct device *dev)
{
	static const struct cusb_setup setup = {0x80, CUSB_REQ_GET_CONFIGURATION, 0, 0, 1};
	uint8_t value = 0;
	ssize_t n;
	int err;

	if (!dev->backend->control)
		return -ENOSYS;
	err = device_open_locked(dev);
	if (err < 0)
		return err;
	n = dev->backend->control(dev->opening->handle, &setup, &value, ASK_TIMEOUT_MS);
	if (n < 0)
		return (int)n;
	return n == 1 ? value : -EBADMSG;
}

static int configuration_locked(struct device *dev)
{
	if (dev->configuration == UNKNOWN) {
		int value = dev->backend->configuration
				    ? dev->backend->configuration(dev->backend, &dev->public)
				    : -ENOSYS;

		if (value == -ENOSYS)
			value = ask_device_locked(dev);
		if (value < 0)
			return value;
		dev->configuration = value;
	}
	return dev->configuration;
}

int active_configuration_locked(struct device *dev, const struct cusb_configuration **out)
{
	int value = configuration_locked(dev);
	const struct cusb_configuration *cfg;

	if (value < 0)
		return value;
	cfg = configuration_by_value(dev, value);
	if (!cfg)
		return value == 0 ? -EHOSTUNREACH : -EBADMSG;
	*out = cfg;
	return 0;
}

int cusb_active_configuration(struct cusb_device *public, const struct cusb_configuration **cfg)
{
	struct device *dev = device_of(public);
	int err;

	pthread_mutex_lock(&dev->lock);
	forget_settings_locked(dev);
	err = active_configuration_locked(dev, cfg);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

static int value_resolve(const struct device *dev, int value)
{
	const struct cusb_configuration *cfg;

	if (value == 0)
		return 0;
	cfg = value == CUSB_FIRST ? cusb_configuration_at(&dev->public, 0)
				  : configuration_by_value(dev, value);
	return cfg ? cfg->bConfigurationValue : -EINVAL;
}

static int send_locked(struct device *dev, int value)
{
	const struct cusb_configuration *cfg;
	int err = 0;

	forget_settings_locked(dev);
	if (atomic_load(&dev->auto_detach) && active_configuration_locked(dev, &cfg) == 0)
		err = detach_all_locked(dev, cfg);
	if (err < 0)
		return err;
	stop_all_locked(dev);
	return dev->backend->set_configuration(dev->opening->handle, value);
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
 * The kernel refuses the request while any interface is claimed, by this object too. No driver may
 * come back in between, it would hold the interface. Returns what was claimed.
 */
static struct interface_set let_go_locked(struct device *dev)
{
	struct interface_set claims = dev->claimed, detached = dev->detached;

	dev->detached = (struct interface_set){{0}};
	release_all_locked(dev);
	dev->detached = detached;
	return claims;
}

/* The kernel selects setting 0 wherever there is one. */
static void configured_locked(struct device *dev, int value, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	dev->configuration = value;
	dev->configured_here = true;
	cusb_for_each_interface (cfg, intf) {
		if (intf->bAlternateSetting == 0)
			dev->altsettings[intf->bInterfaceNumber] = 0;
	}
	keep_existing(&dev->detached, cfg);
}

static int set_configuration_locked(struct device *dev, int value)
{
	const struct cusb_configuration *cfg = configuration_by_value(dev, value);
	struct interface_set claims;
	int err, again;

	if (!dev->backend->set_configuration)
		return -ENOSYS;
	err = device_open_locked(dev);
	if (err < 0)
		return err;
	claims = let_go_locked(dev);
	err = send_locked(dev, value);
	if (err == 0) {
		configured_locked(dev, value, cfg);
		keep_existing(&claims, cfg);
	}
	again = claim_again_locked(dev, &claims);
	/* The kernel probes drivers by itself only for a value that was not the current one. */
	attach_detached_locked(dev);
	return err < 0 ? err : again;
}

int cusb_set_configuration(struct cusb_device *public, int value)
{
	struct device *dev = device_of(public);
	int err = value_resolve(dev, value);

	if (err < 0)
		return err;
	value = err;
	pthread_mutex_lock(&dev->lock);
	err = set_configuration_locked(dev, value);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

int cusb_configuration_set(const struct cusb_configuration *cfg)
{
	return cusb_set_configuration(cfg->device, cfg->bConfigurationValue);
}

int cusb_ensure_configuration(struct cusb_device *public, int value)
{
	struct device *dev = device_of(public);
	int wanted = value_resolve(dev, value);
	int err;

	if (wanted < 0)
		return wanted;
	pthread_mutex_lock(&dev->lock);
	forget_settings_locked(dev);
	err = configuration_locked(dev);
	if (err >= 0 && err == wanted) {
		err = 0;
	} else if (err >= 0) {
		err = set_configuration_locked(dev, wanted);
		err = err < 0 ? err : 1;
	}
	pthread_mutex_unlock(&dev->lock);
	return err;
}
