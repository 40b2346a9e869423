/* SPDX-License-Identifier: MIT */
/* The environment of a hotplug command, with the variables that the kernel and udev give. */
#ifndef CUSB_CLI_PRINT_UEVENT_ENVIRONMENT_H
#define CUSB_CLI_PRINT_UEVENT_ENVIRONMENT_H

#include <cusb/core.h>

#include "cli/bus/bus.h"

/* For --help. */
extern const char uevent_environment_help[];

/*
 * This process' environment with the variables of an event: of the device, or of an interface if
 * `intf` is not NULL. `event` is this tool's name of the event, `action` the kernel's. Returns an
 * array with NULL at its end; the caller frees each string, and the array. NULL: no memory.
 */
char **uevent_environment(const struct cli_bus *bus, const struct cusb_device *dev,
			  const struct cusb_interface *intf, const char *event, const char *action);

#endif
