/* SPDX-License-Identifier: MIT */
/* DEV on the command line: the devices that it means. */
#ifndef CUSB_CLI_BUS_DEVICE_ARG_H
#define CUSB_CLI_BUS_DEVICE_ARG_H

#include <cusb/core.h>

#include "bus.h"

/* The forms of DEV, for --help. */
extern const char device_arg_help[];

/*
 * A match has room for two fields, the backend, and the end. It may point into the same struct and
 * to the text, so neither is moved while the match is in use.
 */
struct device_arg {
	struct cusb_match match[4];
	char name[64];
};

/* `text` NULL means any device. Returns 0; -EINVAL: not a form of DEV. */
int device_arg_parse(const char *text, struct device_arg *arg);

/* Parses DEV, the first argument of a command, which may be missing. STATUS_USAGE is reported. */
enum status device_arg_of(const struct command *command, const struct options *opts,
			  struct device_arg *arg);

/*
 * Cuts a part off: "1-2:3" is DEV and ":3". A text that names a device as a whole has no part.
 * Returns the text behind the last colon; NULL: there is no part.
 */
const char *device_arg_cut_part(char *text);

/* Adds the backend of the bus to the match, which has none yet. */
void device_arg_place(struct device_arg *arg, const struct cli_bus *bus);

/*
 * All devices that match, sorted by bus and address; the caller frees them with cusb_free_list().
 * Returns their number or -errno, not reported.
 */
ssize_t device_arg_find(const struct device_arg *arg, const struct cli_bus *bus,
			struct cusb_device ***list);

/* Reports that error; always returns STATUS_FAILURE. */
enum status report_no_list(int err);
/*
 * Reports that there are no devices. A machine without USB has an empty list: that is an answer, not
 * a failure. STATUS_FAILURE: sysfs is not mounted.
 */
enum status report_no_devices(const struct cli_bus *bus);
/* Reports that no device matches DEV; always returns STATUS_FAILURE. */
enum status report_no_device(const struct cli_bus *bus, const char *text);

/* The only device that matches. Returns 0; -ENODEV, -ENOTUNIQ or another errno, reported. */
int device_arg_find_one(const struct device_arg *arg, const struct cli_bus *bus, const char *text,
			struct cusb_device **dev);

#endif
