/* SPDX-License-Identifier: MIT */
#include "cli/target/target.h"

static enum status run(const struct options *opts, struct output *out)
{
	const struct attempt attempt = {.step = STEP_RESET};
	struct target target;
	struct device_arg arg;
	enum status status;

	(void)out;
	if (device_arg_of(&reset_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	status = target_open(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	status = target_result(&target, &attempt, cusb_reset(target.dev));
	target_close(&target);
	return status;
}

const struct command reset_command = {
	.name = "reset",
	.arguments = "DEV",
	.summary = "reset a device by its port",
	.help = {"Resets DEV by the hub port it is plugged into, as if it had been unplugged for a\n"
		 "moment; it keeps its address and its configuration. Other programs and\n"
		 "kernel drivers that use it are disturbed: drivers that can cope with a reset go\n"
		 "on afterwards, others are unbound and bound again.\n"
		 "\n"
		 "A device that comes back with other descriptors, because it has got new firmware\n"
		 "for instance, or not at all, is a failure, with status 3; the new one is a\n"
		 "device of its own.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb reset 1-2.3\n"
		    "  cusb reset --virtual loopback fffe:0001\n",
	.min_arguments = 1,
	.max_arguments = 1,
	.run = run,
};
