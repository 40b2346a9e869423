/* SPDX-License-Identifier: MIT */
/* Names of vendors and products from usb.ids, or udev's hwdb.bin, if the system has it. */
#ifndef CUSB_CLI_BUS_USB_IDS_H
#define CUSB_CLI_BUS_USB_IDS_H

#include <stddef.h>

struct usb_ids {
	char *text; /* NULL: there is no list */
	size_t length;
};

/*
 * The environment variable CUSB_USB_IDS names the file, but not of a set-uid program; without it,
 * the usual places. Never fails.
 */
void usb_ids_open(struct usb_ids *ids);
void usb_ids_close(struct usb_ids *ids);

/* Writes the name into `name`, cut to `size`; "" when it is not listed. */
void usb_ids_vendor(const struct usb_ids *ids, unsigned int vendor, char *name, size_t size);
void usb_ids_product(const struct usb_ids *ids, unsigned int vendor, unsigned int product,
		     char *name, size_t size);

/*
 * The same for a class, its subclass and its protocol, of which the last ones may be -1: the name
 * of the last code that is not.
 */
void usb_ids_class(const struct usb_ids *ids, const int codes[3], char *name, size_t size);

#endif
