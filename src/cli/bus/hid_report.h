/* SPDX-License-Identifier: MIT */
/* The report descriptor of a HID interface that a kernel driver has. */
#ifndef CUSB_CLI_BUS_HID_REPORT_H
#define CUSB_CLI_BUS_HID_REPORT_H

#include <cusb/core.h>

#include "bus.h"

/*
 * Reads the report descriptor from sysfs. The driver may have corrected it. Returns the number of
 * bytes. 0 or below: sysfs does not have it.
 */
ssize_t hid_report_read(const struct cli_bus *bus, const struct cusb_interface *intf, void *bytes,
			size_t size);

#endif
