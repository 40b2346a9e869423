/* SPDX-License-Identifier: MIT */
/* Kernel fact: the interfaces of a root hub are named after its bus, "1-0:1.0". */
#include <stdio.h>

#include "cli/output/message.h"
#include "interface_path.h"

void interface_path(struct cusb_device *dev, unsigned int bInterfaceNumber, const char *end,
		    char path[INTERFACE_PATH_SIZE])
{
	const struct cusb_configuration *cfg;
	int value = cusb_active_configuration(dev, &cfg) == 0 ? cfg->bConfigurationValue : 0;

	if (dev->port_count == 0)
		snprintf(path, INTERFACE_PATH_SIZE, "%d-0:%d.%u%s", dev->bus, value,
			 bInterfaceNumber, end);
	else
		snprintf(path, INTERFACE_PATH_SIZE, "%s:%d.%u%s", dev->name, value,
			 bInterfaceNumber, end);
}

enum status interface_check(struct cusb_device *dev, int bInterfaceNumber)
{
	const struct cusb_configuration *cfg;

	if (bInterfaceNumber < 0)
		return STATUS_OK;
	if (cusb_active_configuration(dev, &cfg) < 0)
		return fail("%s is not configured, so it has no interfaces; 'cusb config' sets a "
			    "configuration",
			    dev->name);
	for (size_t i = 0; i < cfg->interface_count; i++)
		if (cusb_interface_at(cfg, i, 0)->bInterfaceNumber == bInterfaceNumber)
			return STATUS_OK;
	return fail("configuration %d of %s has no interface %d", cfg->bConfigurationValue,
		    dev->name, bInterfaceNumber);
}
