/* SPDX-License-Identifier: MIT */
/* Runs the cases: conformance --world NAME [CASE...]; see usage(). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world.h"

/* Ends a case that hangs; no verdict depends on it. */
#define TIME_LIMIT_S 600

int case_fds_kept;
const void *case_row;

static struct test_case *cases;

/* Below 0 when a comes first: by file, then by line. */
static int order(const struct test_case *a, const struct test_case *b)
{
	int files = strcmp(a->file, b->file);

	return files ? files : a->line - b->line;
}

void case_register(struct test_case *test)
{
	struct test_case **at = &cases;

	while (*at && order(*at, test) <= 0)
		at = &(*at)->next;
	test->next = *at;
	*at = test;
}

static int usage(void)
{
	fputs("Usage: conformance --world virtual|kernel|usbip|share [--except NAME,...] [-l] [-v] [NAME...]\n"
	      "Runs the cases whose TOPIC/NAME contains one of the names; all without names. But not\n"
	      "those whose TOPIC/NAME contains an excepted one.\n"
	      "Prints those that fail and a total; with -v also those that pass or do not apply.\n"
	      "-l lists them. The kernel world needs root and vhci_hcd.\n",
	      stderr);
	return 2;
}

/* "bulk/empty_write": the case's file without path and suffix, and its name. */
static void full_name(const struct test_case *test, char *text, size_t size)
{
	const char *file = strrchr(test->file, '/');

	file = file ? file + 1 : test->file;
	snprintf(text, size, "%.*s/%s", (int)strcspn(file, "."), file, test->name);
}

static bool is_excepted(const char *name, const char *list)
{
	char one[64];

	while (list && *list) {
		size_t length = strcspn(list, ",");

		snprintf(one, sizeof one, "%.*s", (int)length, list);
		if (strstr(name, one))
			return true;
		list += length + (list[length] == ',');
	}
	return false;
}

static bool wanted(const char *name, const char *except, char **filters)
{
	if (is_excepted(name, except))
		return false;
	if (!*filters)
		return true;
	for (; *filters; filters++)
		if (strstr(name, *filters))
			return true;
	return false;
}

/* Never returns; exit() rather than _exit() so that leak checkers have their say. */
static void run_in_child(const struct test_case *test, enum world_kind kind)
{
	int fds;

	setpgid(0, 0);
	alarm(TIME_LIMIT_S);
	fds = count_fds();
	world_begin(kind);
	case_row = test->row;
	test->run();
	world_end();
	CHECK_INT(count_fds(), fds + case_fds_kept);
	exit(0);
}

/* After a case that failed the next begins with nothing plugged in. */
static int run(const struct test_case *test, enum world_kind kind)
{
	static int status;
	pid_t pid;

	if (world_of(kind)->settle(test->shares && status == 0))
		return 1;
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		run_in_child(test, kind);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	kill(-pid, SIGKILL); /* what a failed case left behind in its process group */
	if (WIFSIGNALED(status))
		fprintf(stderr, "%s\n",
			WTERMSIG(status) == SIGALRM ? "time limit" : strsignal(WTERMSIG(status)));
	return status != 0;
}

/* Why a case does not apply; NULL: it does. */
static const char *excluded(const struct test_case *test, enum world_kind kind)
{
	const char *lack = world_lacks(kind, test->needs);

	return lack || test->worlds & kind ? lack : test->reason;
}

static struct {
	bool list, verbose;
	unsigned int passed, failed, others;
} suite;

/* What does not apply, and what passes, is of interest to the curious only. */
static void run_one(const struct test_case *test, enum world_kind kind, const char *name)
{
	const char *why_not = excluded(test, kind);
	int64_t start = now_ms();

	if (why_not) {
		if (suite.verbose || suite.list)
			printf("excluded %s: %s\n", name, why_not);
		suite.others++;
	} else if (suite.list) {
		printf("%s\n", name);
	} else if (run(test, kind)) {
		printf("FAILED %s\n", name);
		suite.failed++;
	} else {
		if (suite.verbose)
			printf("passed %s (%d ms)\n", name, (int)(now_ms() - start));
		suite.passed++;
	}
}

static int run_all(enum world_kind kind, const char *except, char **filters)
{
	char name[128];

	for (const struct test_case *test = cases; test; test = test->next) {
		full_name(test, name, sizeof name);
		if (wanted(name, except, filters))
			run_one(test, kind, name);
	}
	if (!suite.list)
		printf("%u passed, %u failed, %u do not apply\n", suite.passed, suite.failed,
		       suite.others);
	return suite.failed != 0 || (!suite.list && suite.passed == 0);
}

int main(int argc, char **argv)
{
	enum world_kind kind = 0; /* none */
	const char *except = NULL;
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "-l") == 0)
			suite.list = true;
		else if (strcmp(argv[i], "-v") == 0)
			suite.verbose = true;
		else if (strcmp(argv[i], "--world") == 0 && argv[i + 1])
			kind = world_named(argv[++i]);
		else if (strcmp(argv[i], "--except") == 0 && argv[i + 1])
			except = argv[++i];
		else
			return usage();
	}
	if (!kind)
		return usage();
	/* Servers of a case that failed become this process's children, and are waited for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return run_all(kind, except, argv + i);
}
