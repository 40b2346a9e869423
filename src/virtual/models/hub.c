/* SPDX-License-Identifier: MIT */
/*
 * fffe:0017: a hub with four ports. Only the host plugs devices into it, so its ports never report
 * a change. USB 2.0 11.23 and 11.24.2, with one transaction translator.
 */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>

#include "virtual/models/models.h"

#define PORTS	       4
#define HUB_DESCRIPTOR 0x29
#define PORT_POWER     8	/* a feature of a port */
#define POWERED	       (1 << 0) /* in the second byte of wPortStatus */

static ssize_t port_request(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			    uint8_t *data)
{
	uint8_t *powered = dev->state, status[4] = {0};
	unsigned int port = setup->wIndex & 0xff;

	if (port < 1 || port > PORTS)
		return -EPIPE;
	if (setup->bmRequestType & 0x80) {
		status[1] = powered[port] ? POWERED : 0;
		return virtual_answer(setup, data, status, sizeof status);
	}
	if (setup->wValue == PORT_POWER)
		powered[port] = setup->bRequest == CUSB_REQ_SET_FEATURE;
	return 0;
}

static ssize_t hub_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	/* Each port has its own power switch, and reports its own overcurrent. */
	static const uint8_t desc[] = {9, HUB_DESCRIPTOR, PORTS, LE16(0x0009), 50, 100, 0, 0xff};
	static const uint8_t no_change[4] = {0};

	switch (setup->bmRequestType << 8 | setup->bRequest) {
	case 0xa006: /* GetHubDescriptor */
		return setup->wValue >> 8 == HUB_DESCRIPTOR
			       ? virtual_answer(setup, data, desc, sizeof desc)
			       : -EPIPE;
	case 0xa000: /* GetHubStatus */
		return virtual_answer(setup, data, no_change, sizeof no_change);
	case 0xa300: /* GetPortStatus */
	case 0x2301: /* ClearPortFeature */
	case 0x2303: /* SetPortFeature */
		return port_request(dev, setup, data);
	case 0x2001: /* ClearHubFeature */
	case 0x2003: /* SetHubFeature */
	case 0x2308: /* ClearTTBuffer */
	case 0x2309: /* ResetTT */
		return 0;
	default:
		return -EPIPE;
	}
}

static void hub_restart(struct cusb_virtual_device *dev)
{
	memset(dev->state, 0, PORTS + 1);
}

static const uint8_t descriptors[] = {
	HUB_DEVICE(0x0200, 1, 64, 0xfffe, 0x0017, 0x0100, 1, 2, 3),
	CONFIGURATION(9 + 9 + 7, 1, 1, 0, HUB_ATTRIBUTES, 50),
	HUB_INTERFACE,
	INTERRUPT(0x81, 1, 12),
};

const struct cusb_virtual_model model_hub = {
	.name = "hub",
	.what = "hub with 4 ports",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Hub", "0017"),
	.state_size = PORTS + 1, /* a byte for each port from 1: whether it is powered */
	.control = hub_control,
	.restart = hub_restart,
};
