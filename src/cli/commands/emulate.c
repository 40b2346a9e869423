/* SPDX-License-Identifier: MIT */
/*
 * Virtual devices on the running kernel.
 *
 * Kernel facts: vhci_hcd removes a device when its socket closes, so no device stays when this
 * process is killed. A blocked signal is kept for sigtimedwait() even if it is ignored.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/bus/emulated.h"
#include "cli/options/options.h"
#include "cli/process/child.h"
#include "cli/target/signal_guard.h"

#define PATIENCE_MS 20000
#define STEP_MS	    10
#define FOR_EVER    (-1)

/* As in the shells. */
#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127

struct emulation {
	struct emulated *devices;
	size_t count;
	sigset_t signals; /* that sigtimedwait() takes */
	sigset_t mask;	  /* the mask before */
	int end;	  /* the signal that asks for the end, or 0 */
};

static void take_signals(struct emulation *emulation)
{
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&emulation->signals);
	sigaddset(&emulation->signals, SIGCHLD);
	sigaddset(&emulation->signals, EMULATED_SIGNAL);
	ending_signals_add(&emulation->signals);
	pthread_sigmask(SIG_BLOCK, &emulation->signals, &emulation->mask);
}

static void report_ended(struct emulation *emulation)
{
	for (size_t i = 0; i < emulation->count; i++) {
		struct emulated *device = &emulation->devices[i];

		if (!device->vhci || device->reported || !atomic_load(&device->ended))
			continue;
		device->reported = true;
		if (device->result)
			fail("%s (%s) is gone: %s", cusb_vhci_name(device->vhci), device->text,
			     strerror(-device->result));
		else
			fail("%s (%s) is gone: it vanished, or the kernel dropped it",
			     cusb_vhci_name(device->vhci), device->text);
	}
}

static bool all_ended(const struct emulation *emulation)
{
	for (size_t i = 0; i < emulation->count; i++)
		if (!atomic_load(&emulation->devices[i].ended))
			return false;
	return true;
}

/* Waits for a signal and returns it, or 0 when the time is over. A signal that asks for the end is
 * kept. */
static int next_signal(struct emulation *emulation, int timeout_ms, siginfo_t *info)
{
	const struct timespec time = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	int number;

	do
		number = timeout_ms < 0 ? sigwaitinfo(&emulation->signals, info)
					: sigtimedwait(&emulation->signals, info, &time);
	while (number < 0 && errno == EINTR);
	if (number == EMULATED_SIGNAL)
		report_ended(emulation);
	else if (number > 0 && number != SIGCHLD)
		emulation->end = number;
	return number > 0 ? number : 0;
}

static enum status report_attach(const struct emulated *device, int err)
{
	if (err == -ENOENT)
		return fail("this kernel has no vhci_hcd; 'modprobe vhci-hcd' loads it");
	if (err == -EBUSY)
		return fail("cannot plug in %s: vhci_hcd has no free port for its speed",
			    device->text);
	return fail("cannot plug in %s: %s%s", device->text, strerror(-err),
		    err == -EACCES || err == -EPERM || err == -EROFS
			    ? "; only root can, and in a container not even root"
			    : "");
}

/* Waits until the kernel has configured the device: a program that gets its name can use it. */
static enum status await_device(struct emulation *emulation, struct emulated *device)
{
	enum emulated_state state = EMULATED_ABSENT;
	siginfo_t info;

	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		state = emulated_state_now(device);
		if (state == EMULATED_CONFIGURED || emulation->end)
			return STATUS_OK;
		if (atomic_load(&device->ended))
			return STATUS_FAILURE;
		next_signal(emulation, STEP_MS, &info);
	}
	if (state == EMULATED_ABSENT)
		return fail("%s (%s): the kernel did not take it; 'dmesg' may tell why",
			    cusb_vhci_name(device->vhci), device->text);
	fail("%s (%s): the kernel did not configure it; 'dmesg' may tell why",
	     cusb_vhci_name(device->vhci), device->text);
	return STATUS_OK;
}

static enum status plug_all(struct emulation *emulation, struct output *out)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < emulation->count && status == STATUS_OK && !emulation->end; i++) {
		struct emulated *device = &emulation->devices[i];
		int err = emulated_plug(device);

		if (err)
			return report_attach(device, err);
		status = await_device(emulation, device);
		if (status != STATUS_OK || emulation->end)
			break;
		output_format(out, "%s\n", cusb_vhci_name(device->vhci));
		output_flush(out);
		if (out->err)
			return STATUS_FAILURE;
	}
	return status;
}

static enum status serve(struct emulation *emulation)
{
	siginfo_t info;

	while (!emulation->end && !all_ended(emulation))
		next_signal(emulation, FOR_EVER, &info);
	return emulation->end ? STATUS_OK : STATUS_FAILURE;
}

static enum status report_start(const char *command, int err)
{
	fail("cannot run %s: %s", command, strerror(-err));
	return (enum status)(err == -ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
}

/* A terminal sends its signals to the command too; a signal from a process is passed on. */
static enum status run_program(struct emulation *emulation, char **command,
			       const struct output *out)
{
	int wait_status = 0;
	siginfo_t info;
	pid_t child;
	const struct child_options options = {.mask = &emulation->mask,
					      .pipe_ignored = out->pipe_ignored};
	int err = child_start(command, &options, &child);

	if (err)
		return report_start(command[0], err);
	while (waitpid(child, &wait_status, WNOHANG) != child) {
		int number = next_signal(emulation, FOR_EVER, &info);

		if (number && number != SIGCHLD && number != EMULATED_SIGNAL &&
		    info.si_code != SI_KERNEL)
			kill(child, number);
	}
	return child_status(wait_status);
}

static enum status emulate(struct emulation *emulation, char **command, struct output *out)
{
	enum status status;

	take_signals(emulation);
	status = plug_all(emulation, out);
	if (status == STATUS_OK && !*command)
		status = serve(emulation);
	else if (status == STATUS_OK)
		status = emulation->end ? (enum status)(128 + emulation->end)
					: run_program(emulation, command, out);
	report_ended(emulation);
	for (size_t i = emulation->count; i > 0; i--)
		emulated_unplug(&emulation->devices[i - 1]);
	return status;
}

/* All texts are read before the first device is plugged in. */
static enum status open_all(struct emulation *emulation, char **names, size_t count)
{
	for (; emulation->count < count; emulation->count++) {
		struct emulated *device = &emulation->devices[emulation->count];

		device->text = names[emulation->count];
		if (model_arg_open(device->text, &device->arg) < 0)
			return STATUS_FAILURE;
	}
	return STATUS_OK;
}

static enum status check_names(const struct options *opts)
{
	struct error_message why = {0};

	if (opts->dashes < 2)
		return usage_error(&emulate_command, "no device before '--'");
	for (int i = 1; i < opts->dashes; i++)
		if (model_arg_check(opts->arguments[i], &why) < 0)
			return usage_error(&emulate_command, "%s", why.text);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	size_t count = (size_t)(opts->dashes > 1 ? opts->dashes - 1 : 0);
	struct emulation emulation = {0};
	enum status status = check_names(opts);

	if (status != STATUS_OK)
		return status;
	emulation.devices = calloc(count, sizeof *emulation.devices);
	if (!emulation.devices)
		return fail("out of memory");
	status = open_all(&emulation, opts->arguments + 1, count);
	if (status == STATUS_OK)
		status = emulate(&emulation, opts->arguments + opts->dashes, out);
	for (size_t i = 0; i < emulation.count; i++)
		model_arg_close(&emulation.devices[i].arg);
	free(emulation.devices);
	return status;
}

const struct command emulate_command = {
	.name = "emulate",
	.arguments = "NAME|FILE... [-- COMMAND...]",
	.summary = "plug virtual devices into this machine's kernel",
	.help = {"Plugs virtual devices into the running kernel, so that any program sees them,\n"
		 "and prints the name of each in sysfs as soon as it is configured. They stay\n"
		 "until SIGINT (Ctrl-C), SIGTERM or SIGHUP comes, or as long as COMMAND runs.\n"
		 "\n"
		 "Needs root, and the kernel's module vhci_hcd ('modprobe vhci-hcd' loads it).\n"
		 "\n"
		 "FILE has the text of a device, as 'cusb show --raw' prints it, and its answers:\n"
		 "\n"
		 "  control c0 01 0000 * answer 01 02   bmRequestType bRequest wValue wIndex, or *\n"
		 "                                      for any; answer, take, stall, nak, vanish\n"
		 "  then stall          the next time; the last result stays\n"
		 "  in 81 01 02 03      a packet; several lines are sent in their order\n"
		 "  in 81 after 2 04    waits until 2 packets are written to OUT endpoints\n"
		 "  in 81 again         then begin with the first packet again\n"
		 "  out 01 take         takes any packet\n"
		 "  loop 01 81          data written to 01 is read from 81\n"
		 "  fault 81 stall after 1 times 1      also nak, delay MS, short LENGTH, babble,\n"
		 "                                      vanish, error; 00: requests\n"
		 "  keep                nothing begins anew at a reset or with a new setting\n"
		 "\n"
		 "A request without a line stalls. An endpoint without a line answers NAK.\n"
		 "\n"
		 "The status is that of COMMAND: 128 + N if signal N ended it, 127 if there is no\n"
		 "such command, 126 if it cannot be run. Without COMMAND it is 0 after a signal,\n"
		 "and 1 if all devices have left by themselves.\n"},
	.examples = "  cusb emulate loopback\n"
		    "  cusb emulate lamp.device -- lsusb -v -d fffe:\n"
		    "  cusb show --raw 1-2.3 > bug.device; cusb emulate bug.device\n",
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.min_arguments = 1,
	.max_arguments = INT_MAX,
	.run = run,
};
