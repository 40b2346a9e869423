/* SPDX-License-Identifier: MIT */
/* Shared by the files of this layer, which includes only the core's public headers. */
#ifndef CUSB_COMPAT_OPENUSB_INTERNAL_H
#define CUSB_COMPAT_OPENUSB_INTERNAL_H

#include <cusb/core.h>
#include <cusb/log.h>

#include "compat/openusb/openusb.h"

/*
 * Refuses an argument of the caller, with a line in the library's log that gives the reason. The line
 * is the text of no errno, because `code` is a number of OpenUSB. Its value is `code`.
 */
#define refuse_call(code, ...) (cusb_refuse(0, __VA_ARGS__), (code))

/* error.c: the code for a result of the core; 0 or more is OPENUSB_SUCCESS. */
int32_t code_of_error(int err);

/* numbers.c: the objects behind the numbers that programs have. */
enum number_kind { NUMBER_HANDLE, NUMBER_LISTED, NUMBER_OPEN };

/* On success takes over the reference to `dev`. For a handle, `handle` is 0 and `dev` is NULL. */
int32_t number_new(enum number_kind kind, uint64_t handle, struct cusb_device *dev,
		   uint64_t *number);
/*
 * Gives a new reference to the device, which the caller drops by cusb_device_free(); NULL for a
 * handle. @call: the name of the calling function, for the log.
 */
int32_t number_find(enum number_kind kind, uint64_t number, struct cusb_device **dev,
		    const char *call);
/* Closes an open device, or ends a handle and all objects that belong to it. */
int32_t number_end(enum number_kind kind, uint64_t number, const char *call);

/* Gives the number of a listed device. If the device has no number, makes one. */
int32_t number_listed(uint64_t handle, struct cusb_device *dev, uint64_t *number);
/* Ends the numbers of listed devices of the bus that are not in `found`, which ends with NULL. */
void number_end_unplugged(uint64_t handle, uint64_t bus, struct cusb_device **found);

#endif
