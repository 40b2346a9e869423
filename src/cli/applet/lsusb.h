/* SPDX-License-Identifier: MIT */
/* The parts of lsusb. */
#ifndef CUSB_CLI_APPLET_LSUSB_H
#define CUSB_CLI_APPLET_LSUSB_H

#include "cli/bus/device_facts.h"

struct lsusb {
	struct cli_bus bus;
	struct usb_ids ids;
	struct output *out;
};

/* lsusb_tree.c: `list` has all devices. */
void lsusb_print_tree(const struct lsusb *lsusb, struct cusb_device **list);

/* lsusb_descriptors.c: opens the device, for its strings and its status, if the user may. */
void lsusb_print_descriptors(const struct lsusb *lsusb, struct cusb_device *dev);

#define LSUSB_NAME_SIZE 256

/* Names of a device: of the list of ids, else its strings; "" if there is none. */
void lsusb_names(const struct lsusb *lsusb, const struct cusb_device *dev,
		 char vendor[LSUSB_NAME_SIZE], char product[LSUSB_NAME_SIZE]);

#endif
