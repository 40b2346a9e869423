/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>

#include <cusb/error.h>
#include <cusb/vhci.h>

#include "cli/options/number.h"
#include "cli/options/options.h"

static enum status report(unsigned int port, int err)
{
	if (err == -ENOENT)
		return fail("this kernel has no vhci_hcd; 'modprobe vhci-hcd' loads it");
	if (err == -EINVAL)
		return fail("no device is attached at port %u; see 'cusb attach --list'", port);
	return fail("cannot detach port %u: %s%s", port, cusb_error_text(err),
		    err == -EACCES || err == -EPERM || err == -EROFS ? "; only root can" : "");
}

static enum status run(const struct options *opts, struct output *out)
{
	unsigned long long port;
	int err;

	(void)out;
	if (parse_number(opts->arguments[1], INT_MAX, &port) < 0)
		return usage_error(&detach_command, "'%s' is no port", opts->arguments[1]);
	err = cusb_vhci_release((unsigned int)port);
	return err ? report((unsigned int)port, err) : STATUS_OK;
}

const struct command detach_command = {
	.name = "detach",
	.arguments = "PORT",
	.summary = "unplug a device of another machine",
	.help = {"Unplugs the device at PORT of vhci_hcd, and ends its connection. 'cusb attach\n"
		 "--list' prints the ports. Needs root.\n"},
	.examples = "  cusb detach 0\n",
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.min_arguments = 1,
	.max_arguments = 1,
	.run = run,
};
