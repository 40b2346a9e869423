/* SPDX-License-Identifier: MIT */
/* The reports that no device was found, or that the list of devices could not be read. */
#ifndef CUSB_CLI_BUS_NO_DEVICES_H
#define CUSB_CLI_BUS_NO_DEVICES_H

#include <sys/types.h>

#include "cli/command.h"

/*
 * For list and show, without a device: `text` is DEV or NULL, `count` 0 or a negative errno. A
 * machine without USB has an empty list; that is an answer, not a failure.
 */
enum status report_nothing(const char *text, ssize_t count);

/* Reports the error of reading the list of devices; always returns STATUS_FAILURE. */
enum status report_no_list(int err);

#endif
