/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "cli/output/message.h"
#include "stderr_text.h"
#include "unit.h"

#undef fail /* check.h has one, too */

CASE(message_is_put_together_from_pieces)
{
	struct error_message message = {0};

	message_add(&message, "a%d", 1);
	message_add(&message, ", %s", "b");
	ck_assert_str_eq(message.text, "a1, b");
	ck_assert_uint_eq(message.length, 5);
}

CASE(message_that_does_not_fit_is_cut)
{
	struct error_message message = {0};

	message_add(&message, "%2000d", 1);
	ck_assert_uint_eq(message.length, sizeof message.text - 1);
	message_add(&message, "more");
	ck_assert_uint_eq(message.length, sizeof message.text - 1);
	ck_assert_uint_eq(strlen(message.text), sizeof message.text - 1);
}

CASE(failure_is_one_line_of_the_tool)
{
	enum status status;

	stderr_begin();
	status = fail("no %s", "way");
	ck_assert_str_eq(stderr_end(), "cusb: no way\n");
	ck_assert_int_eq(status, STATUS_FAILURE);
}

CASE(usage_error_tells_how_it_is_used)
{
	static const struct command command = {.name = "do", .arguments = "DEV"};
	enum status status;

	stderr_begin();
	status = usage_error(&command, "too %s", "few");
	ck_assert_str_eq(stderr_end(), "cusb do: too few\n"
				       "usage: cusb do [OPTION]... DEV\n"
				       "Try 'cusb do --help'.\n");
	ck_assert_int_eq(status, STATUS_USAGE);
}

struct reader {
	int fd;
	char last[13]; /* bytes of the stream */
};

/* Begins late, so that the writer finds the pipe full. */
static void *read_to_end(void *argument)
{
	struct reader *reader = argument;
	char data[4096];
	ssize_t n;

	usleep(20000);
	while ((n = read(reader->fd, data, sizeof data)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			memmove(reader->last, reader->last + 1, sizeof reader->last - 1);
			reader->last[sizeof reader->last - 1] = data[i];
		}
	return NULL;
}

CASE(message_waits_for_a_pipe_that_does_not_block)
{
	int ends[2], kept = dup(STDERR_FILENO);
	struct reader reader;
	pthread_t thread;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	while (write(ends[1], "", 1) == 1)
		continue;
	reader.fd = ends[0];
	ck_assert_int_eq(pthread_create(&thread, NULL, read_to_end, &reader), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	fail("no %s", "way");
	dup2(kept, STDERR_FILENO);
	close(kept);
	pthread_join(thread, NULL);
	close(ends[0]);
	ck_assert_mem_eq(reader.last, "cusb: no way\n", sizeof reader.last);
}
