/* SPDX-License-Identifier: MIT */
/*
 * The configuration of a new device.
 *
 * Kernel facts (generic.c, hub.c of 6.1, with rndis_host): the kernel takes the first configuration
 * for which the port has enough power, and whose first interface is not vendor-specific. Otherwise
 * it takes the first configuration for which the port has enough power. For audio devices it takes
 * the first configuration of UAC3, otherwise the first of all. In a device of vendor class the
 * interfaces do not matter. RNDIS and ActiveSync in the first configuration count as
 * vendor-specific. A device in a claimed port gets no configuration.
 */
#include <cusb/descriptor.h>

#include "virtual/kernel/state/device.h"

#define CLASS_COMM	 0x02
#define CLASS_AUDIO	 0x01
#define CLASS_MISC	 0xef
#define UAC_VERSION_3	 0x30
#define UNCONFIGURED	 0
#define NO_CONFIGURATION (-1)

/* The descriptor of the first interface; NULL: it has none. */
static const uint8_t *first_interface(const struct usb *dev, const uint8_t *config, size_t length)
{
	const uint8_t *end = config + length;

	for (const uint8_t *desc = config; desc < end; desc += desc[0])
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE && kernel_keeps(dev, desc))
			return desc;
	return NULL;
}

static bool has_class(const uint8_t *interface, uint8_t class, uint8_t subclass, uint8_t protocol)
{
	return interface[5] == class && interface[6] == subclass && interface[7] == protocol;
}

/* RNDIS, ActiveSync. */
static bool is_microsofts(const uint8_t *interface)
{
	return has_class(interface, CLASS_COMM, 2, 0xff) || has_class(interface, CLASS_MISC, 1, 1);
}

enum rank { NEVER, IF_NO_OTHER, AT_ONCE };

static enum rank rank(const struct usb *dev, unsigned int index, const uint8_t *config,
		      size_t length)
{
	const uint8_t *interface = first_interface(dev, config, length);

	if (kernel_max_power_ma(dev, config) > kernel_port_ma(dev))
		return NEVER;
	if (interface && interface[5] == CLASS_AUDIO) {
		if (interface[7] == UAC_VERSION_3)
			return AT_ONCE;
		return index == 0 ? IF_NO_OTHER : NEVER;
	}
	if (index == 0 && dev->descriptor[17] > 1 && interface && is_microsofts(interface))
		return IF_NO_OTHER;
	if (dev->descriptor[4] != CUSB_CLASS_VENDOR && interface &&
	    interface[5] != CUSB_CLASS_VENDOR)
		return AT_ONCE;
	return IF_NO_OTHER;
}

int kernel_choose_configuration(const struct usb *dev)
{
	int best = NO_CONFIGURATION;

	if (kernel_port_is_claimed(dev))
		return UNCONFIGURED;
	for (unsigned int i = 0; i < dev->descriptor[17]; i++) {
		size_t length;
		const uint8_t *config = kernel_verified(dev, i, &length);
		enum rank how = rank(dev, i, config, length);

		if (how == AT_ONCE)
			return config[5];
		if (how == IF_NO_OTHER && best < 0)
			best = config[5];
	}
	return best;
}
