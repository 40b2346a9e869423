/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cusb/virtual.h>

#include "../../kernel/plugged.h"
#include "plugger.h"

#define DEVICES 8

struct request {
	enum plugger_request_kind kind;
	char name[NAME_SIZE];
};

/* ---- the process ----------------------------------------------------------------------------- */

static struct plugged devices[DEVICES];
static bool used[DEVICES];

static struct plugger_answer plug_in(const char *model)
{
	struct plugger_answer answer = {.err = -ENOSPC};
	char line[16];
	size_t i = 0;

	while (i < DEVICES && used[i])
		i++;
	if (i == DEVICES)
		return answer;
	answer.err = cusb_virtual_find_model(model)
			     ? plug(cusb_virtual_find_model(model), &devices[i])
			     : -ENOENT;
	if (answer.err)
		return answer;
	used[i] = true;
	snprintf(answer.name, sizeof answer.name, "%s", cusb_vhci_name(devices[i].vhci));
	plugged_line(&devices[i], "busnum", line, sizeof line);
	answer.bus = (unsigned int)atoi(line);
	plugged_line(&devices[i], "devnum", line, sizeof line);
	answer.address = (unsigned int)atoi(line);
	return answer;
}

/* The port must not be used again before the device has left. */
static void pull_out(size_t i)
{
	static const struct timespec moment = {0, 5000000};
	char path[64];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s", cusb_vhci_name(devices[i].vhci));
	unplug(&devices[i]);
	used[i] = false;
	while (access(path, F_OK) == 0)
		nanosleep(&moment, NULL);
}

static struct plugger_answer pull_out_of_name(const char *name)
{
	for (size_t i = 0; i < DEVICES; i++)
		if (used[i] && strcmp(cusb_vhci_name(devices[i].vhci), name) == 0) {
			pull_out(i);
			return (struct plugger_answer){.err = 0};
		}
	return (struct plugger_answer){.err = -ENODEV};
}

static void serve(int asker)
{
	struct request request;

	while (read(asker, &request, sizeof request) == sizeof request) {
		struct plugger_answer answer = request.kind == PLUGGER_PLUG
						       ? plug_in(request.name)
						       : pull_out_of_name(request.name);

		if (write(asker, &answer, sizeof answer) != sizeof answer)
			break;
	}
	for (size_t i = 0; i < DEVICES; i++)
		if (used[i])
			pull_out(i);
	_exit(0);
}

/* ---- the asker ------------------------------------------------------------------------------- */

int plugger_start(void)
{
	int ends[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	child = fork();
	if (child == 0) {
		setpgid(0, 0); /* the runner ends the case's group */
		alarm(0);
		close(ends[0]);
		serve(ends[1]);
	}
	close(ends[1]);
	return child > 0 ? ends[0] : -1;
}

struct plugger_answer plugger_ask(int plugger, enum plugger_request_kind kind, const char *name)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct plugger_answer answer = {.err = -EPIPE};
	struct request request = {.kind = kind};

	snprintf(request.name, sizeof request.name, "%s", name);
	pthread_mutex_lock(&lock);
	if (write(plugger, &request, sizeof request) == sizeof request &&
	    read(plugger, &answer, sizeof answer) != sizeof answer)
		answer.err = -EPIPE;
	pthread_mutex_unlock(&lock);
	return answer;
}
