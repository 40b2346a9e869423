/* SPDX-License-Identifier: MIT */
/* The name of an interface in sysfs, "1-2:1.0". */
#ifndef CUSB_CLI_TARGET_INTERFACE_PATH_H
#define CUSB_CLI_TARGET_INTERFACE_PATH_H

#include <cusb/core.h>

#include "cli/command.h"

#define INTERFACE_PATH_SIZE 96

/*
 * The name in the active configuration, with `end` behind it: "/driver". If the device is not
 * configured, there is no such interface; the name then has configuration 0.
 */
void interface_path(struct cusb_device *dev, unsigned int bInterfaceNumber, const char *end,
		    char path[INTERFACE_PATH_SIZE]);

/* STATUS_FAILURE: the active configuration lacks that interface, which is reported. -1 is fine. */
enum status interface_check(struct cusb_device *dev, int bInterfaceNumber);

#endif
