/* SPDX-License-Identifier: MIT */
/* Signals come from a descriptor, so that no signal is missed between looking and waiting. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/monitor.h>

#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"
#include "cli/input/command_file.h"
#include "cli/print/json_device.h"
#include "cli/print/uevent_environment.h"
#include "cli/process/job_queue.h"

struct watcher {
	const struct options *opts;
	struct output *out;
	struct cli_bus bus;
	struct usb_ids ids;
	struct cusb_monitor *monitor;
	int signals; /* SIGINT, SIGTERM and, with --exec, SIGCHLD */
	int left;    /* events left to print; -1: no limit */
	bool executes;
	struct job_queue queue; /* of --exec */
};

static const char *const names[] = {
	[CUSB_ARRIVED] = "arrived", [CUSB_BOUND] = "bound",	  [CUSB_CHANGED] = "changed",
	[CUSB_LEFT] = "left",	    [CUSB_OPENABLE] = "openable",
};

static void json_openable(struct json *json, const struct cusb_event *event)
{
	if (event->tried)
		json_bool(json, "openable", event->openable == 0);
	else
		json_null(json, "openable");
}

static void print_json(struct watcher *watcher, const struct cusb_event *event)
{
	struct json json;

	json_begin(&json, watcher->out, false);
	json_object_begin(&json, NULL);
	json_string(&json, "event", names[event->type]);
	if (event->type == CUSB_ARRIVED)
		json_openable(&json, event);
	json_device_members(&json, &watcher->bus, event->dev);
	json_object_end(&json);
	json_end(&json);
}

static void print_line(struct watcher *watcher, const struct cusb_event *event)
{
	char text[DEVICE_LINE_SIZE];

	device_line(&watcher->bus, event->dev, &watcher->ids, text);
	output_format(watcher->out, "%-7s %-8s ", names[event->type], event->dev->name);
	output_text(watcher->out, text);
	if (event->openable < 0)
		output_format(watcher->out, " (cannot be opened: %s)",
			      cusb_strerror(event->openable));
	output_text(watcher->out, "\n");
}

/* The reader of a pipe waits for each line. */
static void print(struct watcher *watcher, const struct cusb_event *event)
{
	if (option_given(watcher->opts, OPTION_JSON))
		print_json(watcher, event);
	else
		print_line(watcher, event);
	output_flush(watcher->out);
}

/* ---- exec ---- */

static const char *const actions[] = {
	[CUSB_ARRIVED] = "add", [CUSB_BOUND] = "bind",	    [CUSB_CHANGED] = "change",
	[CUSB_LEFT] = "remove", [CUSB_OPENABLE] = "change",
};

static void execute(struct watcher *watcher, const struct cusb_event *event,
		    const struct cusb_interface *intf)
{
	const char *action = intf ? "add" : actions[event->type];
	char label[80];

	snprintf(label, sizeof label, "%s of %s", action, event->dev->name);
	job_queue_add(
		&watcher->queue,
		uevent_environment(&watcher->bus, event->dev, intf, names[event->type], action),
		label);
}

static void execute_for_interfaces(struct watcher *watcher, const struct cusb_event *event)
{
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(event->dev, &cfg) < 0)
		return;
	for (size_t i = 0; i < cfg->interface_count; i++)
		execute(watcher, event, cusb_interface_at(cfg, i, 0));
}

/*
 * The interfaces are there when the device is bound. A device that was there before is not reported
 * as bound.
 */
static void execute_all(struct watcher *watcher, const struct cusb_event *event)
{
	if (event->type == CUSB_BOUND)
		execute_for_interfaces(watcher, event);
	execute(watcher, event, NULL);
	if (event->type == CUSB_ARRIVED && !event->tried)
		execute_for_interfaces(watcher, event);
	job_queue_run(&watcher->queue);
}

/* ---- events ---- */

static bool is_done(const struct watcher *watcher)
{
	return watcher->left == 0 || watcher->out->err != 0;
}

/* Prints all present events. 0 or -errno. */
static int print_events(struct watcher *watcher)
{
	struct cusb_event event;
	int err = 0;

	while (!is_done(watcher)) {
		err = cusb_monitor_next(watcher->monitor, CUSB_DONT_WAIT, &event);
		if (err < 0)
			break;
		print(watcher, &event);
		if (watcher->executes)
			execute_all(watcher, &event);
		cusb_device_free(event.dev);
		if (watcher->left > 0)
			watcher->left--;
	}
	return err == -EAGAIN ? 0 : err;
}

static int sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Waits for an event, a signal or the end of a command's time. false: a signal ends the tool. */
static bool await(struct watcher *watcher)
{
	struct signalfd_siginfo signal;
	struct pollfd fds[] = {
		{watcher->signals, POLLIN, 0},
		{cusb_monitor_poll_fd(watcher->monitor), POLLIN, 0},
	};
	bool done = is_done(watcher);
	int timeout_ms = done ? -1 : cusb_monitor_poll_timeout(watcher->monitor);

	poll(fds, done ? 1 : 2, sooner(timeout_ms, job_queue_timeout(&watcher->queue)));
	if (fds[0].revents && read(watcher->signals, &signal, sizeof signal) > 0 &&
	    signal.ssi_signo != SIGCHLD)
		return false;
	job_queue_run(&watcher->queue);
	return true;
}

static enum status watch(struct watcher *watcher)
{
	int err = print_events(watcher);

	while (err == 0 && (!is_done(watcher) || !job_queue_is_empty(&watcher->queue))) {
		if (!await(watcher))
			break;
		err = print_events(watcher);
	}
	job_queue_end(&watcher->queue);
	return err < 0 ? report_no_list(err) : STATUS_OK;
}

/*
 * A signal that the parent process ignores stays ignored, except SIGCHLD: a process that ignores it
 * cannot wait for its children. The descriptor does not block: poll(2) can show a signal that
 * another thread takes before it is read.
 */
static int open_signals(bool children, sigset_t *blocked)
{
	sigset_t signals;

	if (children)
		signal(SIGCHLD, SIG_DFL);
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	if (children)
		sigaddset(&signals, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &signals, blocked) < 0)
		return -errno;
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static enum status begin(struct watcher *watcher, struct device_arg *arg)
{
	const struct cusb_monitor_options options = {
		.existing = option_given(watcher->opts, OPTION_EXISTING),
	};
	enum status status;
	int err;

	device_arg_place(arg, &watcher->bus);
	err = cusb_monitor_new(arg->match, &options, &watcher->monitor);
	if (err < 0)
		return report_no_list(err);
	watcher->signals = open_signals(watcher->executes, &watcher->queue.mask);
	usb_ids_open(&watcher->ids);
	status = watch(watcher);
	usb_ids_close(&watcher->ids);
	if (watcher->signals >= 0)
		close(watcher->signals);
	cusb_monitor_free(watcher->monitor);
	return status;
}

static enum status start(struct watcher *watcher, struct device_arg *arg)
{
	enum status status;

	if (bus_open(watcher->opts, &watcher->bus) < 0)
		return STATUS_FAILURE;
	status = begin(watcher, arg);
	bus_close(&watcher->bus);
	return status;
}

/* The command's words, split as a line of a script. */
static enum status start_with_command(struct watcher *watcher, struct device_arg *arg)
{
	const struct options *opts = watcher->opts;
	char *words[WORDS_MAX + 1], *line = strdup(option_text(opts, OPTION_EXEC, 0));
	int count = line ? command_file_split(line, words) : 0;
	enum status status;

	watcher->executes = true;
	watcher->queue.command = words;
	watcher->queue.parallel = (size_t)option_number(opts, OPTION_PARALLEL, 1);
	watcher->queue.timeout_ms = option_number(opts, OPTION_TIMEOUT, 0);
	watcher->queue.pipe_ignored = watcher->out->pipe_ignored;
	if (!line)
		status = fail("out of memory");
	else if (count <= 0)
		status = usage_error(&monitor_command, "--exec: %s",
				     count < 0 ? command_file_fault(count) : "no command");
	else
		status = start(watcher, arg);
	free(line);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct watcher watcher = {
		.opts = opts, .out = out, .left = option_number(opts, OPTION_COUNT, -1)};
	struct device_arg arg;

	if (device_arg_of(&monitor_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (option_given(opts, OPTION_EXEC))
		return option_number(opts, OPTION_PARALLEL, 1) == 0
			       ? usage_error(&monitor_command, "--parallel 0 runs nothing")
			       : start_with_command(&watcher, &arg);
	if (option_given(opts, OPTION_PARALLEL) || option_given(opts, OPTION_TIMEOUT))
		return usage_error(&monitor_command, "--parallel and --timeout need --exec");
	return start(&watcher, &arg);
}

const struct command monitor_command = {
	.name = "monitor",
	.arguments = "[DEV]",
	.summary = "report devices that arrive and leave",
	.help = {"Prints a line for each event, with the device's name in sysfs and the line of\n"
		 "'cusb list':\n"
		 "  arrived  plugged in, and its node can be opened, or the line says why not;\n"
		 "           existing devices are not opened\n"
		 "  bound    the kernel has configured it\n"
		 "  changed  the kernel reports a change of it\n"
		 "  left     unplugged; its own strings are no longer known\n"
		 "Runs until a signal ends it, which is no failure, or for --count events.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--exec runs COMMAND, a program and its arguments, for each event, in their\n"
		 "order, one at a time or --parallel N. When a device is bound, COMMAND runs for\n"
		 "each of its interfaces, too. If COMMAND fails, or runs longer than --timeout and\n"
		 "is ended, standard error says so, and no event is lost.\n",
		 uevent_environment_help,
		 "\n"
		 "--json prints one object in a line for each event: event, openable (of arrived:\n"
		 "true, false, or null for an existing device), and the device.\n",
		 json_device_help},
	.examples = "  cusb monitor\n"
		    "  cusb monitor --existing --json fffe:0001\n"
		    "  cusb monitor --existing --exec /etc/hotplug\n"
		    "  cusb monitor --exec 'sh -c \"modprobe -q $MODALIAS\"'\n"
		    "  cusb monitor --virtual loopback --existing --count 2\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_EXISTING) |
		   OPTION_BIT(OPTION_COUNT) | OPTION_BIT(OPTION_EXEC) |
		   OPTION_BIT(OPTION_PARALLEL) | OPTION_BIT(OPTION_TIMEOUT),
	.max_arguments = 1,
	.run = run,
};
