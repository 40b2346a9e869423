/* SPDX-License-Identifier: MIT */
#include "core/claim.h"

#include <cusb/error.h>
#include <cusb/hub.h>

#include "core/log.h"

static int detach_locked(struct device *dev, unsigned int number)
{
	const struct cusb_driver_operations *drivers = dev->backend->drivers;

	return drivers ? drivers->detach(device_handle(dev), number) : -ENOSYS;
}

static void attach_locked(struct device *dev, unsigned int number)
{
	if (dev->backend->drivers)
		dev->backend->drivers->attach(device_handle(dev), number);
}

/* In two steps; another program may claim the interface between them. */
static int detach_then_claim_locked(struct device *dev, unsigned int number)
{
	int detached = detach_locked(dev, number);
	int err;

	if (detached == -ENOSYS)
		return -EBUSY;
	/* -ENODATA: there is no driver, or it has left by itself. */
	if (detached < 0 && detached != -ENODATA)
		return detached;
	err = dev->backend->claim(device_handle(dev), number);
	if (err < 0 && detached == 0)
		attach_locked(dev, number);
	return err;
}

/* Takes the interface from a kernel driver, never from another program. */
static int claim_from_driver_locked(struct device *dev, unsigned int number)
{
	const struct cusb_driver_operations *drivers = dev->backend->drivers;
	int err = -ENOSYS;

	if (drivers && drivers->detach_and_claim)
		err = drivers->detach_and_claim(device_handle(dev), number);
	if (err == -ENOSYS)
		err = detach_then_claim_locked(dev, number);
	if (err == 0)
		settings_claimed(&dev->settings, number);
	return err;
}

/* If this object has claimed the interface, detach_and_claim() would return -EBUSY: claim first. */
int take_locked(struct device *dev, unsigned int number)
{
	bool mine = settings_may_be_claimed(&dev->settings, number);
	int err = device_open_for_locked(dev, dev->backend->claim);

	if (err < 0)
		return err;
	err = mine || !dev->backend->drivers ? dev->backend->claim(device_handle(dev), number)
					     : -EBUSY;
	if (err == 0)
		settings_claimed(&dev->settings, number);
	return err == -EBUSY ? claim_from_driver_locked(dev, number) : err;
}

int claim_locked(struct device *dev, unsigned int number)
{
	int err = device_open_locked(dev);

	if (err < 0 || settings_is_claimed(&dev->settings, number))
		return err;
	if (!dev->backend->claim)
		return -ENOSYS;
	err = dev->backend->claim(device_handle(dev), number);
	if (err == 0) {
		settings_claimed(&dev->settings, number);
	} else if (err == -EBUSY && atomic_load(&dev->auto_detach)) {
		err = claim_from_driver_locked(dev, number);
		if (err == 0)
			interface_add(&dev->detached, number);
	}
	if (err == -EBUSY)
		because(err, "a kernel driver or another program has claimed an interface");
	return err;
}

int release_locked(struct device *dev, unsigned int number)
{
	bool held = settings_is_claimed(&dev->settings, number);
	int err;

	if (!settings_may_be_claimed(&dev->settings, number))
		return 0;
	settings_released(&dev->settings, number);
	if (session_is_inherited(dev->session)) {
		interface_remove(&dev->detached, number);
		return 0;
	}
	stop_interface_locked(dev, number);
	session_note_release_locked(dev->session, number);
	err = dev->backend->release ? dev->backend->release(device_handle(dev), number) : -ENOSYS;
	/* A lost claim needs no release, and the kernel refuses it (releaseintf in devio.c). */
	if (err == -EINVAL || err == -ENOENT) {
		settings_doubt_all(&dev->settings);
		held = false;
	}
	if (interface_in(&dev->detached, number)) {
		interface_remove(&dev->detached, number);
		attach_locked(dev, number);
	}
	return held ? err : 0;
}

void release_all_locked(struct device *dev)
{
	for (unsigned int number = 0; number < INTERFACES_MAX; number++)
		release_locked(dev, number);
}

static int claim_one_again_locked(struct device *dev, unsigned int number)
{
	int err = claim_locked(dev, number);

	/* This object had the interface, so a driver that took it meanwhile is detached. */
	if (err == -EBUSY)
		err = claim_from_driver_locked(dev, number);
	if (err < 0)
		log_line(CUSB_LOG_WARNING, "%s: interface %u could not be claimed again: %s",
			 dev->public.name, number, cusb_strerror(err));
	return err;
}

int claim_again_locked(struct device *dev, const struct interface_set *set)
{
	int first_err = 0;

	for (unsigned int number = 0; number < INTERFACES_MAX; number++) {
		int err = interface_in(set, number) ? claim_one_again_locked(dev, number) : 0;

		if (first_err == 0)
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
		if (!interface_in(&dev->detached, number) ||
		    settings_may_be_claimed(&dev->settings, number))
			continue;
		interface_remove(&dev->detached, number);
		attach_locked(dev, number);
	}
}

void release_ports_locked(struct device *dev)
{
	for (unsigned int port = 1; port <= CUSB_HUB_PORTS_MAX; port++) {
		if (!interface_in(&dev->ports, port))
			continue;
		interface_remove(&dev->ports, port);
		dev->backend->hub->release_port(device_handle(dev), port);
	}
}
