/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <cusb/util.h>

#include "device_arg.h"

/* Strings may be longer, or gone, when they are read again. */
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

static enum status print_all(struct cusb_device *const *list, const struct options *opts,
			     struct output *out)
{
	for (size_t i = 0; list[i]; i++) {
		char *text;

		if (option_given(opts, OPTION_TIMEOUT))
			cusb_set_default_timeout(list[i], opts->numbers[OPTION_TIMEOUT]);
		text = describe(list[i]);
		cusb_close(list[i]);
		if (!text)
			return fail("out of memory");
		output_text(out, i ? "\n" : "");
		output_text(out, text);
		free(text);
	}
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	const char *text = opts->argument_count > 1 ? opts->arguments[1] : NULL;
	struct cusb_device **list;
	struct device_arg arg;
	struct world world;
	enum status status;
	ssize_t count;

	if (device_arg_parse(text, &arg) < 0)
		return usage_error(&show_command, "'%s' names no device", text);
	if (world_open(opts, &world) < 0)
		return STATUS_FAILURE;
	count = device_arg_find(&arg, &world, &list);
	status = count > 0 ? print_all(list, opts, out) : report_nothing(text, count);
	if (count >= 0)
		cusb_free_list(list);
	world_close(&world);
	return status;
}

const struct command show_command = {
	.name = "show",
	.arguments = "[DEV]",
	.summary = "show all descriptors of devices",
	.help = "Shows the device, configuration, interface and endpoint descriptors of DEV, or\n"
		"of all devices, with their meaning. Strings that the kernel does not have are\n"
		"asked of the device, if permission allows; the rest needs none.\n"
		"\n" DEVICE_ARG_HELP,
	.examples = "  cusb show fffe:0001\n"
		    "  cusb show 1-2.3\n"
		    "  cusb show --virtual loopback fffe:0001\n",
	.options = OPTION_BIT(OPTION_TIMEOUT),
	.max_arguments = 1,
	.run = run,
};
