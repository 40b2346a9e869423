/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "cli/applet/applet.h"
#include "cli/bus/bus.h"
#include "cli/bus/device_arg.h"
#include "cli/extcap.h"
#include "cli/options/options.h"
#include "cli/output/output.h"

#define COMMAND_ADDRESS(name) &name##_command,
static const struct command *const commands[] = {COMMANDS(COMMAND_ADDRESS)};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

/* NULL: there is none. */
static const struct command *command_named(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void print_help(struct output *out)
{
	output_text(out,
		    "usage: cusb COMMAND [OPTION]... [ARGUMENT]...\n"
		    "\n"
		    "Finds USB devices and talks to them, straight through the kernel's usbfs.\n"
		    "\n"
		    "Commands:\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		output_format(out, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
	output_text(out, "\n");
	output_text(out, device_arg_help);
	output_text(out, "\nOptions of all commands, in any position before a '--':\n");
	options_print(OPTIONS_COMMON, out);
	output_text(
		out,
		"\nVirtual devices for emulate and for --virtual, which may be given several\n"
		"times; or a FILE with the text of a device, as 'cusb show --raw' prints it:\n");
	bus_print_models(out);
	output_text(out,
		    "\n"
		    "Environment:\n"
		    "  CUSB_CAPTURE       a pcapng file, for the traffic of opened devices\n"
		    "  CUSB_DEBUG         log level: critical, error, warning, info, debug\n"
		    "  CUSB_LOG_FILENAME  the file for the log, in place of standard error\n"
		    "  CUSB_USB_IDS       the file usb.ids, if it is not in a usual place\n"
		    "\n"
		    "Exit status: 0 success; 1 failure, with one line on standard error; 2 the\n"
		    "command line is wrong; 3 a failure because the device left meanwhile.\n"
		    "\n"
		    "'cusb COMMAND --help' tells more about a command.\n");
}

static uint64_t options_of(const struct command *command)
{
	return (command->options | OPTIONS_COMMON) & ~command->without;
}

static void print_command_help(const struct command *command, struct output *out)
{
	output_format(out, "usage: cusb %s [OPTION]... %s\n\n", command->name, command->arguments);
	for (const char *const *part = command->help; *part; part++)
		output_text(out, *part);
	output_text(out, "\nOptions:\n");
	options_print(options_of(command), out);
	output_text(out, "\nVirtual devices ('cusb --help' describes them), or a FILE:\n ");
	bus_print_names(out);
	output_text(out, "\n\nExamples:\n");
	output_text(out, command->examples);
}

/* None for a command that there is not. */
static uint64_t options_of_name(const char *name)
{
	const struct command *command = command_named(name);

	return command ? options_of(command) : 0;
}

static enum status general_usage_error(const char *wrong, const char *what)
{
	struct error_message message = {0};

	message_add(&message, "cusb: %s%s%s", wrong, what ? " " : "", what ? what : "");
	message_add(&message,
		    "\nusage: cusb COMMAND [OPTION]... [ARGUMENT]...\nTry 'cusb --help'.");
	message_print(&message);
	return STATUS_USAGE;
}

static enum status run_named(const struct command *command, const struct options *opts,
			     struct output *out)
{
	const char *foreign = options_foreign(opts, options_of(command));
	int count = opts->argument_count - 1;
	struct error_message why = {0};

	if (option_given(opts, OPTION_HELP)) {
		print_command_help(command, out);
		return STATUS_OK;
	}
	if (foreign)
		return usage_error(command, "--%s has no effect here", foreign);
	if (count < command->min_arguments)
		return usage_error(command, "too few arguments");
	if (count > command->max_arguments)
		return usage_error(command, "unexpected argument '%s'",
				   opts->arguments[command->max_arguments + 1]);
	if (bus_check(opts, &why) < 0)
		return usage_error(command, "%s", why.text);
	return command->run(opts, out);
}

static enum status run(int argc, char **argv, struct output *out)
{
	struct error_message why = {0};
	struct options opts;
	const struct command *command = NULL;
	int err = options_parse(argc, argv, options_of_name, &opts, &why);

	if (opts.argument_count > 0)
		command = command_named(opts.arguments[0]);
	if (err < 0)
		return command ? usage_error(command, "%s", why.text)
			       : general_usage_error(why.text, NULL);
	if (option_given(&opts, OPTION_VERSION)) {
		output_text(out, "cusb " CUSB_VERSION "\n");
		return STATUS_OK;
	}
	if (command)
		return run_named(command, &opts, out);
	if (opts.argument_count > 0)
		return general_usage_error("there is no command", opts.arguments[0]);
	if (!option_given(&opts, OPTION_HELP))
		return general_usage_error("a command is missing", NULL);
	print_help(out);
	return STATUS_OK;
}

/*
 * If descriptor 0, 1 or 2 is closed, a device node could get this number, and the output would go
 * to the device. So closed ones are opened with O_PATH: reading and writing stay errors, and it
 * works without /dev.
 */
static int occupy_standard_descriptors(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH) < 0)
			return -errno;
	return 0;
}

/* When the reader of a pipe has gone, the tool ends like other tools, but after cleaning up. */
static enum status finish(struct output *out, enum status status)
{
	sigset_t pipe_only;

	output_flush(out);
	if (!out->err)
		return status;
	if (out->err == -EPIPE && !out->pipe_ignored) {
		sigemptyset(&pipe_only);
		sigaddset(&pipe_only, SIGPIPE);
		signal(SIGPIPE, SIG_DFL);
		sigprocmask(SIG_UNBLOCK, &pipe_only, NULL);
		raise(SIGPIPE);
	}
	return fail("cannot write to standard output: %s", strerror(-out->err));
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* NULL: the tool is called by its own name. */
static const struct applet *applet_named(const char *name)
{
	static const struct applet *const applets[] = {&lsusb_applet, &usbreset_applet,
						       &uhubctl_applet};

	for (size_t i = 0; i < sizeof applets / sizeof applets[0]; i++)
		if (strcmp(applets[i]->name, name) == 0)
			return applets[i];
	return NULL;
}

/* The kernel passes its own parameters to a program of this name. */
static bool is_first_init(const char *path)
{
	return getpid() == 1 && strcmp(base_name(path), init_command.name) == 0;
}

/* The command line is a command's, or a question of Wireshark's. */
static enum status run_arguments(int argc, char **argv, struct output *out)
{
	char *command[EXTCAP_ARGUMENTS + 1];

	switch (extcap_ask(argc, argv, out, command)) {
	case EXTCAP_ANSWERED:
		return STATUS_OK;
	case EXTCAP_CAPTURE:
		return run(command[3] ? 4 : 3, command, out);
	default:
		return run(argc, argv, out);
	}
}

int main(int argc, char **argv)
{
	char *init[] = {(char[]){"init"}, NULL};
	struct output out = {0};
	const struct applet *applet;
	enum status status;

	if (occupy_standard_descriptors() < 0)
		return STATUS_FAILURE;
	out.pipe_ignored = signal(SIGPIPE, SIG_IGN) == SIG_IGN;
	applet = argc > 0 ? applet_named(base_name(argv[0])) : NULL;
	if (argc > 0 && is_first_init(argv[0]))
		status = run(1, init, &out);
	else if (applet)
		status = applet->run(argc, argv, &out);
	else
		status = argc > 0 ? run_arguments(argc - 1, argv + 1, &out) : STATUS_USAGE;
	return (int)finish(&out, status);
}
