/* SPDX-License-Identifier: MIT */
/* A device as a text for a person, in two levels. */
#ifndef CUSB_CLI_PRINT_SHOW_H
#define CUSB_CLI_PRINT_SHOW_H

#include "cli/bus/usb_ids.h"
#include "cli/class/codes.h"
#include "cli/class/rows.h"
#include "strings.h"

/* A device that is being shown. */
struct show {
	struct cusb_device *dev;
	struct page *page;
	const struct usb_ids *ids;
	struct strings strings;
	int speed;  /* enum cusb_speed, or below 0 */
	int failed; /* -errno: the device cannot be asked, or stopped answering */
};

/* Opens the device if `open` is set and it can be opened. The caller closes it. */
struct show show_begin(struct page *page, const struct cli_bus *bus, const struct usb_ids *ids,
		       struct cusb_device *dev, bool open);
/* "Device 1-1: ID fffe:0001 Maker Product", and its place and speed. */
void show_heading(struct show *show);

/* show_brief.c: what it is, its interfaces, their settings and formats in a line each. */
void show_brief(struct show *show);
/* show_rows.c: all fields of all descriptors in the order of the device. */
void show_rows(struct show *show);
/* Descriptors that begin with another one than the device descriptor. */
void show_bytes(struct show *show, const uint8_t *bytes, size_t length);
/* show_answers.c: the BOS, the hub, the qualifier, the status: what only the device tells. */
void show_answers(struct show *show);

#endif
