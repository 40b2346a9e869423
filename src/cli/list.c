/* SPDX-License-Identifier: MIT */
#include "device_line.h"
#include "listing.h"

static enum status print_all(const struct world *world, struct cusb_device *const *list,
			     const struct options *opts, struct output *out)
{
	struct usb_ids ids;

	(void)opts;
	usb_ids_open(&ids);
	for (; *list; list++) {
		char text[DEVICE_LINE_SIZE];

		device_line(world, *list, &ids, text);
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
	.help = "Lists the USB devices in the format of lsusb, sorted by bus and device number.\n"
		"Names are the device's own strings, as the kernel read them when it was plugged\n"
		"in; where one is missing, that of the file usb.ids, if there is one. No device\n"
		"is opened, and no permission is needed.\n"
		"\n" DEVICE_ARG_HELP "\n"
		"The status is 0 also when there are no devices at all (standard error says so),\n"
		"and 1 when DEV is given and none matches.\n",
	.examples = "  cusb list\n"
		    "  cusb list 1d6b:0002\n"
		    "  cusb list --virtual loopback\n",
	.max_arguments = 1,
	.run = run,
};
