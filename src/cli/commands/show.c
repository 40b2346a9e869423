/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <cusb/util.h>

#include "cli/bus/listing.h"
#include "cli/print/device_file.h"
#include "cli/print/json_device.h"

/* Strings may be longer, or missing, when they are read again. */
#define TRIES 4

/* Returns text to be freed, or NULL. */
static char *describe(struct cusb_device *dev)
{
	size_t size = 4096;
	char *text = NULL;

	for (int i = 0; i < TRIES; i++) {
		char *grown = realloc(text, size);
		size_t length;

		if (!grown) {
			free(text);
			return NULL;
		}
		text = grown;
		length = cusb_describe_device(dev, text, size);
		if (length < size)
			break;
		size = length + 1;
	}
	return text;
}

static void prepare(struct cusb_device *dev, const struct options *opts)
{
	if (option_given(opts, OPTION_TIMEOUT))
		cusb_set_default_timeout(dev, opts->numbers[OPTION_TIMEOUT]);
}

static enum status print_json(const struct cli_bus *bus, struct cusb_device *const *list,
			      const struct options *opts, struct output *out)
{
	struct json json;

	json_begin(&json, out, true);
	json_array_begin(&json, NULL);
	for (; *list; list++) {
		prepare(*list, opts);
		json_descriptors(&json, bus, *list);
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
	for (size_t i = 0; list[i]; i++) {
		char *text;

		prepare(list[i], opts);
		text = describe(list[i]);
		cusb_close(list[i]);
		if (!text)
			return fail("out of memory");
		output_text(out, text);
		output_text(out, "\n");
		free(text);
	}
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
	.summary = "show all descriptors of devices",
	.help = {"Shows the device, configuration, interface and endpoint descriptors of DEV, or\n"
		 "of all devices, with their meaning. If the kernel does not have a string, it\n"
		 "comes from the device, if the user may open it. Nothing else needs permission.\n"
		 "'present' is the length of the descriptors, if it differs from wTotalLength.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--raw prints one device as a text: its unchanged descriptors and strings, and\n"
		 "its answers to the first requests of kernel drivers: the report descriptor of\n"
		 "HID, the descriptor and status of a hub, the device qualifier. A file with this\n"
		 "text is a device for --virtual and for 'cusb emulate', whose --help shows how to\n"
		 "add its behaviour. Root hubs count only if DEV names one.\n"
		 "\n"
		 "--json prints an array of devices.\n",
		 json_device_help,
		 "A device also has configurations, with associations and interfaces (one for each\n"
		 "alternate setting), with endpoints, with ss_companion (or null). Their fields,\n"
		 "too, have the names of the specification. Other descriptors are in extra, as\n"
		 "hexadecimal digits. The strings of configurations, interfaces and associations\n"
		 "are in configuration, interface, function (text, or null).\n"
		 "'present' is as above.\n"},
	.examples = "  cusb show fffe:0001\n"
		    "  cusb show 1-2.3\n"
		    "  cusb show --json fffe:0001\n"
		    "  cusb show --raw 1-2.3 > bug.device; cusb show --virtual bug.device\n",
	.options = OPTION_BIT(OPTION_TIMEOUT) | OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_RAW),
	.max_arguments = 1,
	.run = run,
};
