/* SPDX-License-Identifier: MIT */
/* The parts of a device's description that only the device itself tells. */
#ifndef CUSB_CLI_PRINT_ANSWERS_H
#define CUSB_CLI_PRINT_ANSWERS_H

#include "ask.h"
#include "cli/class/row.h"

/* The receiver of answers. An answer that the device does not give is left out. */
struct answers_sink {
	/* Descriptors: "bos", "device_qualifier", "hub_descriptor". */
	void (*descriptors)(struct answers_sink *sink, const char *key, const uint8_t *bytes,
			    size_t length);
	/* "hub_status", "device_status", "webusb_url"; NULL in a list. The heading is for people. */
	void (*answer)(struct answers_sink *sink, const char *key, const char *heading,
		       const char *rows, const uint8_t *bytes, size_t length);
	/* Around the answers of a list: "port_status" (from port 1 on), "ms_os_2". */
	void (*list_begin)(struct answers_sink *sink, const char *key);
	void (*list_end)(struct answers_sink *sink);
};

/*
 * Asks the device. *failed: in: 0, or -errno: the device cannot be asked; out: -errno: it stopped
 * answering, and was asked no more.
 */
void answers_give(struct cusb_device *dev, struct answers_sink *sink, int *failed);

/*
 * answers_platform.c: what the platform capabilities of a BOS say that can be asked: the URL of
 * WebUSB, and the set of Microsoft OS 2.0 descriptors. *failed as above.
 */
void answers_give_platform(struct cusb_device *dev, const uint8_t *bos, size_t length,
			   struct answers_sink *sink, int *failed);

/*
 * Reads the report descriptor of a HID interface, from sysfs, or if no driver has the interface
 * from the device. *failed as above. Returns the number of bytes; 0 or below: it is not known.
 */
ssize_t answers_report(const struct cli_bus *bus, const struct cusb_interface *intf, int *failed,
		       uint8_t bytes[ASK_REPORT_SIZE]);
/* The group terminal blocks of a setting of MIDI 2.0, if no driver has the interface. As above. */
ssize_t answers_blocks(const struct cusb_interface *intf, int *failed,
		       uint8_t bytes[ASK_BLOCKS_SIZE]);

#endif
