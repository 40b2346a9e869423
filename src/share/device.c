/* SPDX-License-Identifier: MIT */
/* A shared device: its claims, and the endpoints that it has now. */
#include <errno.h>
#include <string.h>

#include <cusb/core.h>

#include "share/share.h"

static size_t place_of(unsigned int ep, bool is_in)
{
	return ep + (is_in ? ENDPOINT_PLACES / 2 : 0);
}

const struct cusb_endpoint *device_endpoint(const struct share_device *device, unsigned int ep,
					    bool is_in)
{
	return device->endpoints[place_of(ep, is_in)];
}

static void find_endpoints(struct share_device *device)
{
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	memset(device->endpoints, 0, sizeof device->endpoints);
	cusb_for_each_interface (device->configuration, intf) {
		if (intf->bAlternateSetting != device->settings[intf->bInterfaceNumber])
			continue;
		cusb_for_each_endpoint (intf, ep) {
			unsigned int number = ep->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK;

			device->endpoints[place_of(number, ep->bEndpointAddress >> 7)] = ep;
		}
	}
}

void device_read_configuration(struct share_device *device)
{
	if (cusb_active_configuration(device->dev, &device->configuration) < 0)
		device->configuration = NULL;
	memset(device->settings, 0, sizeof device->settings);
	find_endpoints(device);
}

void device_set_setting(struct share_device *device, unsigned int bInterfaceNumber,
			unsigned int bAlternateSetting)
{
	device->settings[bInterfaceNumber] = (uint8_t)bAlternateSetting;
	find_endpoints(device);
}

int device_claim_all(struct share_device *device)
{
	const struct cusb_interface *intf;
	int result = 0;

	cusb_for_each_interface (device->configuration, intf) {
		int err = intf->alternate_index > 0
				  ? 0
				  : cusb_claim_interface(device->dev, intf->bInterfaceNumber);

		if (err == -ENODEV)
			device->is_gone = true;
		if (result == 0)
			result = err;
	}
	return result;
}

/* Another program may have selected settings before. */
static void reset_settings(struct share_device *device)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (device->configuration, intf) {
		if (intf->alternate_index == 0 && intf[0].bAlternateSetting == 0)
			cusb_ensure_altsetting(device->dev, intf->bInterfaceNumber, 0);
	}
}

int device_begin(struct share_device *device)
{
	int err = cusb_open(device->dev);

	if (err < 0)
		return err;
	cusb_set_auto_detach(device->dev, true);
	device->first_configuration = cusb_active_configuration_value(device->dev);
	device_read_configuration(device);
	err = device_claim_all(device);
	if (err < 0)
		cusb_close(device->dev);
	else
		reset_settings(device);
	return err;
}

static void restore_configuration(struct share_device *device)
{
	int now = cusb_active_configuration_value(device->dev);

	if (now != device->first_configuration && now != -ENODEV)
		cusb_set_configuration(device->dev, device->first_configuration < 0
							    ? CUSB_UNCONFIGURED
							    : device->first_configuration);
}

void device_restore(struct share_device *device, bool was_busy)
{
	if (was_busy && cusb_reset(device->dev) == -ENODEV)
		device->is_gone = true;
	if (device->is_gone)
		return;
	restore_configuration(device);
	device_read_configuration(device);
	device_claim_all(device);
	reset_settings(device);
}
