/* SPDX-License-Identifier: MIT */
/* Control requests: the claims that they need, and the settings that they change. */
#include <errno.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "core/active.h"
#include "core/claim.h"
#include "core/log.h"

#define PRINTER_GET_DEVICE_ID 0x00 /* Printer class 1.1, 4.2.1 */

/*
 * wIndex of a printer's GET_DEVICE_ID has the interface in the high byte and the alternate setting
 * in the low byte. The kernel allows it without a claim, even when a driver has the interface.
 */
static bool asks_printer_locked(struct device *dev, const struct cusb_setup *setup)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	if (setup->bmRequestType != 0xa1 || setup->bRequest != PRINTER_GET_DEVICE_ID ||
	    active_configuration_locked(dev, &cfg) < 0)
		return false;
	cusb_for_each_interface (cfg, intf) {
		if (intf->bInterfaceNumber == setup->wIndex >> 8 &&
		    intf->bAlternateSetting == (setup->wIndex & 0xff) &&
		    intf->bInterfaceClass == CUSB_CLASS_PRINTER)
			return true;
	}
	return false;
}

static int claim_interface_locked(struct device *dev, const struct cusb_setup *setup)
{
	error_forget();
	return asks_printer_locked(dev, setup) ? 0 : claim_locked(dev, setup->wIndex & 0xff);
}

/*
 * As in the kernel (check_ctrlrecip), the endpoint may be of any alternate setting. If no endpoint
 * has the address, the endpoint of the other direction counts.
 */
static int claim_endpoint_locked(struct device *dev, unsigned int wIndex)
{
	unsigned int address = wIndex & 0xff;
	int number;

	if (address & RESERVED_ADDRESS_BITS)
		return refuse(-EINVAL, "wIndex %#x is not an endpoint address", wIndex);
	if ((address & CUSB_ENDPOINT_ADDRESS_MASK) == 0 ||
	    settings_endpoint(&dev->settings, address))
		return 0;
	error_forget();
	number = interface_of_endpoint_locked(dev, address);
	return number < 0 ? number : claim_locked(dev, (unsigned int)number);
}

/*
 * The kernel demands a claim for all requests except vendor requests; otherwise it would claim the
 * interface itself.
 */
int request_claim_locked(struct device *dev, const struct cusb_setup *setup)
{
	if (dev->by_hand || (setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_VENDOR)
		return 0;
	switch (setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK) {
	case CUSB_CTRL_RECIPIENT_INTERFACE:
		return claim_interface_locked(dev, setup);
	case CUSB_CTRL_RECIPIENT_ENDPOINT:
		return claim_endpoint_locked(dev, setup->wIndex);
	default:
		return 0;
	}
}

void request_done_locked(struct device *dev, const struct cusb_setup *setup)
{
	if (request_changes_settings(setup))
		settings_doubt(&dev->settings);
}

void cusb_fill_setup(void *data, unsigned int bmRequestType, unsigned int bRequest,
		     unsigned int wValue, unsigned int wIndex, unsigned int wLength)
{
	uint8_t *p = data;

	p[0] = (uint8_t)bmRequestType;
	p[1] = (uint8_t)bRequest;
	p[2] = (uint8_t)wValue;
	p[3] = (uint8_t)(wValue >> 8);
	p[4] = (uint8_t)wIndex;
	p[5] = (uint8_t)(wIndex >> 8);
	p[6] = (uint8_t)wLength;
	p[7] = (uint8_t)(wLength >> 8);
}
