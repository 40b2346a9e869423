/* SPDX-License-Identifier: MIT */
/*
 * The environment is read once in a process, so each look at it takes a process of its own: this
 * program, started with UNIT_LOG set, logs a line of each level and ends before main().
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "unit.h"

#define ALL_LINES                                                                                  \
	"cusb: critical: line\ncusb: error: line\ncusb: warning: line\ncusb: info: line\n"         \
	"cusb: debug: line\n"

__attribute__((constructor)) static void log_lines(void)
{
	const char *what = getenv("UNIT_LOG");

	if (!what)
		return;
	if (strcmp(what, "set") == 0)
		cusb_set_log(CUSB_LOG_DEBUG, NULL, NULL);
	for (int level = CUSB_LOG_CRITICAL; level <= CUSB_LOG_DEBUG; level++)
		log_line((enum cusb_log_level)level, "%s", "line");
	_exit(0);
}

static void child(int out, const char *what, const char *level, const char *filename)
{
	char program[4096] = "";

	dup2(out, STDERR_FILENO);
	setenv("UNIT_LOG", what, 1);
	unsetenv("CUSB_DEBUG");
	unsetenv("CUSB_LOG_FILENAME");
	if (level)
		setenv("CUSB_DEBUG", level, 1);
	if (filename)
		setenv("CUSB_LOG_FILENAME", filename, 1);
	/* Not the link itself, which under valgrind is another program. WRAPPER: see cli/run.sh. */
	if (readlink("/proc/self/exe", program, sizeof program - 1) > 0)
		execl("/bin/sh", "sh", "-c", "exec $WRAPPER \"$0\"", program, (char *)NULL);
	_exit(127);
}

/* What the child writes to stderr. */
static const char *run(const char *what, const char *level, const char *filename)
{
	static char text[4096];
	size_t length = 0;
	ssize_t n;
	int fds[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0)
		child(fds[1], what, level, filename);
	close(fds[1]);
	while ((n = read(fds[0], text + length, sizeof text - 1 - length)) > 0)
		length += (size_t)n;
	text[length] = '\0';
	close(fds[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	return text;
}

static char directory[] = "/tmp/cusb-log-XXXXXX";
static char path[64];

static void begin(void)
{
	strcpy(directory + sizeof directory - 7, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/log", directory);
}

static void end(void)
{
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	unlink(path);
	rmdir(directory);
}

static const char *file_content(void)
{
	static char text[4096];
	FILE *file = fopen(path, "r");

	ck_assert_ptr_nonnull(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

FIXTURE(begin, end)

CASE(silent_without_the_variable)
{
	ck_assert_str_eq(run("lines", NULL, NULL), "");
}

/* By level, the lines up to it. */
static const struct {
	const char *name;
	size_t length;
} levels[] = {{"critical", 21}, {"error", 39}, {"warning", 59}, {"info", 76}, {"debug", 94}};

CASE_PER_NUMBER(level_of_the_environment_and_graver, 0, 5)
{
	char expected[] = ALL_LINES;

	expected[levels[_i].length] = '\0';
	ck_assert_str_eq(run("lines", levels[_i].name, NULL), expected);
}

static const char *const no_lines[] = {"", "silent"};

CASE_PER_ROW(empty_and_silent_are_silent, no_lines)
{
	ck_assert_str_eq(run("lines", no_lines[_i], NULL), "");
}

static const char *const unknown[] = {"DEBUG", "verbose", "5", "debug ", "sil"};
#define WRONG_LEVEL "cusb: error: CUSB_DEBUG: no such level\n"

CASE_PER_ROW(unknown_level_is_silent_and_told_once, unknown)
{
	ck_assert_str_eq(run("lines", unknown[_i], NULL), WRONG_LEVEL);
}

CASE(unknown_level_is_told_on_stderr_and_not_in_the_file)
{
	ck_assert_str_eq(run("lines", "nonsense", path), WRONG_LEVEL);
	ck_assert_int_eq(access(path, F_OK), -1);
}

CASE(unknown_level_does_not_matter_after_set_log)
{
	ck_assert_str_eq(run("set", "nonsense", NULL), ALL_LINES);
}

CASE(file_gets_the_lines_instead_of_stderr)
{
	ck_assert_str_eq(run("lines", "debug", path), "");
	ck_assert_str_eq(file_content(), ALL_LINES);
}

CASE(file_is_appended_to)
{
	run("lines", "critical", path);
	run("lines", "critical", path);
	ck_assert_str_eq(file_content(), "cusb: critical: line\ncusb: critical: line\n");
}

CASE(file_that_cannot_be_opened_leaves_stderr)
{
	ck_assert_str_eq(run("lines", "debug", directory), ALL_LINES);
}

CASE(empty_filename_is_none)
{
	ck_assert_str_eq(run("lines", "debug", ""), ALL_LINES);
}

CASE(silence_creates_no_file)
{
	run("lines", NULL, path);
	run("lines", "nonsense", path);
	ck_assert_int_eq(access(path, F_OK), -1);
}

CASE(set_log_overrides_the_environment)
{
	ck_assert_str_eq(run("set", "critical", NULL), ALL_LINES);
}

CASE(set_log_without_a_function_writes_to_the_file)
{
	ck_assert_str_eq(run("set", NULL, path), "");
	ck_assert_str_eq(file_content(), ALL_LINES);
}

static enum cusb_log_level got_level;
static char got_line[1024];
static unsigned int got_count;

static void keep(enum cusb_log_level level, const char *line, void *user)
{
	got_level = level;
	snprintf(got_line, sizeof got_line, "%s", line);
	got_count++;
	ck_assert_ptr_eq(user, &got_count);
}

static void set_keep(enum cusb_log_level level)
{
	got_count = 0;
	cusb_set_log(level, keep, &got_count);
}

CASE(function_gets_level_line_and_user)
{
	set_keep(CUSB_LOG_INFO);
	log_line(CUSB_LOG_WARNING, "%s %d", "number", 3);
	ck_assert_int_eq(got_level, CUSB_LOG_WARNING);
	ck_assert_str_eq(got_line, "number 3");
	ck_assert_uint_eq(got_count, 1);
}

CASE(function_is_not_called_below_its_level)
{
	set_keep(CUSB_LOG_WARNING);
	log_line(CUSB_LOG_INFO, "line");
	ck_assert_uint_eq(got_count, 0);
}

CASE(silent_level_calls_no_function)
{
	set_keep(CUSB_LOG_SILENT);
	log_line(CUSB_LOG_CRITICAL, "line");
	ck_assert_uint_eq(got_count, 0);
}

CASE(enabled_tells_what_would_be_logged)
{
	cusb_set_log(CUSB_LOG_ERROR, NULL, NULL);
	ck_assert(log_enabled(CUSB_LOG_CRITICAL));
	ck_assert(log_enabled(CUSB_LOG_ERROR));
	ck_assert(!log_enabled(CUSB_LOG_WARNING));
}

CASE(long_line_is_cut)
{
	set_keep(CUSB_LOG_DEBUG);
	log_line(CUSB_LOG_DEBUG, "%0600d", 7);
	ck_assert_uint_eq(strlen(got_line), 511);
}
