/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: a write to bConfigurationValue in sysfs takes the interfaces from their drivers, and
 * gives the new ones to drivers. A program cannot do that while a driver has an interface.
 */
#include <stdio.h>
#include <string.h>

#include <cusb/util.h>

#include "cli/bus/attribute.h"
#include "cli/options/number.h"
#include "cli/output/json.h"
#include "cli/target/target.h"

#define NO_CONFIGURATION (-1)

static void print_json(struct cusb_device *dev, int active, struct output *out)
{
	const struct cusb_configuration *cfg;
	struct json json;

	json_begin(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "name", dev->name);
	if (active < 0)
		json_null(&json, "bConfigurationValue");
	else
		json_number(&json, "bConfigurationValue", active);
	json_array_begin(&json, "configurations");
	cusb_for_each_configuration (dev, cfg)
		json_number(&json, NULL, cfg->bConfigurationValue);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}

static void print(struct target *target, struct output *out)
{
	int active = cusb_active_configuration_value(target->dev);
	const struct cusb_configuration *cfg;

	if (option_given(target->opts, OPTION_JSON)) {
		print_json(target->dev, active, out);
		return;
	}
	cusb_for_each_configuration (target->dev, cfg)
		output_format(out, "%s %d: %zu interface%s, %u mA\n",
			      cfg->bConfigurationValue == active ? "*" : " ",
			      cfg->bConfigurationValue, cfg->interface_count,
			      cfg->interface_count == 1 ? "" : "s", cusb_configuration_ma(cfg));
}

static enum status set(struct target *target, int value)
{
	const struct attempt attempt = {.step = STEP_SET_CONFIGURATION, .number = value};
	char path[96], text[16];

	snprintf(path, sizeof path, "%s/bConfigurationValue", target->dev->name);
	snprintf(text, sizeof text, "%d", value);
	return target_result(target, &attempt, attribute_write(&target->bus, path, text));
}

static enum status run(const struct options *opts, struct output *out)
{
	const char *word = opts->arguments[2];
	bool none = word && strcmp(word, "none") == 0;
	unsigned long long number = 0;
	enum status status;
	struct device_arg arg;
	struct target target;

	if (device_arg_of(&config_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (word && !none && parse_number(word, 255, &number) < 0)
		return usage_error(&config_command, "'%s' is not none or a number from 0 to 255",
				   word);
	status = target_find(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	if (word)
		status = set(&target, none ? NO_CONFIGURATION : (int)number);
	else
		print(&target, out);
	target_close(&target);
	return status;
}

const struct command config_command = {
	.name = "config",
	.arguments = "DEV [N|none]",
	.summary = "show or set the configuration of a device",
	.help = {"Sets the configuration with the bConfigurationValue N, or none. Unlike the\n"
		 "option --configuration of other commands, this also works while kernel drivers\n"
		 "have interfaces: they lose them, and drivers get the new interfaces. Writes to\n"
		 "sysfs, so it needs root. Without N, prints the configurations, with a * before\n"
		 "the active one.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--json prints an object with name, bConfigurationValue (null: not configured),\n"
		 "and configurations, an array of such values.\n"},
	.examples = "  cusb config 1-2.3\n"
		    "  cusb config 1-2.3 2\n"
		    "  cusb config --virtual loopback fffe:0001 none\n",
	.options = OPTION_BIT(OPTION_JSON),
	.min_arguments = 1,
	.max_arguments = 2,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
