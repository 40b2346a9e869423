/* SPDX-License-Identifier: MIT */
/*
 * Facts (Linux 6.1): usbip-host runs these requests by calls of the kernel, and answers them
 * itself. SET_FEATURE(PORT_RESET) with the type of a hub's port means: reset this device. Windows
 * clients send it. A device has its address from its own host.
 */
#include <errno.h>

#include <cusb/core.h>

#include "share/share.h"

#define CLEAR_FEATURE	  1
#define SET_FEATURE	  3
#define SET_ADDRESS	  5
#define SET_CONFIGURATION 9
#define SET_INTERFACE	  11
#define ENDPOINT_HALT	  0
#define PORT_RESET	  4

typedef int (*serve_fn)(struct share_device *device, const struct cusb_setup *setup);

static int set_address(struct share_device *device, const struct cusb_setup *setup)
{
	(void)device;
	(void)setup;
	return 0;
}

static int set_configuration(struct share_device *device, const struct cusb_setup *setup)
{
	int err = cusb_set_configuration(device->dev, setup->wValue & 0xff);

	device_read_configuration(device);
	device_claim_all(device);
	return err;
}

static int set_interface(struct share_device *device, const struct cusb_setup *setup)
{
	unsigned int number = setup->wIndex & 0xff, alternate = setup->wValue & 0xff;
	int err = cusb_set_altsetting(device->dev, (int)number, (int)alternate);

	if (err == 0)
		device_set_setting(device, number, alternate);
	return err;
}

static int clear_halt(struct share_device *device, const struct cusb_setup *setup)
{
	return setup->wValue == ENDPOINT_HALT ? cusb_clear_halt(device->dev, setup->wIndex & 0xff)
					      : -EPIPE;
}

static int reset(struct share_device *device, const struct cusb_setup *setup)
{
	int err = setup->wValue == PORT_RESET ? cusb_reset(device->dev) : -EPIPE;

	if (err == 0)
		device_read_configuration(device);
	return err;
}

static const struct {
	uint8_t bmRequestType, bRequest;
	serve_fn serve;
} requests[] = {
	{0x00, SET_ADDRESS, set_address},     {0x00, SET_CONFIGURATION, set_configuration},
	{0x01, SET_INTERFACE, set_interface}, {0x02, CLEAR_FEATURE, clear_halt},
	{0x23, SET_FEATURE, reset},
};

static serve_fn find(const struct cusb_setup *setup)
{
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		if (requests[i].bmRequestType == setup->bmRequestType &&
		    requests[i].bRequest == setup->bRequest && setup->wLength == 0)
			return requests[i].serve;
	return NULL;
}

bool request_serve(struct share_urb *urb)
{
	struct share_device *device = urb->client->device;
	serve_fn serve = urb->submit.ep == 0 ? find(&urb->submit.setup) : NULL;
	int err;

	if (!serve)
		return false;
	err = serve(device, &urb->submit.setup);
	device->is_gone |= err == -ENODEV;
	/* The request has ended transfers; their answers go first. */
	urb_reap_all(device);
	urb_answer(urb, err);
	return true;
}
