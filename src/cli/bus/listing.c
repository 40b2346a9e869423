/* SPDX-License-Identifier: MIT */
#include "listing.h"

/* Reports that the list has no devices: `count` is 0 or a negative errno. */
static enum status report_nothing(const struct cli_bus *bus, const char *text, ssize_t count)
{
	if (count < 0)
		return report_no_list((int)count);
	return text ? report_no_device(bus, text) : report_no_devices(bus);
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
			   : report_nothing(&bus, opts->arguments[1], count);
	if (count <= 0 && status == STATUS_OK && option_given(opts, OPTION_JSON))
		output_text(out, "[]\n");
	if (count >= 0)
		cusb_free_list(list);
	bus_close(&bus);
	return status;
}
