/* SPDX-License-Identifier: MIT */
/* Interfaces: claims, and the kernel drivers that may stand in their way. */
#include <errno.h>

#include <cusb/error.h>

#include "core/device.h"
#include "core/log.h"

bool interface_set_empty(const struct interface_set *set)
{
	for (size_t i = 0; i < sizeof set->bits / sizeof set->bits[0]; i++)
		if (set->bits[i])
			return false;
	return true;
}

static int detach_locked(struct device *dev, unsigned int number)
{
	return dev->backend->detach_kernel_driver
		       ? dev->backend->detach_kernel_driver(dev->opening->handle, number)
		       : -ENOSYS;
}

/* In two steps, between which others may be quicker. */
static int detach_then_claim_locked(struct device *dev, unsigned int number)
{
	int err = detach_locked(dev, number);

	/* The driver left by itself and somebody else was quicker; or none can be detached. */
	if (err == -ENODATA || err == -ENOSYS)
		return -EBUSY;
	if (err < 0)
		return err;
	err = dev->backend->claim(dev->opening->handle, number);
	if (err < 0 && dev->backend->attach_kernel_driver)
		dev->backend->attach_kernel_driver(dev->opening->handle, number);
	return err;
}

/* Takes the interface from a kernel driver, never from another program. */
static int claim_from_driver_locked(struct device *dev, unsigned int number)
{
	int err = dev->backend->detach_and_claim
			  ? dev->backend->detach_and_claim(dev->opening->handle, number)
			  : -ENOSYS;

	return err == -ENOSYS ? detach_then_claim_locked(dev, number) : err;
}

int claim_locked(struct device *dev, unsigned int number)
{
	int err = device_open_locked(dev);

	if (err < 0)
		return err;
	if (interface_in(&dev->claimed, number))
		return 0;
	if (!dev->backend->claim)
		return -ENOSYS;
	err = dev->backend->claim(dev->opening->handle, number);
	if (err == -EBUSY && atomic_load(&dev->auto_detach)) {
		err = claim_from_driver_locked(dev, number);
		if (err == 0)
			interface_add(&dev->detached, number);
	}
	if (err < 0)
		return err;
	interface_add(&dev->claimed, number);
	return 0;
}

int release_locked(struct device *dev, unsigned int number)
{
	int err;

	if (!interface_in(&dev->claimed, number))
		return 0;
	interface_remove(&dev->claimed, number);
	dev->altsettings[number] = UNKNOWN;
	forget_endpoints_locked(dev);
	dev->configured_here = false;
	stop_interface_locked(dev, number);
	err = dev->backend->release ? dev->backend->release(dev->opening->handle, number) : -ENOSYS;
	if (interface_in(&dev->detached, number)) {
		interface_remove(&dev->detached, number);
		if (dev->backend->attach_kernel_driver)
			dev->backend->attach_kernel_driver(dev->opening->handle, number);
	}
	return err;
}

void release_all_locked(struct device *dev)
{
	for (unsigned int number = 0; number < INTERFACES_MAX; number++)
		release_locked(dev, number);
}

int claim_again_locked(struct device *dev, const struct interface_set *set)
{
	int first_err = 0;

	for (unsigned int number = 0; number < INTERFACES_MAX; number++) {
		int err;

		if (!interface_in(set, number))
			continue;
		err = claim_locked(dev, number);
		/* It was ours, so a driver that slipped in meanwhile goes again. */
		if (err == -EBUSY) {
			err = claim_from_driver_locked(dev, number);
			if (err == 0)
				interface_add(&dev->claimed, number);
		}
		if (err < 0)
			log_line(CUSB_LOG_WARNING,
				 "%s: interface %u could not be claimed again: %s",
				 dev->public.name, number, cusb_strerror(err));
		if (err < 0 && first_err == 0)
			first_err = err;
	}
	return first_err;
}

/* SET_CONFIGURATION is refused while a driver holds any interface. */
int detach_all_locked(struct device *dev, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf) {
		int err;

		if (intf->alternate_index != 0)
			continue;
		err = detach_locked(dev, intf->bInterfaceNumber);
		if (err == 0)
			interface_add(&dev->detached, intf->bInterfaceNumber);
		else if (err != -ENODATA && err != -ENOSYS)
			return err;
	}
	return 0;
}

void attach_detached_locked(struct device *dev)
{
	for (unsigned int number = 0; number < INTERFACES_MAX; number++) {
		if (!interface_in(&dev->detached, number) || interface_in(&dev->claimed, number))
			continue;
		interface_remove(&dev->detached, number);
		if (dev->backend->attach_kernel_driver)
			dev->backend->attach_kernel_driver(dev->opening->handle, number);
	}
}

int cusb_claim_interface(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int err;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	pthread_mutex_lock(&dev->lock);
	forget_unheld_settings_locked(dev);
	err = claim_locked(dev, number);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

int cusb_release_interface(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);
	int err;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	pthread_mutex_lock(&dev->lock);
	err = release_locked(dev, number);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

typedef int (*driver_fn)(struct cusb_handle *handle, unsigned int bInterfaceNumber);

/* The three driver operations differ in the backend function alone. */
static int driver_operation(struct device *dev, driver_fn operation, unsigned int number)
{
	int err;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	if (!operation)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = device_open_locked(dev);
	if (err == 0)
		err = operation(dev->opening->handle, number);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

int cusb_is_kernel_driver_active(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);

	return driver_operation(dev, dev->backend->kernel_driver_active, number);
}

int cusb_detach_kernel_driver(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);

	return driver_operation(dev, dev->backend->detach_kernel_driver, number);
}

int cusb_attach_kernel_driver(struct cusb_device *public, unsigned int number)
{
	struct device *dev = device_of(public);

	return driver_operation(dev, dev->backend->attach_kernel_driver, number);
}

void cusb_set_auto_detach(struct cusb_device *dev, bool on)
{
	atomic_store(&device_of(dev)->auto_detach, on);
}
