/* SPDX-License-Identifier: MIT */
/*
 * Runs the cases: conformance [--original] [CASE...]. With --original the library is the original,
 * and a BETTER() case has to fail.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case.h"

/* Ends a case that hangs; no verdict depends on it. */
#define TIME_LIMIT_S 600
/* The same for a case that the original is known to fail, as some do by hanging. */
#define FAULT_LIMIT_S 5

/* How a case's process ends. */
enum end { END_PASSED, END_FAILED, END_WORLD_FAILED, END_DOES_NOT_APPLY };

static struct test_case *first, **last = &first;

static struct {
	bool original;
	int passed, failed, better, others;
} suite;

void case_register(struct test_case *test)
{
	*last = test;
	last = &test->next;
}

/* ---- the end of a case ----------------------------------------------------------------------- */

static void end_case(enum end end) __attribute__((noreturn));

/* Cases leave their contexts behind, which leak checkers at an exit would tell. */
static void end_case(enum end end)
{
	fflush(NULL);
	_exit(end);
}

void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	end_case(END_FAILED);
}

void check_int(const char *file, int line, const char *what, long long got, long long want)
{
	char text[256];

	if (got == want)
		return;
	snprintf(text, sizeof text, "%s is %lld, not %lld", what, got, want);
	check_failed(file, line, text);
}

void check_str(const char *file, int line, const char *what, const char *got, const char *want)
{
	char text[512];

	if (got && strcmp(got, want) == 0)
		return;
	snprintf(text, sizeof text, "%s is \"%s\", not \"%s\"", what, got ? got : "NULL", want);
	check_failed(file, line, text);
}

void world_has_no(const char *why)
{
	printf("(%s)\n", why);
	end_case(END_DOES_NOT_APPLY);
}

void world_failed(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("\n", stderr);
	end_case(END_WORLD_FAILED);
}

/* ---- the run of a case ----------------------------------------------------------------------- */

static bool has_to_fail(const struct test_case *test)
{
	return suite.original && test->better;
}

static void run_in_child(const struct test_case *test)
{
	setpgid(0, 0);
	world_begin();
	alarm(has_to_fail(test) ? FAULT_LIMIT_S : TIME_LIMIT_S);
	test->run();
	end_case(END_PASSED);
}

/* Returns its wait status, with nothing left of it. */
static int run(const struct test_case *test)
{
	int status = -1;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0)
		run_in_child(test);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	kill(-child, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
	world_settle();
	return status;
}

static const char *text_of(int status)
{
	if (!WIFSIGNALED(status))
		return "a check does not hold";
	return WTERMSIG(status) == SIGALRM ? "time limit" : strsignal(WTERMSIG(status));
}

static void judge(const struct test_case *test, int status)
{
	bool good = status == 0;

	if (WIFEXITED(status) && WEXITSTATUS(status) == END_DOES_NOT_APPLY) {
		printf("does not apply: %s\n", test->name);
		suite.others++;
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == END_WORLD_FAILED) {
		printf("fail: %s (%s): the world\n", test->name, test->file);
		suite.failed++;
	} else if (has_to_fail(test) && good) {
		printf("fail: %s (%s): it passes on the original: %s\n", test->name, test->file,
		       test->better);
		suite.failed++;
	} else if (has_to_fail(test)) {
		printf("fault of the original: %s: %s (%s)\n", test->name, test->better,
		       text_of(status));
		suite.better++;
	} else if (good) {
		suite.passed++;
	} else {
		printf("fail: %s (%s): %s\n", test->name, test->file, text_of(status));
		suite.failed++;
	}
}

static bool is_wanted(const struct test_case *test, char **names)
{
	if (!*names)
		return true;
	while (*names && strcmp(*names, test->name) != 0)
		names++;
	return *names;
}

static bool is_original(void)
{
	return !strstr(libusb_get_version()->describe, "cusb");
}

int main(int argc, char **argv)
{
	char **names = argv + 1;

	suite.original = argc > 1 && strcmp(argv[1], "--original") == 0;
	names += suite.original;
	if (suite.original != is_original()) {
		printf("the library is %s\n", suite.original ? "ours" : "the original");
		return 1;
	}
	/* What a case leaves behind becomes this process's child, and is waited for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (const struct test_case *test = first; test; test = test->next)
		if (is_wanted(test, names))
			judge(test, run(test));
	printf("libusb-1.0%s: %d passed, %d failed, %d faults of the original, %d do not apply\n",
	       suite.original ? " (the original)" : "", suite.passed, suite.failed, suite.better,
	       suite.others);
	return suite.failed > 0 || suite.passed + suite.better == 0;
}

/* ---- what cases share ------------------------------------------------------------------------ */

libusb_device *find(libusb_context *ctx, uint16_t product)
{
	libusb_device **list, *found = NULL;
	ssize_t count = libusb_get_device_list(ctx, &list);

	CHECK(count >= 0);
	for (ssize_t i = 0; i < count && !found; i++) {
		struct libusb_device_descriptor descriptor;

		CHECK_OK(libusb_get_device_descriptor(list[i], &descriptor));
		if (descriptor.idVendor == 0xfffe && descriptor.idProduct == product)
			found = libusb_ref_device(list[i]);
	}
	libusb_free_device_list(list, 1);
	return found;
}

libusb_device_handle *open_model(const char *model, uint16_t product)
{
	libusb_device_handle *handle = NULL;
	libusb_device *dev;

	world_plug(model, "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, product);
	CHECK(dev);
	CHECK_OK(libusb_open(dev, &handle));
	libusb_unref_device(dev);
	return handle;
}

libusb_device_handle *claim_model(const char *model, uint16_t product)
{
	libusb_device_handle *handle = open_model(model, product);

	CHECK_OK(libusb_claim_interface(handle, 0));
	return handle;
}

void LIBUSB_CALL count_call(struct libusb_transfer *transfer)
{
	__atomic_add_fetch((int *)transfer->user_data, 1, __ATOMIC_RELEASE);
}

struct libusb_transfer *bulk(libusb_device_handle *handle, unsigned char endpoint, void *data,
			     int length, int *calls, unsigned int timeout)
{
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);

	CHECK(transfer);
	libusb_fill_bulk_transfer(transfer, handle, endpoint, data, length, count_call, calls,
				  timeout);
	return transfer;
}

void handle_all(void)
{
	struct timeval now = {0, 0};

	for (int i = 0; i < 8; i++)
		CHECK_OK(libusb_handle_events_timeout(NULL, &now));
}

void handle_until(const int *calls, int wanted)
{
	while (__atomic_load_n(calls, __ATOMIC_ACQUIRE) < wanted)
		CHECK_OK(libusb_handle_events(NULL));
}
