/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../kernel/plugged.h"
#include "loader.h"
#include "normalize.h"
#include "runs.h"
#include "transcript.h"

#define OUTPUT_MAX (1 << 18)

/* Ends this child in the command. */
static void become(const char *directory, char **command, int output)
{
	setpgid(0, 0);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	loader_prepare(directory);
	execvp(command[0], command);
	fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
	_exit(127);
}

/* When the time is over, the command ends with all that it has started. */
static void wait_for_output(int from, pid_t child, time_t end)
{
	struct pollfd ready = {.fd = from, .events = POLLIN};
	time_t now = time(NULL);

	if (end && poll(&ready, 1, now < end ? (int)(end - now) * 1000 : 0) == 0)
		kill(-child, SIGKILL);
}

static void collect(int from, pid_t child, unsigned int limit_s, char *output)
{
	time_t end = limit_s ? time(NULL) + limit_s : 0;
	size_t length = 0;
	ssize_t n;

	do {
		wait_for_output(from, child, end);
		n = read(from, output + length, OUTPUT_MAX - 1 - length);
		length += n > 0 ? (size_t)n : 0;
	} while (n > 0 && length < OUTPUT_MAX - 1);
	output[length] = '\0';
	close(from);
}

/* Runs it to its end; its wait status, or -1. */
static int execute(const char *directory, char **command, unsigned int limit_s, char *output)
{
	int ends[2], status = 0;
	pid_t child;

	output[0] = '\0';
	if (pipe(ends) != 0)
		return -1;
	child = fork();
	if (child == 0)
		become(directory, command, ends[1]);
	close(ends[1]);
	collect(ends[0], child, limit_s, output);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return status;
}

/* The models of `others`, and what is plugged in: the stand-in's own device last. */
struct plugs {
	struct plugged devices[TRANSCRIPT_DEVICES];
	struct cusb_virtual_model *loaded[TRANSCRIPT_DEVICES];
	unsigned int count;
};

/* A number in the device's directory, as three digits. */
static void three_digits(struct plugged *device, const char *attribute, char digits[4])
{
	char line[8];

	plugged_line(device, attribute, line, sizeof line);
	snprintf(digits, 4, "%03u", (unsigned int)atoi(line) % 1000);
}

/* The driver that has its first interface, "" if none has. */
static const char *driver_of(struct plugged *device, char *path, size_t size)
{
	char link[128];
	ssize_t n;

	snprintf(link, sizeof link, "/sys/bus/usb/devices/%s:1.0/driver", plugged_name(device));
	n = readlink(link, path, size - 1);
	path[n > 0 ? n : 0] = '\0';
	return n > 0 ? strrchr(path, '/') + 1 : "";
}

static char *normal(const char *output, struct plugs *plugs)
{
	char *text = strdup(output);

	for (unsigned int i = 0; text && i < plugs->count; i++) {
		char bus[4], number[4], *before = text;

		three_digits(&plugs->devices[i], "busnum", bus);
		three_digits(&plugs->devices[i], "devnum", number);
		text = normalize(before, bus, number);
		free(before);
	}
	return text;
}

/* The program's run, on the devices that are there. */
static bool run_command(const char *directory, const struct stand_in *stand_in, char **command,
			unsigned int limit_s, struct plugs *plugs, struct run *run)
{
	static char output[OUTPUT_MAX];
	struct plugged *device = &plugs->devices[plugs->count - 1];
	char paths[2][128];
	const char *driver = stand_in->driver ? stand_in->driver : "";
	const char *left = stand_in->takes ? "" : driver;
	const char *before, *after;
	int status;

	before = driver_of(device, paths[0], sizeof paths[0]);
	transcript_record(true);
	status = execute(directory, command, limit_s, output);
	transcript_record(false);
	after = driver_of(device, paths[1], sizeof paths[1]);
	run->output = normal(output, plugs);
	if (stand_in->model && (strcmp(before, driver) != 0 || strcmp(after, left) != 0))
		printf("with %s the driver was '%s', and '%s' afterwards\n", directory, before,
		       after);
	else if (status != 0)
		printf("with %s the command failed: wait status %#x\n", directory,
		       (unsigned int)status);
	else
		return true;
	return false;
}

/* An included model, or that of a file. */
static const struct cusb_virtual_model *find_model(const char *name,
						   struct cusb_virtual_model **loaded)
{
	char why[128] = "there is no such model";
	const struct cusb_virtual_model *model =
		strchr(name, '/') ? NULL : cusb_virtual_find_model(name);

	if (strchr(name, '/') && cusb_virtual_load(name, why, sizeof why, loaded) == 0)
		model = *loaded;
	if (!model)
		printf("%s: %s\n", name, why);
	return model;
}

/* Plugs in one more. */
static bool plug_next(struct plugs *plugs, unsigned int number,
		      const struct cusb_virtual_model *model,
		      const struct cusb_virtual_model *other)
{
	int err;

	if (!model || number == TRANSCRIPT_DEVICES)
		return false;
	err = plug_changing(transcript_of(number, model),
			    other ? transcript_of(number, other) : NULL,
			    &plugs->devices[plugs->count]);
	if (err)
		printf("%s cannot be plugged in: %s\n", model->name, strerror(-err));
	else
		plugs->count++;
	return !err;
}

static bool plug_all(struct plugs *plugs, const struct stand_in *stand_in)
{
	bool good = true;

	for (unsigned int i = 0; good && stand_in->others && stand_in->others[i]; i++)
		good = plug_next(plugs, i + 1, find_model(stand_in->others[i], &plugs->loaded[i]),
				 NULL);
	return good &&
	       (!stand_in->model || plug_next(plugs, 0, stand_in->model, stand_in->other_model));
}

static void unplug_all(struct plugs *plugs)
{
	while (plugs->count > 0)
		unplug(&plugs->devices[--plugs->count]);
}

static void free_models(struct plugs *plugs)
{
	for (unsigned int i = 0; i < TRANSCRIPT_DEVICES; i++)
		cusb_virtual_model_free(plugs->loaded[i]);
}

bool run_on(const char *directory, const struct stand_in *stand_in, char **command,
	    unsigned int limit_s, struct run *run)
{
	const char *library = stand_in->library ? stand_in->library : "libusb-1.0.so.0";
	struct plugs plugs = {0};
	const char *missing;
	bool good, used;

	good = transcript_begin(stand_in) && plug_all(&plugs, stand_in) &&
	       run_command(directory, stand_in, command, limit_s, &plugs, run);
	unplug_all(&plugs);
	run->transcript = transcript_end(&missing);
	free_models(&plugs);
	used = loader_used(directory, library);
	if (missing)
		printf("with %s the job was not done: %s\n", directory, missing);
	if (!used)
		printf("not run with %s/%s, or with another library of ours as well\n", directory,
		       library);
	return good && used && !missing;
}

void run_free(struct run *run)
{
	free(run->output);
	free(run->transcript);
	*run = (struct run){0};
}
