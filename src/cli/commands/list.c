/* SPDX-License-Identifier: MIT */
#include "cli/bus/device_facts.h"
#include "cli/bus/listing.h"
#include "cli/print/json_device.h"

static enum status print_json(const struct cli_bus *bus, struct cusb_device *const *list,
			      struct output *out)
{
	struct json json;

	json_begin(&json, out, true);
	json_array_begin(&json, NULL);
	for (; *list; list++)
		json_device(&json, bus, *list);
	json_array_end(&json);
	json_end(&json);
	return STATUS_OK;
}

static enum status print_all(const struct cli_bus *bus, struct cusb_device **list,
			     const struct options *opts, struct output *out)
{
	struct usb_ids ids;

	if (option_given(opts, OPTION_JSON))
		return print_json(bus, list, out);
	usb_ids_open(&ids);
	for (; *list; list++) {
		char text[DEVICE_LINE_SIZE];

		device_line(bus, *list, &ids, text);
		output_text(out, text);
		output_text(out, "\n");
	}
	usb_ids_close(&ids);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	return listing_run(&list_command, opts, out, print_all);
}

const struct command list_command = {
	.name = "list",
	.arguments = "[DEV]",
	.summary = "list devices, one line each",
	.help = {"Lists the USB devices in the format of lsusb, sorted by bus and device number.\n"
		 "Names are the device's own strings, which the kernel has read when the device\n"
		 "was plugged in. If a string is missing, the name in the file usb.ids takes its\n"
		 "place. Opens no device, and needs no permission.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "The status is 0 also if there is no device (standard error says so), and 1 if no\n"
		 "device matches DEV.\n"
		 "\n"
		 "--json prints an array of devices.\n",
		 json_device_help},
	.examples = "  cusb list\n"
		    "  cusb list 1d6b:0002\n"
		    "  cusb list --json\n"
		    "  cusb list --virtual loopback\n",
	.options = OPTION_BIT(OPTION_JSON),
	.max_arguments = 1,
	.run = run,
};
