/* SPDX-License-Identifier: MIT */
/* Signals come from a descriptor, so that no signal is missed between looking and waiting. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/monitor.h>

#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"
#include "cli/print/json_device.h"

struct watcher {
	const struct options *opts;
	struct output *out;
	struct cli_bus bus;
	struct usb_ids ids;
	struct cusb_monitor *monitor;
	int signals; /* SIGINT and SIGTERM */
	int left;    /* events left to print; -1: no limit */
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
		cusb_device_free(event.dev);
		if (watcher->left > 0)
			watcher->left--;
	}
	return err == -EAGAIN ? 0 : err;
}

static enum status watch(struct watcher *watcher)
{
	int err = print_events(watcher);

	while (err == 0 && !is_done(watcher)) {
		struct pollfd fds[] = {
			{cusb_monitor_poll_fd(watcher->monitor), POLLIN, 0},
			{watcher->signals, POLLIN, 0},
		};

		if (poll(fds, 2, cusb_monitor_poll_timeout(watcher->monitor)) < 0 && errno != EINTR)
			return fail("cannot wait for events: %s", cusb_strerror(-errno));
		if (fds[1].revents)
			return STATUS_OK;
		err = print_events(watcher);
	}
	return err < 0 ? report_no_list(err) : STATUS_OK;
}

/* A signal that the parent process ignores stays ignored. */
static int open_signals(sigset_t *blocked)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &signals, blocked) < 0)
		return -errno;
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

static enum status begin(struct watcher *watcher, struct device_arg *arg)
{
	const struct cusb_monitor_options options = {
		.existing = option_given(watcher->opts, OPTION_EXISTING),
	};
	sigset_t blocked;
	enum status status;
	int err;

	device_arg_place(arg, &watcher->bus);
	err = cusb_monitor_new(arg->match, &options, &watcher->monitor);
	if (err < 0)
		return report_no_list(err);
	watcher->signals = open_signals(&blocked);
	usb_ids_open(&watcher->ids);
	status = watch(watcher);
	usb_ids_close(&watcher->ids);
	if (watcher->signals >= 0)
		close(watcher->signals);
	cusb_monitor_free(watcher->monitor);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct watcher watcher = {
		.opts = opts, .out = out, .left = option_number(opts, OPTION_COUNT, -1)};
	struct device_arg arg;
	enum status status;

	if (device_arg_of(&monitor_command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	if (bus_open(opts, &watcher.bus) < 0)
		return STATUS_FAILURE;
	status = begin(&watcher, &arg);
	bus_close(&watcher.bus);
	return status;
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
		 "--json prints one object in a line for each event: event, openable (of arrived:\n"
		 "true, false, or null for an existing device), and the device.\n",
		 json_device_help},
	.examples = "  cusb monitor\n"
		    "  cusb monitor --existing --json fffe:0001\n"
		    "  cusb monitor --virtual loopback --existing --count 2\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_EXISTING) | OPTION_BIT(OPTION_COUNT),
	.max_arguments = 1,
	.run = run,
};
