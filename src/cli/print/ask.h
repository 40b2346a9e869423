/* SPDX-License-Identifier: MIT */
/* Requests whose answers tell more of a device than its descriptors. */
#ifndef CUSB_CLI_PRINT_ASK_H
#define CUSB_CLI_PRINT_ASK_H

#include "cli/bus/bus.h"

enum question { ASK_QUALIFIER, ASK_HUB, ASK_HUB_STATUS, ASK_DEVICE_STATUS };

#define ASK_SIZE	71   /* the longest answer: the descriptor of a hub with 255 ports */
#define ASK_REPORT_SIZE 4096 /* of a HID report descriptor: the kernel's limit */
#define ASK_BLOCKS_SIZE 3320 /* of the group terminal blocks of MIDI 2.0: a header and 255 blocks */

/* The request; a SuperSpeed hub has another descriptor. */
struct cusb_setup ask_setup(struct cusb_device *dev, enum question question);
/* Opens the device if necessary. Returns the number of bytes, or -errno. */
ssize_t ask(struct cusb_device *dev, const struct cusb_setup *setup, uint8_t *bytes);

/* The request for the report descriptor of a HID interface; wLength 0: it has none. */
struct cusb_setup ask_report_setup(const struct cusb_interface *intf);
/* The same for the group terminal blocks of a setting of a MIDI interface. */
struct cusb_setup ask_blocks_setup(const struct cusb_interface *intf);

#endif
