/* SPDX-License-Identifier: MIT */
/* The log: levels, where it goes, what it tells. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "seam.h"

static struct {
	unsigned int lines[CUSB_LOG_DEBUG + 1];
	char text[65536];
} seen;

static void take(enum cusb_log_level level, const char *line, void *user)
{
	CHECK(user == &seen);
	CHECK(level > CUSB_LOG_SILENT && level <= CUSB_LOG_DEBUG);
	CHECK(!strchr(line, '\n'));
	seen.lines[level]++;
	if (strlen(seen.text) + strlen(line) + 2 < sizeof seen.text)
		strcat(strcat(seen.text, line), "\n");
}

static unsigned int count_lines(void)
{
	unsigned int count = 0;

	for (int level = 0; level <= CUSB_LOG_DEBUG; level++)
		count += seen.lines[level];
	return count;
}

CASE(silent_by_default)
{
	struct cusb_device *dev = plug("stall");
	char path[] = "/tmp/cusb-log-XXXXXX";
	int fd = mkstemp(path), saved = dup(STDERR_FILENO);

	CHECK(fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EPIPE);
	CHECK(dup2(saved, STDERR_FILENO) >= 0);
	CHECK_INT(lseek(fd, 0, SEEK_END), 0);
	close(saved);
	close(fd);
	unlink(path);
	cusb_device_free(dev);
}

CASE_NEEDS(every_kernel_call_is_logged_at_debug, NEED_NATIVE)
{
	struct cusb_device *dev = NULL;
	struct cusb_backend *backend = seam_begin();

	world_plug("loopback");
	cusb_set_log(CUSB_LOG_DEBUG, take, &seen);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK(seen.lines[CUSB_LOG_DEBUG] >= seam_count_all());
	memset(&seen, 0, sizeof seen);
	seam_reset();
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK(seen.lines[CUSB_LOG_DEBUG] >= seam_count_all());
	CHECK(strstr(seen.text, "SUBMITURB"));
	CHECK(strstr(seen.text, "CLAIMINTERFACE"));
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	cusb_device_free(dev);
	seam_end();
}

CASE(a_level_keeps_lesser_lines_out)
{
	struct cusb_device *dev;

	cusb_set_log(CUSB_LOG_WARNING, take, &seen);
	dev = plug_loopback();
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_INT(seen.lines[CUSB_LOG_DEBUG] + seen.lines[CUSB_LOG_INFO], 0);
	cusb_set_log(CUSB_LOG_SILENT, take, &seen);
	memset(&seen, 0, sizeof seen);
	CHECK_INT(cusb_write(dev, 0x09, "x", 1, GUARD_MS), -ENOENT);
	CHECK_INT(count_lines(), 0);
	cusb_device_free(dev);
}

/* The bytes of a device whose second descriptor reaches past the end, as no kernel passes them on.
 */
static int enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		     void *user)
{
	static const uint8_t bytes[] = {18, 1, 0, 2, 0, 0, 0, 8,  0xfe, 0xff, 7,
					0,  0, 1, 1, 2, 3, 1, 99, 2,	9,    0};
	struct cusb_candidate candidate = {.name = "1-99",
					   .bus = 1,
					   .port_count = 1,
					   .port_numbers = {99},
					   .descriptors = bytes,
					   .descriptors_length = sizeof bytes};

	(void)backend;
	(void)name;
	return visit(&candidate, user);
}

static int address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	(void)backend;
	(void)candidate;
	return 2;
}

CASE(a_malformed_device_is_mentioned)
{
	struct cusb_backend backend = {.version = CUSB_BACKEND_VERSION,
				       .name = "fake",
				       .enumerate = enumerate,
				       .address = address};
	struct cusb_device *dev = NULL;

	cusb_set_log(CUSB_LOG_WARNING, take, &seen);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, &backend), &dev));
	CHECK_INT(dev->configuration_count, 0);
	CHECK(seen.lines[CUSB_LOG_WARNING] > 0);
	CHECK(strstr(seen.text, "1-99"));
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	cusb_device_free(dev);
}

static size_t file_size(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t size;

	if (!file)
		return 0;
	size = fread(seen.text, 1, sizeof seen.text - 1, file);
	seen.text[size] = '\0';
	fclose(file);
	return size;
}

/* Each case is a process of its own, and the library has not read the environment yet. */
CASE_NEEDS(the_environment_turns_the_log_on, NEED_NATIVE)
{
	char path[] = "/tmp/cusb-log-XXXXXX";
	int fd = mkstemp(path);
	struct cusb_device *dev;

	CHECK(fd >= 0);
	close(fd);
	setenv("CUSB_DEBUG", "debug", 1);
	setenv("CUSB_LOG_FILENAME", path, 1);
	dev = plug_loopback();
	check_loopback(dev, 0x01, 0x81, 100);
	case_fds_kept = 1; /* the log file, for the life of the process */
	CHECK(file_size(path) > 0);
	CHECK(strstr(seen.text, "SUBMITURB"));
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	cusb_device_free(dev);
	unlink(path);
}

CASE(an_unknown_level_in_the_environment_is_silent)
{
	char path[] = "/tmp/cusb-log-XXXXXX";
	int fd = mkstemp(path);
	struct cusb_device *dev;

	CHECK(fd >= 0);
	close(fd);
	setenv("CUSB_DEBUG", "DEBUGGING", 1);
	setenv("CUSB_LOG_FILENAME", path, 1);
	dev = plug_loopback();
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_INT(file_size(path), 0);
	cusb_device_free(dev);
	unlink(path);
}

CASE_NEEDS(a_log_file_that_cannot_be_opened_means_stderr, NEED_NATIVE)
{
	char path[] = "/tmp/cusb-log-XXXXXX";
	int fd = mkstemp(path), saved = dup(STDERR_FILENO);
	struct cusb_device *dev;

	setenv("CUSB_DEBUG", "debug", 1);
	setenv("CUSB_LOG_FILENAME", "/nowhere/at/all", 1);
	CHECK(fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
	dev = plug_loopback();
	CHECK(dup2(saved, STDERR_FILENO) >= 0);
	CHECK(lseek(fd, 0, SEEK_END) > 0);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	close(saved);
	close(fd);
	unlink(path);
	cusb_device_free(dev);
}

/* A kernel hands out descriptors only as far as it could read them itself. */
CASE_NEEDS(kernels_cut_malformed_descriptors_off, NEED_NATIVE)
{
	struct cusb_device *dev;

	cusb_set_log(CUSB_LOG_WARNING, take, &seen);
	dev = plug("malformed");
	CHECK_INT(count_lines(), 0);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	cusb_device_free(dev);
}
