/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "listing.h"

/*
 * Reports that the list has no devices: `count` is 0 or a negative errno. A machine without USB has
 * an empty list; that is an answer, not a failure.
 */
static enum status report_nothing(const char *text, ssize_t count)
{
	if (count < 0) {
		bool no_usb = count == -ENOENT && access("/sys/bus", F_OK) == 0;

		report_no_list((int)count);
		return no_usb && !text ? STATUS_OK : STATUS_FAILURE;
	}
	if (text)
		return report_no_device(text);
	fail("no USB devices");
	return STATUS_OK;
}

enum status listing_run(const struct command *command, const struct options *opts,
			struct output *out, listing_fn print)
{
	struct cusb_device **list;
	struct device_arg arg;
	struct cli_bus bus;
	enum status status;
	ssize_t count;

	if (device_arg_of(command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (bus_open(opts, &bus) < 0)
		return STATUS_FAILURE;
	count = device_arg_find(&arg, &bus, &list);
	status = count > 0 ? print(&bus, list, opts, out)
			   : report_nothing(opts->arguments[1], count);
	if (count <= 0 && status == STATUS_OK && option_given(opts, OPTION_JSON))
		output_text(out, "[]\n");
	if (count >= 0)
		cusb_free_list(list);
	bus_close(&bus);
	return status;
}
