/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: the attribute `authorized` of a device without permission leaves the device without
 * configuration. The attribute of an interface takes its driver away.
 */
#include <stdio.h>

#include "cli/bus/attribute.h"
#include "cli/target/interface_path.h"
#include "cli/target/target.h"

static enum status authorize(struct target *target, int number)
{
	bool on = !option_given(target->opts, OPTION_OFF);
	const struct attempt attempt = {.step = STEP_AUTHORIZE, .number = number, .setting = on};
	char path[INTERFACE_PATH_SIZE];
	int err;

	if (number < 0)
		snprintf(path, sizeof path, "%s/authorized", target->dev->name);
	else
		interface_path(target->dev, (unsigned int)number, "/authorized", path);
	err = attribute_write(&target->bus, path, on ? "1" : "0");
	return target_result(target, &attempt, err);
}

static enum status run(const struct options *opts, struct output *out)
{
	struct target target;
	enum status status;
	int number;

	(void)out;
	status = target_find_part(&target, &authorize_command, opts, &number);
	if (status != STATUS_OK)
		return status;
	status = interface_check(target.dev, number);
	if (status == STATUS_OK)
		status = authorize(&target, number);
	target_close(&target);
	return status;
}

const struct command authorize_command = {
	.name = "authorize",
	.arguments = "DEV[:INTERFACE]",
	.summary = "allow a device or an interface to be used, or forbid it",
	.help = {"Allows DEV to be used: the kernel configures it, and its drivers take it. With\n"
		 "--off, forbids it: DEV loses its configuration and its drivers, and gets none\n"
		 "until it is allowed again or plugged in again. With INTERFACE, the same for one\n"
		 "interface: it loses its driver. When it is allowed again, it is free, and 'cusb\n"
		 "bind' gives it a driver. Writes to sysfs, so it needs root.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb authorize --off 1-2.3\n"
		    "  cusb authorize 1-2.3\n"
		    "  cusb authorize --virtual loopback fffe:0001:1 --off\n",
	.options = OPTION_BIT(OPTION_OFF),
	.min_arguments = 1,
	.max_arguments = 1,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
