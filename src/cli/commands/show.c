/* SPDX-License-Identifier: MIT */
#include "cli/bus/listing.h"
#include "cli/print/device_file.h"
#include "cli/print/json_device.h"
#include "cli/print/show.h"

static void prepare(struct cusb_device *dev, const struct options *opts)
{
	if (option_given(opts, OPTION_TIMEOUT))
		cusb_set_default_timeout(dev, opts->numbers[OPTION_TIMEOUT]);
}

static void print_text(const struct cli_bus *bus, struct cusb_device *const *list,
		       const struct options *opts, struct output *out)
{
	bool verbose = option_given(opts, OPTION_VERBOSE);
	struct usb_ids ids;
	struct page page;

	usb_ids_open(&ids);
	page_begin(&page, out);
	for (; *list; list++) {
		struct show show;

		prepare(*list, opts);
		show = show_begin(&page, bus, &ids, *list, verbose);
		if (verbose)
			show_rows(&show);
		else
			show_brief(&show);
		if (verbose)
			show_answers(&show);
		cusb_close(*list);
	}
	usb_ids_close(&ids);
}

static enum status print_json(const struct cli_bus *bus, struct cusb_device *const *list,
			      const struct options *opts, struct output *out)
{
	struct json json;

	json_begin(&json, out, true);
	json_array_begin(&json, NULL);
	for (; *list; list++) {
		prepare(*list, opts);
		json_descriptors(&json, bus, *list, option_given(opts, OPTION_VERBOSE));
		cusb_close(*list);
	}
	json_array_end(&json);
	json_end(&json);
	return STATUS_OK;
}

/* The text describes one device. Root hubs count only when DEV names them. */
static enum status print_raw(const struct cli_bus *bus, struct cusb_device *const *list,
			     const struct options *opts, struct output *out)
{
	bool any = opts->argument_count < 2;
	struct cusb_device *chosen = NULL;
	size_t count = 0;

	for (; *list; list++) {
		if (any && (*list)->port_count == 0)
			continue;
		chosen = *list;
		count++;
	}
	if (count != 1)
		return fail("--raw is for one device, and there are %zu; 'cusb list' has a name "
			    "for DEV",
			    count);
	prepare(chosen, opts);
	return device_file_print(bus, chosen, out);
}

static enum status print_all(const struct cli_bus *bus, struct cusb_device **list,
			     const struct options *opts, struct output *out)
{
	if (option_given(opts, OPTION_JSON))
		return print_json(bus, list, opts, out);
	if (option_given(opts, OPTION_RAW))
		return print_raw(bus, list, opts, out);
	print_text(bus, list, opts, out);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	if (option_given(opts, OPTION_RAW) && option_given(opts, OPTION_JSON))
		return usage_error(&show_command, "--json and --raw exclude each other");
	return listing_run(&show_command, opts, out, print_all);
}

const struct command show_command = {
	.name = "show",
	.arguments = "[DEV]",
	.summary = "show what devices are, or all their descriptors",
	.help = {"Shows what DEV is, or all devices: interfaces with their drivers, functions,\n"
		 "formats, and settings with their bandwidth, in a line each. If the kernel does\n"
		 "not have a string, it comes from the device, if the user may open it. Nothing\n"
		 "else needs permission.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--verbose shows every field of every descriptor in a row: its name in the\n"
		 "specification, its value, and its meaning. It also asks the device for its\n"
		 "binary object store, device qualifier and status, and a hub for its ports.\n"
		 "A row with '!' tells of a fault, such as a descriptor that is too short.\n"
		 "\n"
		 "--raw prints one device as a text: its unchanged descriptors and strings, and\n"
		 "its answers to the first requests of kernel drivers: the report descriptor of\n"
		 "HID, the group terminal blocks of MIDI, the descriptor and status of a hub, the\n"
		 "device qualifier. A file with this text is a device for --virtual and for 'cusb\n"
		 "emulate', whose --help shows how to add its behaviour. Root hubs count only if\n"
		 "DEV names one.\n"
		 "\n"
		 "--json prints an array of devices.\n",
		 json_device_help,
		 "A device also has configurations, with associations and interfaces (one for each\n"
		 "alternate setting), with endpoints, with ss_companion (or null). Their fields,\n"
		 "too, have the names of the specification. Other descriptors are in extra, as\n"
		 "hexadecimal digits, and decoded in descriptors (cut: the last fields are not\n"
		 "there). meaning has the meaning of fields as text. The strings of\n"
		 "configurations, interfaces and associations are in configuration, interface,\n"
		 "function (text, or null). present is the length of the descriptors. An endpoint\n"
		 "has bandwidth (text), an interface of HID report (the items, if they are known),\n"
		 "one of MIDI 2.0 group_terminal_blocks.\n"
		 "With --verbose a device has its answers: bos, webusb_url, ms_os_2,\n"
		 "device_qualifier, hub_descriptor, hub_status, port_status, device_status.\n"
		 "not_read tells why it could not be asked, or is null.\n"},
	.examples = "  cusb show fffe:0001\n"
		    "  cusb show 1-2.3\n"
		    "  cusb show --json fffe:0001\n"
		    "  cusb show --raw 1-2.3 > bug.device; cusb show --virtual bug.device\n",
	.options = OPTION_BIT(OPTION_VERBOSE) | OPTION_BIT(OPTION_TIMEOUT) |
		   OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_RAW),
	.max_arguments = 1,
	.run = run,
};
