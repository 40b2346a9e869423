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
	.help = {"Resets DEV by its hub port. DEV keeps its address and its configuration. Other\n"
		 "programs lose their interfaces. A kernel driver that supports a reset continues\n"
		 "afterwards. Any other driver is unbound and bound again.\n"
		 "\n"
		 "If the device comes back with other descriptors, for example because it has new\n"
		 "firmware, or does not come back, the status is 3.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb reset 1-2.3\n"
		    "  cusb reset --virtual loopback fffe:0001\n",
	.without = OPTION_BIT(OPTION_HOST),
	.min_arguments = 1,
	.max_arguments = 1,
	.run = run,
};
