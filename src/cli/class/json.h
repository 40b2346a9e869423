/* SPDX-License-Identifier: MIT */
/* A descriptor in JSON. */
#ifndef CUSB_CLI_CLASS_JSON_H
#define CUSB_CLI_CLASS_JSON_H

#include "class.h"
#include "cli/output/json.h"

/*
 * An object: "descriptor" (its name), the fields with their values, "meaning" (an object with the
 * meanings of fields that have one) and "cut" (true: it ends before its last field).
 */
void class_json(struct json *json, const char *key, const struct class_descriptor *descriptor);
/* The member "meaning" alone, for an object that has the fields already. */
void class_json_meanings(struct json *json, const struct class_descriptor *descriptor);
/* An object of bytes that are no descriptor, by a table. */
void class_json_answer(struct json *json, const char *key, const char *rows,
		       const uint8_t *bytes, size_t length);
/* An array of the items of a HID report descriptor. */
void class_json_report(struct json *json, const char *key, const uint8_t *bytes, size_t length);

#endif
