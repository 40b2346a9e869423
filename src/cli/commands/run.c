/* SPDX-License-Identifier: MIT */
/* All lines are checked before the first one runs. So the lines are kept, parsed. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/input/command_file.h"
#include "cli/input/input.h"
#include "cli/options/number.h"
#include "cli/target/target.h"

#define STEP_MS 50 /* a signal ends a sleep after this time */

static char no_device[] = ""; /* in the place of DEV in the arguments of a line */

struct line {
	struct line *next;
	unsigned int number;
	const struct command *command;
	struct options opts;
	char *words[]; /* ends with NULL */
};

struct script {
	const char *path;
	char place[PATH_MAX + 32]; /* "PATH, line 3", for messages */
	struct command_file file;
	struct line *lines;
};

/* ---- sleep, expect ---- */

static const struct command sleep_command, expect_command;

static enum status check_sleep(const struct options *opts)
{
	unsigned long long ms;

	if (parse_number(opts->arguments[2], INT_MAX, &ms) < 0)
		return usage_error(&sleep_command, "'%s' is not a number of milliseconds",
				   opts->arguments[2]);
	return STATUS_OK;
}

static enum status act_sleep(struct target *target, const struct options *opts, struct output *out)
{
	unsigned long long ms = 0, part;

	output_flush(out);
	for (parse_number(opts->arguments[2], INT_MAX, &ms);
	     ms > 0 && !signal_guard_has_signal(&target->guard); ms -= part) {
		struct timespec time = {0, 0};

		part = ms < STEP_MS ? ms : STEP_MS;
		time.tv_nsec = (long)part * 1000000;
		nanosleep(&time, NULL);
	}
	return STATUS_OK;
}

static enum status check_expect(const struct options *opts)
{
	const char *text = opts->arguments[2];

	if (input_count(text, option_given(opts, OPTION_HEX)) < 0)
		return usage_error(&expect_command, "'%s' is not hexadecimal bytes", text);
	return STATUS_OK;
}

static enum status act_expect(struct target *target, const struct options *opts, struct output *out)
{
	const char *text = opts->arguments[2];
	bool hex = option_given(opts, OPTION_HEX);
	size_t length = (size_t)input_count(text, hex);
	uint8_t *expected = malloc(length + 1);
	enum status status;
	struct input input;

	if (!expected)
		return fail("out of memory");
	output_flush(out);
	input_open(&input, text, hex);
	input_read(&input, expected, length);
	status = received_compare(target->received, expected, length);
	free(expected);
	return status;
}

static const struct command sleep_command = {
	.name = "sleep",
	.min_arguments = 2,
	.max_arguments = 2,
	.check = check_sleep,
	.act = act_sleep,
};

static const struct command expect_command = {
	.name = "expect",
	.options = OPTION_BIT(OPTION_HEX),
	.min_arguments = 2,
	.max_arguments = 2,
	.check = check_expect,
	.act = act_expect,
};

/* ---- the lines ---- */

static const struct command *const commands[] = {&read_command, &write_command, &control_command,
						 &sleep_command, &expect_command};

static const struct command *command_named(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static uint64_t options_of(const char *name)
{
	const struct command *command = command_named(name);

	return command ? command->options : 0;
}

static void set_place(struct script *script, unsigned int number)
{
	snprintf(script->place, sizeof script->place, "%s, line %u",
		 strcmp(script->path, "-") == 0 ? "standard input" : script->path, number);
	message_set_place(script->place);
}

/* The words get DEV as their second, so that the commands find their arguments. */
static struct line *new_line(const struct script *script, char *const *words, int count)
{
	struct line *line = calloc(1, sizeof *line + ((size_t)count + 2) * sizeof line->words[0]);

	if (!line)
		return NULL;
	line->number = script->file.number;
	line->words[0] = words[0];
	line->words[1] = no_device;
	memcpy(&line->words[2], words + 1, (size_t)(count - 1) * sizeof line->words[0]);
	return line;
}

static enum status check_line(struct line *line, int count)
{
	struct error_message why = {0};
	const char *foreign;

	line->command = command_named(line->words[0]);
	if (!line->command)
		return fail("%s: there is no such command in a script", line->words[0]);
	if (options_parse(count + 1, line->words, options_of, &line->opts, &why) < 0)
		return usage_error(line->command, "%s", why.text);
	foreign = options_foreign(&line->opts, line->command->options);
	count = line->opts.argument_count - 1;
	if (foreign)
		return usage_error(line->command, "--%s has no effect here", foreign);
	if (count < line->command->min_arguments)
		return usage_error(line->command, "too few arguments");
	if (count > line->command->max_arguments)
		return usage_error(line->command, "unexpected argument '%s'",
				   line->opts.arguments[line->command->max_arguments + 1]);
	return line->command->check(&line->opts);
}

static void inherit(struct options *opts, const struct options *outer, enum option option)
{
	if (option_given(opts, option) || !option_given(outer, option))
		return;
	opts->given |= OPTION_BIT(option);
	opts->numbers[option] = outer->numbers[option];
}

static enum status read_lines(struct script *script, const struct options *opts)
{
	char *words[WORDS_MAX + 1];
	struct line **end = &script->lines;
	int count;

	while ((count = command_file_next(&script->file, words)) != 0) {
		set_place(script, script->file.number);
		if (count < 0) {
			fail("%s", command_file_fault(count));
			return STATUS_USAGE;
		}
		*end = new_line(script, words, count);
		if (!*end)
			return fail("out of memory");
		if (check_line(*end, count) != STATUS_OK)
			return STATUS_USAGE;
		inherit(&(*end)->opts, opts, OPTION_HEX);
		inherit(&(*end)->opts, opts, OPTION_TIMEOUT);
		inherit(&(*end)->opts, opts, OPTION_DETACH);
		end = &(*end)->next;
	}
	message_set_place(NULL);
	return STATUS_OK;
}

static enum status run_line(struct target *target, const struct line *line, struct output *out)
{
	enum status status;

	if (line->command != &expect_command && line->command != &sleep_command)
		received_clear(target->received);
	cusb_set_default_timeout(target->dev, 1000);
	status = target_set_up(target, &line->opts);
	return status == STATUS_OK ? line->command->act(target, &line->opts, out) : status;
}

static enum status run_lines(struct script *script, struct target *target, struct output *out)
{
	const struct options *opts = target->opts;
	struct received received = {0};
	enum status status = STATUS_OK;
	struct line *line = script->lines;

	target->received = &received;
	for (; line && status == STATUS_OK && !signal_guard_has_signal(&target->guard);
	     line = line->next) {
		set_place(script, line->number);
		status = run_line(target, line, out);
	}
	output_flush(out);
	received_free(&received);
	target->received = NULL;
	target->opts = opts;
	return status;
}

static enum status run_script(struct script *script, const struct options *opts, struct output *out)
{
	struct target target;
	struct device_arg arg;
	enum status status = read_lines(script, opts);

	if (status != STATUS_OK)
		return status;
	if (device_arg_of(&run_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	status = target_open(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	status = run_lines(script, &target, out);
	target_close(&target);
	return status;
}

static void free_lines(struct line *line)
{
	while (line) {
		struct line *next = line->next;

		free(line);
		line = next;
	}
}

static enum status run(const struct options *opts, struct output *out)
{
	struct script script = {.path = opts->arguments[2]};
	int err = command_file_open(script.path, &script.file);
	enum status status;

	if (err < 0)
		return fail("%s: %s", script.path, strerror(-err));
	status = run_script(&script, opts, out);
	message_set_place(NULL);
	free_lines(script.lines);
	command_file_close(&script.file);
	return status;
}

const struct command run_command = {
	.name = "run",
	.arguments = "DEV FILE",
	.summary = "read, write and control in one session, from a script",
	.help = {"Runs the lines of FILE, or of standard input (-), on the open DEV, one after\n"
		 "another, until one fails. Its status is that of the whole, and the message has\n"
		 "its line. A line is one of these, with the options and arguments of the command\n"
		 "of the same name:\n"
		 "\n"
		 "  read EP LENGTH\n"
		 "  write EP [DATA]\n"
		 "  control TYPE REQUEST VALUE INDEX [LENGTH | DATA]\n"
		 "  expect DATA     the data that the last line has read must be the same; bytes\n"
		 "                  that differ are shown\n"
		 "  sleep MS        waits\n"
		 "\n"
		 "Words may be quoted with '' or \"\"; a # begins a comment. --hex and --timeout on\n"
		 "the command line hold for each line. If a line is wrong, none is run, and the\n"
		 "status is 2.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb run fffe:0001 test.cusb\n"
		    "\n"
		    "  # such a script\n"
		    "  write 0x01 hello\n"
		    "  read 0x81 512 --timeout 200\n"
		    "  expect hello\n",
	.options = OPTIONS_TRANSFER,
	.min_arguments = 2,
	.max_arguments = 2,
	.run = run,
};
