/* SPDX-License-Identifier: MIT */
/* The parts of a device's description that only the device itself tells. */
#ifndef CUSB_CLI_PRINT_ANSWERS_H
#define CUSB_CLI_PRINT_ANSWERS_H

#include "ask.h"
#include "cli/class/row.h"

/* The receiver of answers, in this order; answers that the device does not give are left out. */
struct answers_sink {
	/* Descriptors: "bos", "device_qualifier", "hub_descriptor". */
	void (*descriptors)(struct answers_sink *sink, const char *key, const uint8_t *bytes,
			    size_t length);
	/* "hub_status", "device_status". */
	void (*status)(struct answers_sink *sink, const char *key, const struct row *rows,
		       const uint8_t *bytes, size_t length);
	/* The ports of a hub from 1 on, with PORT_STATUS_SIZE bytes each. */
	void (*ports)(struct answers_sink *sink, const struct row *rows, const uint8_t *bytes,
		      unsigned int count);
};

#define PORT_STATUS_SIZE 4

/*
 * Asks the device. *failed: in: 0, or -errno: the device cannot be asked; out: -errno: it stopped
 * answering, and was asked no more.
 */
void answers_give(struct cusb_device *dev, struct answers_sink *sink, int *failed);

/*
 * Reads the report descriptor of a HID interface, from sysfs, or if no driver has the interface
 * from the device. *failed as above. Returns the number of bytes; 0 or below: it is not known.
 */
ssize_t answers_report(const struct cli_bus *bus, const struct cusb_interface *intf, int *failed,
		       uint8_t bytes[ASK_REPORT_SIZE]);

#endif
