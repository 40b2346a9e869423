/* SPDX-License-Identifier: MIT */
/*
 * Plugs virtual devices into the running kernel: emulate MODEL... [-- COMMAND...]
 *
 * Prints the name of each in sysfs once it is configured. With a command, runs it while they are
 * there and exits as it does; without, serves them until a signal ends it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugged.h"

#define DEVICES_MAX 64

static int run(char **command)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 1;
	if (WIFSIGNALED(status)) {
		fprintf(stderr, "%s: killed by signal %d\n", command[0], WTERMSIG(status));
		return 1;
	}
	return WEXITSTATUS(status);
}

static int plug_named(const char *name, struct plugged *device)
{
	const struct cusb_virtual_model *model = cusb_virtual_model(name);
	int err = model ? plug(model, device) : -EINVAL;

	if (err) {
		fprintf(stderr, "emulate: %s: %s\n", name,
			model ? strerror(-err) : "no such model");
		return err;
	}
	printf("%s\n", cusb_vhci_name(device->vhci));
	fflush(stdout);
	return 0;
}

/* Signals that ask for the end are taken with sigwait(), so that the devices go in order. */
static void block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, signals, NULL);
}

int main(int argc, char **argv)
{
	static struct plugged devices[DEVICES_MAX];
	int count = 0, status = 0, i, signal;
	sigset_t signals;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0 && count < DEVICES_MAX; i++) {
		status = plug_named(argv[i], &devices[count]) != 0;
		if (status)
			break;
		count++;
	}
	if (count == 0 && !status) {
		fprintf(stderr, "usage: emulate MODEL... [-- COMMAND...]\n");
		return 2;
	}
	if (!status && i + 1 < argc) {
		status = run(argv + i + 1);
	} else if (!status) {
		block_signals(&signals);
		sigwait(&signals, &signal);
	}
	while (count > 0)
		unplug(&devices[--count]);
	return status;
}
