/* SPDX-License-Identifier: MIT */
/* Facts about a device, read without opening it. */
#ifndef CUSB_CLI_BUS_DEVICE_FACTS_H
#define CUSB_CLI_BUS_DEVICE_FACTS_H

#include "bus.h"
#include "usb_ids.h"

/* A string of the device; "" if the kernel has none. */
void device_string(const struct cli_bus *bus, const struct cusb_device *dev,
		   enum cusb_device_string which, char *text, size_t size);

/* The same by the index of the string descriptor; also of the active configuration's strings. */
void device_string_at(const struct cli_bus *bus, const struct cusb_device *dev, unsigned int index,
		      char *text, size_t size);

#define DEVICE_NAMES_SIZE 520
#define DEVICE_LINE_SIZE  640

/*
 * "Maker Product": the device's own strings, else the names in usb.ids; "" when nothing is known.
 * Replaces control characters, which a device may have in its strings.
 */
void device_names(const struct cli_bus *bus, const struct cusb_device *dev,
		  const struct usb_ids *ids, char text[DEVICE_NAMES_SIZE]);

/* The same in lsusb's line for a device: "Bus 001 Device 002: ID fffe:0001 Maker Product". */
void device_line(const struct cli_bus *bus, const struct cusb_device *dev,
		 const struct usb_ids *ids, char text[DEVICE_LINE_SIZE]);

/* Mbit/s as a decimal number; NULL: unknown. */
const char *device_speed(struct cusb_device *dev);

/*
 * The most that the device could do, in Mbit/s, as its BOS says; 0: not more than it does now, or
 * not known. A hub always gives 0, because its faster side is a device of its own. Opens the device
 * if the kernel does not have the BOS, and if the user may open it.
 */
unsigned int device_possible_speed(const struct cli_bus *bus, struct cusb_device *dev);

/* The number of ports of a hub, as its driver knows them; 0: none, or not known. */
unsigned int device_ports(const struct cli_bus *bus, const struct cusb_device *dev);

/* Replaces the characters that control a terminal: C0, DEL, and C1 in UTF-8. */
void make_printable(char *text);

#endif
