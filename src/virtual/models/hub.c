/* SPDX-License-Identifier: MIT */
/*
 * fffe:0017: a hub with four ports, to which the host alone plugs: nothing ever changes at them by
 * itself. USB 2.0 11.23 and 11.24.2, with one transaction translator.
 */
#include <errno.h>

#include "virtual/models/models.h"

#define PORTS	       4
#define HUB_DESCRIPTOR 0x29
#define PORT_POWER     8	/* a feature of a port */
#define POWERED	       (1 << 0) /* in the second byte of wPortStatus */

struct hub {
	uint8_t powered; /* bit per port, from bit 1 */
};

/* Each port is powered for itself, and reports its own overcurrent. */
static ssize_t get_descriptor(const struct cusb_setup *setup, uint8_t *data)
{
	static const uint8_t desc[] = {9, HUB_DESCRIPTOR, PORTS, LE16(0x0009), 50, 100, 0, 0xff};

	if (setup->wValue >> 8 != HUB_DESCRIPTOR)
		return -EPIPE;
	return virtual_answer(setup, data, desc, sizeof desc);
}

static bool is_port(uint16_t wIndex)
{
	return (wIndex & 0xff) >= 1 && (wIndex & 0xff) <= PORTS;
}

static ssize_t get_port_status(const struct hub *hub, const struct cusb_setup *setup, uint8_t *data)
{
	uint8_t status[4] = {0};

	if (!is_port(setup->wIndex))
		return -EPIPE;
	if (hub->powered >> (setup->wIndex & 0xff) & 1)
		status[1] = POWERED;
	return virtual_answer(setup, data, status, sizeof status);
}

static ssize_t set_port_feature(struct hub *hub, const struct cusb_setup *setup, bool on)
{
	uint8_t bit = (uint8_t)(1U << (setup->wIndex & 0x07));

	if (!is_port(setup->wIndex))
		return -EPIPE;
	if (setup->wValue == PORT_POWER)
		hub->powered = on ? hub->powered | bit : hub->powered & ~bit;
	return 0;
}

static ssize_t hub_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	static const uint8_t no_change[4] = {0};

	switch (setup->bmRequestType << 8 | setup->bRequest) {
	case 0xa006: /* GetHubDescriptor */
		return get_descriptor(setup, data);
	case 0xa000: /* GetHubStatus */
		return virtual_answer(setup, data, no_change, sizeof no_change);
	case 0xa300: /* GetPortStatus */
		return get_port_status(dev->state, setup, data);
	case 0x2301: /* ClearPortFeature */
		return set_port_feature(dev->state, setup, false);
	case 0x2303: /* SetPortFeature */
		return set_port_feature(dev->state, setup, true);
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
	struct hub *hub = dev->state;

	hub->powered = 0;
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
	.state_size = sizeof(struct hub),
	.control = hub_control,
	.restart = hub_restart,
};
