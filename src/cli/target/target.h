/* SPDX-License-Identifier: MIT */
/* The one device of a transfer: found, opened, and set up by the options. */
#ifndef CUSB_CLI_TARGET_H
#define CUSB_CLI_TARGET_H

#include "attempt.h"
#include "cli/bus/device_arg.h"
#include "received.h"
#include "signal_guard.h"

struct target {
	const struct options *opts;
	struct cli_bus bus;
	struct cusb_device *dev;
	struct signal_guard guard;
	struct received *received; /* gets the data that is read; NULL: nobody wants it */
};

/*
 * Finds the device, and does not open it. `arg` comes from opts->arguments[1]. On success the caller
 * closes the target; failures are reported.
 */
enum status target_find(struct target *target, const struct options *opts,
			const struct device_arg *arg);
/*
 * The same for DEV[:PART], where PART is a number, such as an interface or a port; "1.0" of an
 * interface's name in sysfs is 0. *part is -1 without it.
 */
enum status target_find_part(struct target *target, const struct command *command,
			     const struct options *opts, int *part);
/* Finds the device, opens it, and sets it up. */
enum status target_open(struct target *target, const struct options *opts,
			const struct device_arg *arg);
/* Sets the open device up by other options, which become those of the target. */
enum status target_set_up(struct target *target, const struct options *opts);
void target_close(struct target *target);

/* Runs a command that has check() and act() on the device of its first argument. */
enum status target_run(const struct command *command, const struct options *opts,
		       struct output *out);

/* STATUS_OK for a good result of the attempt; an error is reported. */
enum status target_result(struct target *target, const struct attempt *attempt, int err);

/* Clears the halt of the endpoint when --clear-halt is given. */
enum status target_clear_halt(struct target *target, int bEndpointAddress);

#endif
