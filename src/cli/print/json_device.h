/* SPDX-License-Identifier: MIT */
/*
 * Devices in JSON. Programs rely on these forms: a field may be added, but no field is removed,
 * renamed or changed in its meaning.
 */
#ifndef CUSB_CLI_PRINT_JSON_DEVICE_H
#define CUSB_CLI_PRINT_JSON_DEVICE_H

#include "cli/bus/bus.h"
#include "cli/output/json.h"

/* For the --help of commands that print devices in JSON. */
extern const char json_device_help[];

/* A field of a struct of descriptor.h, under its name. */
#define JSON_FIELD(json, of, field) json_number(json, #field, (of)->field)

/* All fields of a descriptor, which is a struct of descriptor.h. */
void json_fields(struct json *json, const void *descriptor);

/*
 * Members of an object, which the caller begins and ends: the place of the device, and its
 * descriptor.
 */
void json_device_fields(struct json *json, struct cusb_device *dev);
/* The same, and the strings, without opening the device. */
void json_device_members(struct json *json, const struct cli_bus *bus, struct cusb_device *dev);
/* An object with these members. */
void json_device(struct json *json, const struct cli_bus *bus, struct cusb_device *dev);

/*
 * json_descriptors.c: all descriptors; opens the device when the kernel lacks its strings. `ask`:
 * opens it for everything that only the device tells.
 */
void json_descriptors(struct json *json, const struct cli_bus *bus, struct cusb_device *dev,
		      bool ask);

#endif
