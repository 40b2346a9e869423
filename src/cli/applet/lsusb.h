/* SPDX-License-Identifier: MIT */
/* The parts of lsusb. */
#ifndef CUSB_CLI_APPLET_LSUSB_H
#define CUSB_CLI_APPLET_LSUSB_H

#include "cli/bus/device_facts.h"
#include "cli/class/class.h"

struct lsusb {
	struct cli_bus bus;
	struct usb_ids ids;
	struct output *out;
};

/* lsusb_tree.c: `list` has all devices. */
void lsusb_print_tree(const struct lsusb *lsusb, struct cusb_device **list);

/* lsusb_verbose.c: opens the device, for its strings and its answers, if the user may. */
void lsusb_print_device(const struct lsusb *lsusb, struct cusb_device *dev);

/* A device that is printed. */
struct lsusb_device {
	const struct lsusb *lsusb;
	struct cusb_device *dev;
	struct class_context context;
	int indent; /* of the descriptors that belong to the standard one before them */
};

/* lsusb_descriptors.c */
void lsusb_print_bytes(struct lsusb_device *of, const uint8_t *bytes, size_t length);
/* lsusb_fields.c: a descriptor's fields behind so many spaces. */
void lsusb_print_fields(const struct lsusb_device *of, const struct class_descriptor *descriptor,
			int indent);

#define LSUSB_NAME_SIZE 256

/* Names of a device: of the list of ids, else its strings; "" if there is none. */
void lsusb_names(const struct lsusb *lsusb, const struct cusb_device *dev,
		 char vendor[LSUSB_NAME_SIZE], char product[LSUSB_NAME_SIZE]);

#endif
