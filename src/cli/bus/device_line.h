/* SPDX-License-Identifier: MIT */
/* A device in one line, in lsusb's format. */
#ifndef CUSB_CLI_BUS_DEVICE_LINE_H
#define CUSB_CLI_BUS_DEVICE_LINE_H

#include "bus.h"
#include "usb_ids.h"

#define DEVICE_LINE_SIZE 640

/*
 * "Bus 001 Device 002: ID fffe:0001 Maker Product". The names are the device's own strings if sysfs
 * has them, else the names in usb.ids. Does not open the device.
 */
void device_line(const struct cli_bus *bus, const struct cusb_device *dev,
		 const struct usb_ids *ids, char text[DEVICE_LINE_SIZE]);

#endif
