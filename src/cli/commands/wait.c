/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/monitor.h>

#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"
#include "cli/print/json_device.h"

static void print_line(const struct cli_bus *bus, const struct cusb_device *dev, struct output *out)
{
	char text[DEVICE_LINE_SIZE];
	struct usb_ids ids;

	usb_ids_open(&ids);
	device_line(bus, dev, &ids, text);
	usb_ids_close(&ids);
	output_text(out, text);
	output_text(out, "\n");
}

static void print_json(const struct cli_bus *bus, struct cusb_device *dev, struct output *out)
{
	struct json json;

	json_begin(&json, out, true);
	json_device(&json, bus, dev);
	json_end(&json);
}

static enum status wait_on(const struct cli_bus *bus, const struct options *opts,
			   struct device_arg *arg, struct output *out)
{
	int timeout_ms = option_number(opts, OPTION_TIMEOUT, CUSB_NO_TIMEOUT);
	struct cusb_device *dev;
	int err;

	device_arg_place(arg, bus);
	err = cusb_wait_for_device(arg->match, timeout_ms, &dev);
	if (err == -ETIMEDOUT)
		return fail("no device %s was there within %d ms", opts->arguments[1], timeout_ms);
	if (err < 0)
		return report_no_list(err);
	if (option_given(opts, OPTION_JSON))
		print_json(bus, dev, out);
	else
		print_line(bus, dev, out);
	cusb_device_free(dev);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct device_arg arg;
	struct cli_bus bus;
	enum status status;

	if (device_arg_of(&wait_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (bus_open(opts, &bus) < 0)
		return STATUS_FAILURE;
	status = wait_on(&bus, opts, &arg, out);
	bus_close(&bus);
	return status;
}

const struct command wait_command = {
	.name = "wait",
	.arguments = "DEV",
	.summary = "wait until a device is there",
	.help = {"Waits until DEV is plugged in and can be opened, and prints its line as 'cusb\n"
		 "list' does. An existing device is not opened. Without --timeout, waits for ever.\n"
		 "If the time is over before DEV comes, the status is 1.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--json prints the device instead.\n",
		 json_device_help},
	.examples = "  cusb wait fffe:0001\n"
		    "  cusb wait --timeout 5000 1-2.3 && cusb read 1-2.3 0x81 512\n"
		    "  cusb wait --virtual loopback fffe:0001\n",
	.options = OPTION_BIT(OPTION_TIMEOUT) | OPTION_BIT(OPTION_JSON),
	.min_arguments = 1,
	.max_arguments = 1,
	.run = run,
};
