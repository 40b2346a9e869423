/* SPDX-License-Identifier: MIT */
/* A message on standard error: one line with a failure, its place, and a remedy. */
#ifndef CUSB_CLI_OUTPUT_MESSAGE_H
#define CUSB_CLI_OUTPUT_MESSAGE_H

#include <stddef.h>

#include "cli/command.h"

/* A text that is built, then printed with one write; it is cut if it is too long. */
struct error_message {
	size_t length;
	char text[1024];
};

/*
 * From now on messages name this place after "cusb: ", such as a line of a script; NULL: none. The
 * text is not copied.
 */
void message_set_place(const char *place);

/* Adds "cusb: " and the place. */
void message_begin(struct error_message *message);
void message_add(struct error_message *message, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void message_print(struct error_message *message); /* with a newline, on standard error */

/* Prints "cusb: ..."; always returns STATUS_FAILURE. */
enum status fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error of input_read() from standard input. */
enum status fail_input(int err);

/* Prints "cusb NAME: ..." and the usage of the command; always returns STATUS_USAGE. */
enum status usage_error(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
