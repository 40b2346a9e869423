/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../kernel/plugged.h"
#include "loader.h"
#include "normalize.h"
#include "runs.h"
#include "transcript.h"

#define OUTPUT_MAX (1 << 18)

/* Ends this child in the command. */
static void become(const char *library, char **command, unsigned int limit_s, int output)
{
	alarm(limit_s);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	loader_prepare(library);
	execvp(command[0], command);
	fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
	_exit(127);
}

static void collect(int from, char *output)
{
	size_t length = 0;
	ssize_t n;

	while (length < OUTPUT_MAX - 1 &&
	       (n = read(from, output + length, OUTPUT_MAX - 1 - length)) > 0)
		length += (size_t)n;
	output[length] = '\0';
	close(from);
}

/* Runs it to its end; its wait status, or -1. */
static int execute(const char *library, char **command, unsigned int limit_s, char *output)
{
	int ends[2], status = 0;
	pid_t child;

	output[0] = '\0';
	if (pipe(ends) != 0)
		return -1;
	child = fork();
	if (child == 0)
		become(library, command, limit_s, ends[1]);
	close(ends[1]);
	collect(ends[0], output);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return status;
}

/* A number in the device's directory, as three digits. */
static void three_digits(const struct plugged *device, const char *attribute, char digits[4])
{
	char line[8];

	plugged_line(device, attribute, line, sizeof line);
	snprintf(digits, 4, "%03u", (unsigned int)atoi(line) % 1000);
}

/* The driver that has its first interface, "" if none has. */
static const char *driver_of(const struct plugged *device, char *path, size_t size)
{
	const char *name = cusb_vhci_name(device->vhci);
	char link[128];
	ssize_t n;

	snprintf(link, sizeof link, "/sys/bus/usb/devices/%s:1.0/driver", name);
	n = readlink(link, path, size - 1);
	path[n > 0 ? n : 0] = '\0';
	return n > 0 ? strrchr(path, '/') + 1 : "";
}

/* The program's run, on the device that is there. */
static bool run_command(const char *library, const struct stand_in *stand_in, char **command,
			unsigned int limit_s, const struct plugged *device, struct run *run)
{
	static char output[OUTPUT_MAX];
	char bus[4], number[4], paths[2][128];
	const char *driver = stand_in->driver ? stand_in->driver : "";
	const char *left = stand_in->takes ? "" : driver;
	const char *before, *after;
	int status;

	three_digits(device, "busnum", bus);
	three_digits(device, "devnum", number);
	before = driver_of(device, paths[0], sizeof paths[0]);
	transcript_record(true);
	status = execute(library, command, limit_s, output);
	transcript_record(false);
	after = driver_of(device, paths[1], sizeof paths[1]);
	run->output = normalize(output, bus, number);
	if (strcmp(before, driver) != 0 || strcmp(after, left) != 0)
		printf("with %s the driver was '%s', and '%s' afterwards\n", library, before,
		       after);
	else if (status != 0)
		printf("with %s the command failed: wait status %#x\n", library,
		       (unsigned int)status);
	else
		return true;
	return false;
}

bool run_on(const char *library, const struct stand_in *stand_in, char **command,
	    unsigned int limit_s, struct run *run)
{
	const struct cusb_virtual_model *model = transcript_begin(stand_in);
	const char *missing;
	struct plugged device;
	bool good, used;
	int err = model ? plug(model, &device) : -ENOMEM;

	if (err) {
		printf("%s cannot be plugged in: %s\n", stand_in->program, strerror(-err));
		return false;
	}
	good = run_command(library, stand_in, command, limit_s, &device, run);
	unplug(&device);
	run->transcript = transcript_end(&missing);
	used = loader_used(library);
	if (missing)
		printf("with %s the job was not done: %s\n", library, missing);
	if (!used)
		printf("not run with %s/libusb-0.1.so.4\n", library);
	return good && used && !missing;
}

void run_free(struct run *run)
{
	free(run->output);
	free(run->transcript);
	*run = (struct run){0};
}
