/* SPDX-License-Identifier: MIT */
/*
 * Runs a program on a stand-in for its hardware, once with the original libraries and once with
 * ours: stand_in PROGRAM -- COMMAND...
 *
 * Each time the device is plugged in anew. Exits 0 if the command did, the device finds its job
 * done, the loader tells that the right libraries were used, and the command's output and all that
 * the device was asked are the same both times.
 */
#include <stdio.h>
#include <string.h>

#include "runs.h"
#include "stand_in.h"

#define STAND_INS_MAX 64
#define TRIES	      5
#define LIMIT_S	      120

static const struct stand_in *stand_ins[STAND_INS_MAX];
static size_t stand_in_count;

void stand_in_register(const struct stand_in *stand_in)
{
	if (stand_in_count < STAND_INS_MAX)
		stand_ins[stand_in_count++] = stand_in;
}

static const struct stand_in *find(const char *program)
{
	for (size_t i = 0; i < stand_in_count; i++)
		if (strcmp(stand_ins[i]->program, program) == 0)
			return stand_ins[i];
	return NULL;
}

static bool same(const char *what, const char *original, const char *ours)
{
	if (!original || !ours)
		return false;
	if (strcmp(original, ours) == 0)
		return true;
	printf("%s differs. With the original library:\n%s\nWith ours:\n%s\n", what, original,
	       ours);
	return false;
}

/* A line each; a line of a device's name begins with '['. */
static unsigned int requests(const char *transcript)
{
	unsigned int count = 0;

	for (const char *line = transcript; *line; line = strchr(line, '\n') + 1)
		count += *line != '[';
	return count;
}

static bool compare(const struct run *original, const struct run *ours)
{
	bool good = same("The output", original->output, ours->output);

	return same("What the device was asked", original->transcript, ours->transcript) && good;
}

/* Until it does its job, at most so often. */
static bool run_repeatedly(const char *directory, const struct stand_in *stand_in, char **command,
			   int tries, struct run *run)
{
	unsigned int limit_s = tries > 1 ? LIMIT_S : 0;

	while (!run_on(directory, stand_in, command, limit_s, run)) {
		if (--tries == 0)
			return false;
		run_free(run);
	}
	return true;
}

static bool run_both(const struct stand_in *stand_in, char **command)
{
	struct run original = {0}, ours = {0};
	/*
	 * On a busy machine nfc-list may wait for ever with the original library, which is not what
	 * is tested here: so again.
	 */
	bool good = run_repeatedly("/original", stand_in, command, TRIES, &original);

	good = run_repeatedly("/cusb", stand_in, command, stand_in->hurries ? TRIES : 1, &ours) &&
	       good;
	if (ours.output && ours.transcript)
		printf("%s\n%s", ours.output, ours.transcript);
	good = compare(&original, &ours) && good;
	if (good)
		printf("%s: %s: same output, same transcript (%u requests)\n", stand_in->program,
		       stand_in->job, requests(ours.transcript));
	run_free(&original);
	run_free(&ours);
	return good;
}

/*
 * A hub goes to sleep as soon as nobody uses it, and wakes up with requests of its own: when, is a
 * matter of time.
 */
static void keep_hubs_awake(void)
{
	FILE *file = fopen("/sys/module/usbcore/parameters/autosuspend", "we");

	if (!file)
		return;
	fputs("-1", file);
	fclose(file);
}

int main(int argc, char **argv)
{
	const struct stand_in *stand_in = argc > 3 ? find(argv[1]) : NULL;

	if (!stand_in || strcmp(argv[2], "--") != 0) {
		fprintf(stderr, "usage: stand_in PROGRAM -- COMMAND...\n");
		return 2;
	}
	keep_hubs_awake();
	setvbuf(stdout, NULL, _IOLBF, 0);
	return !run_both(stand_in, argv + 3);
}
