/* SPDX-License-Identifier: MIT */
/* Alternate settings: read and selected. */
#include <cusb/cusb.h>

#include "core/active.h"
#include "core/claim.h"
#include "core/log.h"

int cusb_altsetting(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	const struct cusb_configuration *cfg;
	int result;

	if (!is_interface_number(number))
		return refuse_interface_number(number);
	device_enter(dev);
	settings_doubt(&dev->settings);
	result = active_configuration_locked(dev, &cfg);
	if (result == 0)
		result = altsetting_locked(dev, cfg, number);
	return device_leave(dev, result);
}

/* NULL: the configuration has no such setting. */
static const struct cusb_interface *find_setting(const struct cusb_configuration *cfg, int number,
						 int alternate)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf) {
		if ((number == CUSB_FIRST || intf->bInterfaceNumber == number) &&
		    (alternate == CUSB_FIRST || intf->bAlternateSetting == alternate))
			return intf;
	}
	return NULL;
}

static int send_locked(struct device *dev, const struct cusb_interface *intf)
{
	unsigned int number = intf->bInterfaceNumber;
	int err;

	if (!dev->backend->set_altsetting)
		return -ENOSYS;
	err = claim_locked(dev, number);
	if (err < 0)
		return err;
	stop_interface_locked(dev, number);
	err = dev->backend->set_altsetting(device_handle(dev), number, intf->bAlternateSetting);
	if (err < 0)
		settings_altsetting_lost(&dev->settings, number);
	else
		settings_altsetting_set(&dev->settings, number, intf->bAlternateSetting);
	return err == -EPIPE ? because(err, "the device has stalled SET_INTERFACE") : err;
}

/* Without a line when memory alone refuses: then the kernel is asked. */
static __attribute__((cold)) int refuse_setting(const struct device *dev,
						const struct cusb_configuration *cfg, int number,
						int alternate)
{
	if (settings_from_memory(&dev->settings))
		return -EINVAL;
	return refuse(-EINVAL,
		      "%s: configuration %d has no interface %d with alternate setting %d "
		      "(-1: the first)",
		      dev->public.name, cfg->bConfigurationValue, number, alternate);
}

/* `always` sends the request even when the setting is the current one. */
static int select_once_locked(struct device *dev, int number, int alternate, bool always)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	int err, current;

	if (dev->by_hand)
		return dev->by_hand->set_altsetting(dev, number, alternate, always);
	err = active_configuration_locked(dev, &cfg);
	if (err < 0)
		return err;
	/* CUSB_FIRST is the first interface, even when it has no such setting. */
	if (number == CUSB_FIRST && cfg->altsetting_count > 0)
		number = cfg->altsettings[0].bInterfaceNumber;
	intf = find_setting(cfg, number, alternate);
	if (!intf)
		return refuse_setting(dev, cfg, number, alternate);
	if (!always) {
		settings_doubt_claim(&dev->settings, intf->bInterfaceNumber);
		err = claim_locked(dev, intf->bInterfaceNumber);
		if (err < 0)
			return err;
		current = altsetting_locked(dev, cfg, intf->bInterfaceNumber);
		if (current < 0 || current == intf->bAlternateSetting)
			return current < 0 ? current : 0;
	}
	err = send_locked(dev, intf);
	return err < 0 ? err : 1;
}

/*
 * -EINVAL: the configuration has no such setting. If the remembered configuration lacks it, the
 * kernel is asked before the call is refused.
 */
static int select_locked(struct device *dev, int number, int alternate, bool always)
{
	int err = select_once_locked(dev, number, alternate, always);
	bool again = err == -EINVAL ? settings_misled(&dev->settings)
				    : settings_refused(&dev->settings, err);

	if (again)
		err = select_once_locked(dev, number, alternate, always);
	return err;
}

int cusb_set_altsetting(struct cusb_device *public, int number, int alternate)
{
	struct device *dev = device_of(public);
	int err;

	device_enter(dev);
	err = device_leave(dev, select_locked(dev, number, alternate, true));
	return err < 0 ? err : 0;
}

int cusb_interface_set_altsetting(const struct cusb_interface *intf)
{
	return cusb_set_altsetting(intf->configuration->device, intf->bInterfaceNumber,
				   intf->bAlternateSetting);
}

int cusb_ensure_altsetting(struct cusb_device *public, int number, int alternate)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	return device_leave(dev, select_locked(dev, number, alternate, false));
}
