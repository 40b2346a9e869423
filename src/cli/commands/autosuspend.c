/* SPDX-License-Identifier: MIT */
/*
 * Kernel facts: power/control is "auto" if the kernel may suspend the device, else "on".
 * power/autosuspend_delay_ms is the time without use; below 0 the device is never suspended.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli/bus/attribute.h"
#include "cli/options/number.h"
#include "cli/output/json.h"
#include "cli/target/target.h"

struct rules {
	bool on;
	long delay_ms;
	char status[ATTRIBUTE_SIZE];
};

static int rule_path(const struct target *target, const char *file, char path[96])
{
	return snprintf(path, 96, "%s/power/%s", target->dev->name, file);
}

static int read_rules(const struct target *target, struct rules *rules)
{
	char path[96], control[ATTRIBUTE_SIZE];
	int err;

	rule_path(target, "control", path);
	err = attribute_text(&target->bus, path, control);
	if (!err) {
		rule_path(target, "autosuspend_delay_ms", path);
		err = attribute_number(&target->bus, path, &rules->delay_ms);
	}
	if (!err) {
		rule_path(target, "runtime_status", path);
		err = attribute_text(&target->bus, path, rules->status);
	}
	rules->on = !err && strcmp(control, "auto") == 0;
	return err;
}

static void print_json(const struct target *target, const struct rules *rules, struct output *out)
{
	struct json json;

	json_begin(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "name", target->dev->name);
	json_bool(&json, "autosuspend", rules->on);
	json_number(&json, "autosuspend_delay_ms", rules->delay_ms);
	json_string(&json, "runtime_status", rules->status);
	json_object_end(&json);
	json_end(&json);
}

static int print(const struct target *target, struct output *out)
{
	struct rules rules;
	int err = read_rules(target, &rules);

	if (err)
		return err;
	if (option_given(target->opts, OPTION_JSON))
		print_json(target, &rules, out);
	else if (rules.on)
		output_format(out, "%s: on, after %ld ms; now %s\n", target->dev->name,
			      rules.delay_ms, rules.status);
	else
		output_format(out, "%s: off; now %s\n", target->dev->name, rules.status);
	return 0;
}

/* `seconds` below 0: the delay stays. */
static int set(const struct target *target, bool on, long seconds)
{
	char path[96], text[32];
	int err = 0;

	if (seconds >= 0) {
		rule_path(target, "autosuspend_delay_ms", path);
		snprintf(text, sizeof text, "%ld", seconds * 1000);
		err = attribute_write(&target->bus, path, text);
	}
	rule_path(target, "control", path);
	return err ? err : attribute_write(&target->bus, path, on ? "auto" : "on");
}

static enum status run(const struct options *opts, struct output *out)
{
	const struct attempt attempt = {.step = STEP_AUTOSUSPEND};
	const char *word = opts->arguments[2];
	unsigned long long number = 0;
	struct device_arg arg;
	struct target target;
	enum status status;
	bool off = word && strcmp(word, "off") == 0, on = word && strcmp(word, "on") == 0;

	if (device_arg_of(&autosuspend_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (word && !on && !off && parse_number(word, INT_MAX / 1000, &number) < 0)
		return usage_error(&autosuspend_command,
				   "'%s' is not on, off or a number of "
				   "seconds",
				   word);
	status = target_find(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	status = target_result(&target, &attempt,
			       !word ? print(&target, out)
				     : set(&target, !off, on || off ? -1 : (long)number));
	target_close(&target);
	return status;
}

const struct command autosuspend_command = {
	.name = "autosuspend",
	.arguments = "DEV [on|off|SECONDS]",
	.summary = "let the kernel suspend a device that nobody uses, or not",
	.help = {"on: the kernel may suspend DEV when nothing has used it for a time. off: DEV\n"
		 "stays awake. SECONDS: on, after this time. Without any of them, prints the rule.\n"
		 "Changing it writes to sysfs, so it needs root.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--json prints an object with name, autosuspend (true or false),\n"
		 "autosuspend_delay_ms, and runtime_status, the kernel's word: active, suspended.\n"},
	.examples = "  cusb autosuspend 1-2.3\n"
		    "  cusb autosuspend class=hid off\n"
		    "  cusb autosuspend --virtual loopback fffe:0001 5\n",
	.options = OPTION_BIT(OPTION_JSON),
	.min_arguments = 1,
	.max_arguments = 2,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
