/* SPDX-License-Identifier: MIT */
/* Runs the cases: conformance [CASE...]. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case.h"

/* Ends a case that hangs; no verdict depends on it. */
#define TIME_LIMIT_S 600

static struct test_case *first, **last = &first;

void case_register(struct test_case *test)
{
	*last = test;
	last = &test->next;
}

void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	fflush(NULL);
	_exit(1);
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

static void run_in_child(const struct test_case *test)
{
	alarm(TIME_LIMIT_S);
	world_begin();
	test->run();
	/* Cases leave their contexts behind, which leak checkers at an exit would tell. */
	fflush(NULL);
	_exit(0);
}

static bool run(const struct test_case *test)
{
	int status = -1;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0)
		run_in_child(test);
	waitpid(child, &status, 0);
	if (status == 0)
		return true;
	printf("fail: %s (%s)", test->name, test->file);
	if (WIFSIGNALED(status))
		printf(": signal %d", WTERMSIG(status));
	printf("%s%s\n", test->better ? ": " : "", test->better ? test->better : "");
	return false;
}

static bool is_wanted(const struct test_case *test, char **names)
{
	if (!*names)
		return true;
	while (*names && strcmp(*names, test->name) != 0)
		names++;
	return *names;
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;

	(void)argc;
	for (const struct test_case *test = first; test; test = test->next) {
		if (!is_wanted(test, argv + 1))
			continue;
		if (run(test))
			passed++;
		else
			failed++;
	}
	printf("libusb-1.0: %d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
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
