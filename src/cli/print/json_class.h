/* SPDX-License-Identifier: MIT */
/* The members of a device's JSON that the tables of the classes give. */
#ifndef CUSB_CLI_PRINT_JSON_CLASS_H
#define CUSB_CLI_PRINT_JSON_CLASS_H

#include <cusb/core.h>

#include "cli/class/json.h"
#include "strings.h"

/* "meaning" of the fields of a struct of descriptor.h. */
void json_meaning(struct json *json, const struct class_context *context, const void *descriptor);
/* "descriptors": the class descriptors in `extra`, an array. */
void json_class_descriptors(struct json *json, const char *key,
			    const struct class_context *context, const uint8_t *extra,
			    size_t length);
/* "bandwidth": a sentence. */
void json_bandwidth(struct json *json, const struct cusb_endpoint *ep);
/*
 * The answers of the device: "bos", "device_qualifier" and others, if it gives them. "not_read":
 * why the device could not be asked, or null.
 */
void json_answers(struct json *json, const struct class_context *context,
		  struct cusb_device *dev);
/* "report": the items of a HID report descriptor, if it is known. */
void json_report(struct json *json, const struct cli_bus *bus, const struct cusb_interface *intf,
		 int *failed);

/* "group_terminal_blocks": the ones of a setting of MIDI 2.0, if they are known. */
void json_blocks(struct json *json, const struct class_context *context,
		 const struct cusb_interface *intf, int *failed);

#endif
