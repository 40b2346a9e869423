/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "output.h"

__attribute__((format(printf, 2, 0))) static void message_vadd(struct error_message *message,
							       const char *format, va_list args)
{
	size_t room = sizeof message->text - message->length;
	int n = vsnprintf(message->text + message->length, room, format, args);

	if (n > 0)
		message->length += (size_t)n < room ? (size_t)n : room - 1;
}

static const char *message_place;

void message_set_place(const char *place)
{
	message_place = place;
}

void message_begin(struct error_message *message)
{
	message_add(message, "cusb: ");
	if (message_place)
		message_add(message, "%s: ", message_place);
}

void message_add(struct error_message *message, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message_vadd(message, format, args);
	va_end(args);
}

void message_print(struct error_message *message)
{
	size_t end =
		message->length < sizeof message->text ? message->length : sizeof message->text - 1;

	message->text[end] = '\n';
	/* There is no other place to report an error. */
	output_write(STDERR_FILENO, message->text, end + 1);
}

enum status fail(const char *format, ...)
{
	struct error_message message = {0};
	va_list args;

	message_begin(&message);
	va_start(args, format);
	message_vadd(&message, format, args);
	va_end(args);
	message_print(&message);
	return STATUS_FAILURE;
}

enum status fail_input(int err)
{
	if (err == -EILSEQ)
		return fail("standard input is not hexadecimal bytes such as \"0a 1b\"");
	return fail("cannot read standard input: %s", strerror(-err));
}

enum status usage_error(const struct command *command, const char *format, ...)
{
	struct error_message message = {0};
	va_list args;

	if (message_place)
		message_begin(&message);
	message_add(&message, "%s%s: ", message_place ? "" : "cusb ", command->name);
	va_start(args, format);
	message_vadd(&message, format, args);
	va_end(args);
	if (!message_place)
		message_add(&message, "\nusage: cusb %s [OPTION]... %s\nTry 'cusb %s --help'.",
			    command->name, command->arguments, command->name);
	message_print(&message);
	return STATUS_USAGE;
}
