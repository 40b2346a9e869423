/* SPDX-License-Identifier: MIT */
/* Alternate settings as they are, not as they are assumed to be. */
#include <errno.h>

#include <cusb/control.h>

#include "core/device.h"

void set_altsettings_locked(struct device *dev, int16_t alternate)
{
	for (size_t i = 0; i < INTERFACES_MAX; i++)
		dev->altsettings[i] = alternate;
	forget_endpoints_locked(dev);
}

/* As in configuration.c; the kernel wants a claim for it. */
static int ask_device_locked(struct device *dev, unsigned int number)
{
	struct cusb_setup setup = {0x81, CUSB_REQ_GET_INTERFACE, 0, (uint16_t)number, 1};
	uint8_t alternate = 0;
	ssize_t n;
	int err;

	if (!dev->backend->control)
		return -ENOSYS;
	err = claim_locked(dev, number);
	if (err < 0)
		return err;
	n = dev->backend->control(dev->opening->handle, &setup, &alternate, ASK_TIMEOUT_MS);
	if (n < 0)
		return (int)n;
	return n == 1 ? alternate : -EBADMSG;
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

int altsetting_locked(struct device *dev, const struct cusb_configuration *cfg, unsigned int number)
{
	const struct cusb_interface *only = NULL;
	size_t count = settings_of(cfg, number, &only);
	int alternate;

	if (count == 0)
		return -ENOENT;
	if (count == 1)
		return only->bAlternateSetting;
	if (dev->altsettings[number] != UNKNOWN)
		return dev->altsettings[number];
	alternate = dev->backend->altsetting
			    ? dev->backend->altsetting(dev->backend, &dev->public,
						       cfg->bConfigurationValue, number)
			    : -ENOSYS;
	if (alternate == -ENOSYS)
		alternate = ask_device_locked(dev, number);
	/* Nobody else can change it while it is claimed. */
	if (alternate >= 0 && interface_in(&dev->claimed, number))
		dev->altsettings[number] = (int16_t)alternate;
	return alternate;
}

int cusb_altsetting(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	const struct cusb_configuration *cfg;
	int result;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	pthread_mutex_lock(&dev->lock);
	forget_settings_locked(dev);
	result = active_configuration_locked(dev, &cfg);
	if (result == 0)
		result = altsetting_locked(dev, cfg, number);
	pthread_mutex_unlock(&dev->lock);
	return result;
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
	err = dev->backend->set_altsetting(dev->opening->handle, number, intf->bAlternateSetting);
	dev->altsettings[number] = err < 0 ? UNKNOWN : intf->bAlternateSetting;
	forget_endpoints_locked(dev);
	return err;
}

/* `always` sends the request even when the setting is the current one. */
static int select_setting(struct device *dev, int number, int alternate, bool always)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	int err, current;

	forget_unheld_settings_locked(dev);
	err = active_configuration_locked(dev, &cfg);
	if (err < 0)
		return err;
	/* CUSB_FIRST is the first interface, even when it has no such setting. */
	if (number == CUSB_FIRST && cfg->altsetting_count > 0)
		number = cfg->altsettings[0].bInterfaceNumber;
	intf = find_setting(cfg, number, alternate);
	if (!intf)
		return -EINVAL;
	if (!always) {
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

int cusb_set_altsetting(struct cusb_device *public, int number, int alternate)
{
	struct device *dev = device_of(public);
	int err;

	pthread_mutex_lock(&dev->lock);
	err = select_setting(dev, number, alternate, true);
	pthread_mutex_unlock(&dev->lock);
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
	int err;

	pthread_mutex_lock(&dev->lock);
	err = select_setting(dev, number, alternate, false);
	pthread_mutex_unlock(&dev->lock);
	return err;
}
