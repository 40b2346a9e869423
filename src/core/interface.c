/* SPDX-License-Identifier: MIT */
/* Interfaces by hand: claims, kernel drivers, and the right to claim. */
#include <string.h>

#include <cusb/cusb.h>

#include "core/active.h"
#include "core/answer.h"
#include "core/claim.h"
#include "core/log.h"

/* The backend has refused the number of an interface with this error. */
static __attribute__((cold)) int refuse_number(const struct device *dev, unsigned int number,
					       int err)
{
	return refuse(err, "%s: there is no interface %u now", dev->public.name, number);
}

int cusb_claim_interface(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int err;

	if (!is_interface_number(number))
		return refuse_interface_number(number);
	device_enter(dev);
	/* The caller asks for the truth: the claim may be lost. */
	settings_doubt_claim(&dev->settings, number);
	err = claim_locked(dev, number);
	if (err == -ENOENT && dev->session)
		refuse_number(dev, number, err);
	return device_leave(dev, err);
}

int cusb_claim_from_driver(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);

	if (!is_interface_number(number))
		return refuse_interface_number(number);
	device_enter(dev);
	settings_doubt_claim(&dev->settings, number);
	return device_leave(dev, take_locked(dev, number));
}

int cusb_release_interface(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);

	if (!is_interface_number(number))
		return refuse_interface_number(number);
	device_enter(dev);
	return device_leave(dev, dev->by_hand ? dev->by_hand->release(dev, number)
					      : release_locked(dev, number));
}

static int drivers_enter(struct device *dev, unsigned int number)
{
	device_enter(dev);
	return is_interface_number(number) ? device_open_for_locked(dev, dev->backend->drivers)
					   : refuse_interface_number(number);
}

int cusb_is_kernel_driver_active(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int result = drivers_enter(dev, number);

	if (result == 0)
		result =
			answer_number(dev->backend, "active",
				      dev->backend->drivers->active(device_handle(dev), number), 1);
	return device_leave(dev, result);
}

static int explain(const struct device *dev, unsigned int number, int err, const char *no_driver)
{
	switch (err) {
	case -EINVAL:
		return refuse_number(dev, number, err);
	case -EBUSY:
		return because(err, "the interface is claimed, or has a kernel driver");
	case -ENODATA:
		return because(err, no_driver);
	default:
		return err;
	}
}

int cusb_detach_kernel_driver(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int err = drivers_enter(dev, number);

	if (err == 0)
		err = explain(dev, number,
			      dev->backend->drivers->detach(device_handle(dev), number),
			      "no kernel driver is bound");
	return device_leave(dev, err);
}

int cusb_attach_kernel_driver(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int err = drivers_enter(dev, number);

	if (err == 0)
		err = explain(dev, number,
			      dev->backend->drivers->attach(device_handle(dev), number),
			      "no kernel driver accepts the interface");
	return device_leave(dev, err);
}

void cusb_set_auto_detach(struct cusb_device *dev, bool on)
{
	atomic_store(&device_of(dev)->auto_detach, on);
}

static bool has_interface(const struct cusb_configuration *cfg, unsigned int number)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf)
		if (intf->bInterfaceNumber == number)
			return true;
	return false;
}

int cusb_kernel_driver(struct cusb_device *public, unsigned int number, char *name, size_t size)
{
	struct device *dev = device_of(public);
	const struct cusb_configuration *cfg;
	int err;

	device_enter(dev);
	err = dev->backend->driver ? active_configuration_locked(dev, &cfg) : -ENOSYS;
	device_leave(dev, err);
	if (err < 0)
		return err == -EHOSTUNREACH ? because(-ENOENT, "the device is not configured")
					    : err;
	if (!has_interface(cfg, number))
		return refuse_missing_interface(dev, cfg, number);
	err = dev->backend->driver(dev->backend, public, cfg->bConfigurationValue, number, name,
				   size);
	if (err == 0 && !memchr(name, '\0', size))
		err = answer_refuse(dev->backend, "driver", err);
	if (err == -ENAMETOOLONG)
		return refuse(err, "the driver's name needs more than %zu bytes", size);
	return err == -ENODATA ? because(err, "no kernel driver is bound") : err;
}

int cusb_drop_privileges(struct cusb_device *public, uint32_t interfaces)
{
	struct device *dev = device_of(public);
	int err;

	device_enter(dev);
	err = device_open_for_locked(dev, dev->backend->drop_privileges);
	if (err == 0)
		err = dev->backend->drop_privileges(device_handle(dev), interfaces);
	return device_leave(dev, err < 0 ? err : 0);
}
